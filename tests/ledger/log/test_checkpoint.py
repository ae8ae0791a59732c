"""Checkpoints: published ones, strict reading, and opening with a trust file."""

import json
from base64 import b64decode
from functools import partial
from typing import Any

import pytest

from ledger.errors import BadSignature, LedgerError, Malformed
from ledger.log import policy
from ledger.log.checkpoint import Checkpoint, open_checkpoint, read, sign
from ledger.log.policy import Trust
from ledger.merkle import EMPTY_ROOT, leaf_hash
from ledger.signing import note
from ledger.signing.keys import PrivateKey
from ledger.signing.note import Note, cosign
from ledger.signing.vkey import WITNESS, VerifierKey, read_key
from tests.vectors import vectors

ORIGIN = "kpu.example/pemilu-2029/kota-batu"
GENESIS = "5f" * 32
NOW = 1_867_300_000
LOG, BAWASLU, PARTY = (PrivateKey.generate() for _ in range(3))
CHECKPOINT = Checkpoint(ORIGIN, 1205, leaf_hash(b"kotak"))


def trust(*lines: str) -> Trust:
    text = policy.trust_text(ORIGIN, GENESIS, LOG.public)
    return policy.read(
        text.replace("quorum none\n", "".join(f"{line}\n" for line in lines) or "quorum none\n").encode()
    )


def witness(name: str, key: PrivateKey) -> str:
    return f"witness {name} {VerifierKey(f'{name}.example', WITNESS, key.public)}"


BOTH = trust(witness("bawaslu", BAWASLU), witness("partai", PARTY), "group rule all bawaslu partai", "quorum rule")
by_bawaslu = partial(cosign, str(CHECKPOINT), "bawaslu.example", BAWASLU)
by_party = partial(cosign, str(CHECKPOINT), "partai.example", PARTY)


def cosigned(*times: tuple[Any, int]) -> bytes:
    signed = note.read(sign(CHECKPOINT, LOG))
    return bytes(Note(signed.text, (*signed.lines, *(by(time) for by, time in times))))


def trust_in(vkey: str) -> Trust:
    return policy.read(f"log {vkey}\ngenesis {GENESIS}\nquorum none\n".encode())


def cases(*parts: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(vectors(*parts).read_text())["cases"]
    return found


def test_published_checkpoints_read_and_print_back() -> None:
    for case in cases("checkpoint", "real-checkpoints.json"):
        text = note.read(case["checkpoint"].encode()).text

        assert str(read(text)) == text, case["desc"]


def test_published_checkpoints_open_where_the_key_has_the_name_of_the_log() -> None:
    opened = [
        open_checkpoint(case["checkpoint"].encode(), trust_in(case["vkeys"][0])).checkpoint.size
        for case in cases("checkpoint", "real-checkpoints.json")
        if "origin is not" not in case["desc"] and "sum.golang" not in case["vkeys"][0]
    ]

    assert opened == [*range(16), 10]


def test_published_texts_that_are_no_checkpoints_are_refused() -> None:
    for case in cases("checkpoint", "checkpoint-parse-lenient.json"):
        with pytest.raises(Malformed):
            read(case["text"])


def test_notes_that_verify_are_still_read_strictly() -> None:
    published = json.loads(vectors("derived", "strict-reading.json").read_text())
    known = trust_in(published["vkey"])

    for case in published["cases"]:
        try:
            open_checkpoint(b64decode(case["note_b64"]), known)
            opened = True
        except LedgerError:
            opened = False

        assert opened == (case["expect"] == "ok"), case["desc"]


def test_the_demonstration_log_is_cosigned_by_its_witnesses() -> None:
    log, bawaslu, party = vectors("derived", "demo-log", "vkeys").read_text().split()
    lines = f"log {log}\ngenesis {GENESIS}\nwitness b {bawaslu}\nwitness p {party}\ngroup g all b p\nquorum g\n"

    opened = open_checkpoint(vectors("derived", "demo-log", "checkpoint.7").read_bytes(), policy.read(lines.encode()))

    assert (opened.checkpoint.size, sorted(opened.cosigned_by), opened.quorum_met) == (7, ["b", "p"], True)
    assert opened.checkpoint.origin == read_key(log).name


def test_a_log_signs_three_lines_that_anybody_can_read() -> None:
    data = sign(CHECKPOINT, LOG)

    origin, size, root, empty, line, end = data.decode().split("\n")

    assert (origin, size, b64decode(root), empty, end) == (ORIGIN, "1205", CHECKPOINT.root, "", "")
    assert line.startswith(f"— {ORIGIN} ")


def test_a_checkpoint_opens_with_the_trust_file_of_its_log() -> None:
    opened = open_checkpoint(sign(CHECKPOINT, LOG), trust())

    assert opened.checkpoint == CHECKPOINT
    assert (opened.cosigned_by, opened.quorum_met) == (frozenset(), True)


def test_a_checkpoint_without_its_quorum_opens_as_provisional() -> None:
    opened = open_checkpoint(cosigned((by_bawaslu, NOW)), BOTH)

    assert opened.cosigned_by == {"bawaslu"}
    assert opened.times == {"bawaslu": NOW}
    assert not opened.quorum_met


def test_a_checkpoint_with_its_quorum_is_final_and_keeps_the_earliest_times() -> None:
    data = cosigned((by_party, NOW + 9), (by_bawaslu, NOW + 60), (by_bawaslu, NOW))

    opened = open_checkpoint(data, BOTH)

    assert opened.quorum_met
    assert opened.times == {"bawaslu": NOW, "partai": NOW + 9}


def test_witnesses_alone_cannot_make_a_checkpoint() -> None:
    data = bytes(Note(str(CHECKPOINT), (by_bawaslu(NOW), by_party(NOW))))

    with pytest.raises(BadSignature, match=f"The log {ORIGIN} did not sign this checkpoint"):
        open_checkpoint(data, BOTH)


def test_another_key_cannot_sign_in_the_name_of_the_log() -> None:
    with pytest.raises(BadSignature, match="None of the keys that were looked for signed"):
        open_checkpoint(sign(CHECKPOINT, PARTY), trust())


def test_a_larger_size_cannot_be_written_over_a_signed_one() -> None:
    data = sign(CHECKPOINT, LOG).replace(b"1205", b"1206")

    with pytest.raises(BadSignature, match="does not belong to this text"):
        open_checkpoint(data, trust())


def test_one_bad_cosignature_spoils_the_whole_note() -> None:
    earlier = cosign(str(Checkpoint(ORIGIN, 1204, CHECKPOINT.root)), "bawaslu.example", BAWASLU, NOW)
    signed = note.read(sign(CHECKPOINT, LOG))

    with pytest.raises(BadSignature, match=r"The signature of bawaslu\.example under the note"):
        open_checkpoint(bytes(Note(signed.text, (*signed.lines, earlier))), BOTH)


def test_a_log_cannot_speak_for_another_log() -> None:
    data = note.sign(str(Checkpoint("kpu.example/pemilu-2029/kota-malang", 7, CHECKPOINT.root)), ORIGIN, LOG)

    with pytest.raises(Malformed, match=f"is of the log kpu.example/pemilu-2029/kota-malang; .* is for {ORIGIN}"):
        open_checkpoint(data, trust())


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("cosignature/v1", 1, CHECKPOINT.root),
        Checkpoint("Kota Batu", 1, CHECKPOINT.root),
        Checkpoint(ORIGIN, -1, CHECKPOINT.root),
        Checkpoint(ORIGIN, 2**63, CHECKPOINT.root),
        Checkpoint(ORIGIN, 1, b"short"),
        Checkpoint(ORIGIN, 0, CHECKPOINT.root),
    ],
)
def test_what_could_not_be_read_again_is_not_signed(checkpoint: Checkpoint) -> None:
    with pytest.raises(Malformed):
        sign(checkpoint, LOG)


def test_an_empty_log_has_the_root_of_the_empty_tree() -> None:
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)

    assert open_checkpoint(sign(empty, LOG), trust()).checkpoint == empty
    with pytest.raises(Malformed, match="of an empty log has the root"):
        read(str(Checkpoint(ORIGIN, 0, CHECKPOINT.root)))


@pytest.mark.parametrize(
    "size", ["", "07", "+7", " 7", "7 ", "1_0", "\uff17", "-0", "-7", "7.0", str(2**63), "9" * 5000]
)
def test_a_size_has_one_spelling(size: str) -> None:
    text = str(CHECKPOINT).replace("1205", size)

    with pytest.raises(Malformed):
        read(text)


def test_the_largest_size_is_read() -> None:
    largest = Checkpoint(ORIGIN, 2**63 - 1, CHECKPOINT.root)

    assert read(str(largest)) == largest


@pytest.mark.parametrize("end", ["extension\n", "\n", "x", "\r\n"])
def test_a_checkpoint_has_no_fourth_line(end: str) -> None:
    with pytest.raises(Malformed):
        read(str(CHECKPOINT) + end)
