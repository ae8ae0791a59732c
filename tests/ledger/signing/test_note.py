"""Signed notes: published ones judged as published, four outcomes apart, and attacks on lines."""

import json
from base64 import b64decode
from typing import Any

import pytest

from ledger.errors import BadSignature, LedgerError, Malformed
from ledger.signing import note
from ledger.signing.keys import PrivateKey
from ledger.signing.note import BAD_LINE, NOBODY_KNOWN, Note, SignatureLine, cosign, open_note, sign
from ledger.signing.vkey import LOG, WITNESS, VerifierKey, read_key
from tests.vectors import vectors

TEXT = "kpu.example/pemilu-2029/kota-batu\n1205\nnND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=\n"
LOG_NAME = "kpu.example/pemilu-2029/kota-batu"
WITNESS_NAME = "bawaslu.example/śākṣī"


@pytest.fixture
def log() -> PrivateKey:
    return PrivateKey.generate()


@pytest.fixture
def witness() -> PrivateKey:
    return PrivateKey.generate()


def log_key(signer: PrivateKey) -> VerifierKey:
    return VerifierKey(LOG_NAME, LOG, signer.public)


def witness_key(signer: PrivateKey) -> VerifierKey:
    return VerifierKey(WITNESS_NAME, WITNESS, signer.public)


def with_lines(data: bytes, *lines: SignatureLine) -> bytes:
    read = note.read(data)
    return bytes(Note(read.text, (*read.lines, *lines)))


def outcome(data: bytes, vkeys: list[str]) -> tuple[str, list[str]]:
    try:
        opened = open_note(data, [read_key(vkey) for vkey in vkeys])
    except LedgerError as error:
        names = {BAD_LINE: "invalid-signature", NOBODY_KNOWN: "unverified"}
        return names.get(error.reason, "malformed"), []
    return "ok", [key.name for key in opened.signed_by]


def cases(*parts: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(vectors(*parts).read_text())["cases"]
    return found


def test_published_notes_have_the_published_outcome() -> None:
    for case in cases("note", "note-open.json"):
        data = b64decode(case["note_b64"])

        found = outcome(data, case["vkeys"])

        assert found == (case["result"], case["verified"]), case["desc"]


def test_published_checkpoints_of_other_logs_open() -> None:
    for case in cases("checkpoint", "real-checkpoints.json"):
        data = case["checkpoint"].encode()

        found, _ = outcome(data, case["vkeys"])

        assert found == "ok", case["desc"]
        assert bytes(note.read(data)) == data


def test_published_cosignatures_are_judged_as_published() -> None:
    for case in cases("cosignature", "cosignature-v1.json"):
        found, _ = outcome(case["checkpoint"].encode(), [case["vkey"]])

        assert (found == "ok") == case["valid"], case["desc"]


def test_the_time_of_a_published_cosignature_is_read() -> None:
    case = next(case for case in cases("cosignature", "cosignature-v1.json") if "time" in case)
    key = read_key(case["vkey"])

    opened = open_note(case["checkpoint"].encode(), [key])

    assert opened.signed_by == {key: (case["time"],)}


def test_a_cosigner_signs_the_published_message(witness: PrivateKey) -> None:
    [published] = json.loads(vectors("cosignature", "cosignature-v1.json").read_text())["signed_message"]
    text = f"{published['origin']}\n{published['size']}\n{published['root_b64']}\n"

    line = cosign(text, WITNESS_NAME, witness, published["time"])

    assert line.signature[:8] == published["time"].to_bytes(8)
    witness.public.verify(published["message"].encode(), line.signature[8:])


def test_a_note_of_the_demonstration_log_opens_with_its_log_and_witnesses() -> None:
    keys = [read_key(vkey) for vkey in vectors("derived", "demo-log", "vkeys").read_text().split()]

    opened = open_note(vectors("derived", "demo-log", "checkpoint.7").read_bytes(), keys)

    assert list(opened.signed_by) == keys
    assert [len(times) for times in opened.signed_by.values()] == [0, 1, 1]


def test_what_a_log_signs_its_key_opens(log: PrivateKey) -> None:
    data = sign(TEXT, LOG_NAME, log)

    opened = open_note(data, [log_key(log)])

    assert (opened.text, opened.signed_by) == (TEXT, {log_key(log): ()})
    assert data.startswith(TEXT.encode() + b"\n\xe2\x80\x94 ")


def test_a_witness_signs_beside_the_log_with_its_time(log: PrivateKey, witness: PrivateKey) -> None:
    data = with_lines(sign(TEXT, LOG_NAME, log), cosign(TEXT, WITNESS_NAME, witness, 1_867_300_000))

    opened = open_note(data, [log_key(log), witness_key(witness)])

    assert opened.signed_by == {log_key(log): (), witness_key(witness): (1_867_300_000,)}


def test_several_lines_of_one_key_count_once_and_keep_their_times(log: PrivateKey, witness: PrivateKey) -> None:
    times = (1_867_300_060, 1_867_300_000)
    data = with_lines(sign(TEXT, LOG_NAME, log), *(cosign(TEXT, WITNESS_NAME, witness, time) for time in times))

    opened = open_note(data, [witness_key(witness)])

    assert opened.signed_by == {witness_key(witness): times}


def test_a_text_may_hold_empty_lines(log: PrivateKey) -> None:
    text = "one\n\n\nfour\n\n"

    opened = open_note(sign(text, LOG_NAME, log), [log_key(log)])

    assert opened.text == text


@pytest.mark.parametrize("text", ["", "no end", "carriage\r\n", "bell\x07\n", "tab\t\n"])
def test_what_could_not_be_read_again_is_not_signed(text: str, log: PrivateKey) -> None:
    with pytest.raises(Malformed):
        sign(text, LOG_NAME, log)


def test_no_bit_of_a_note_can_be_changed(log: PrivateKey, witness: PrivateKey) -> None:
    data = with_lines(sign(TEXT, LOG_NAME, log), cosign(TEXT, WITNESS_NAME, witness, 1_867_300_000))
    keys = [log_key(log), witness_key(witness)]

    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        try:
            found = len(open_note(bytes(changed), keys).signed_by)
        except Malformed:
            continue

        assert found == 1, "a changed name or key ID makes a line foreign, and nothing else passes"


def test_a_signature_cannot_be_moved_to_another_text(log: PrivateKey) -> None:
    lines = note.read(sign(TEXT, LOG_NAME, log)).lines

    with pytest.raises(BadSignature, match=f"The signature of {LOG_NAME} under the note does not belong"):
        open_note(bytes(Note(TEXT.replace("1205", "1206"), lines)), [log_key(log)])


def test_a_log_cannot_pass_its_signature_off_as_a_cosignature(log: PrivateKey) -> None:
    as_witness = VerifierKey(LOG_NAME, WITNESS, log.public)
    [line] = note.read(sign(TEXT, LOG_NAME, log)).lines
    moved = SignatureLine(LOG_NAME, as_witness.id, bytes(8) + line.signature)

    with pytest.raises(BadSignature):
        open_note(bytes(Note(TEXT, (moved,))), [as_witness])


def test_a_cosignature_from_after_the_end_of_time_is_bad(witness: PrivateKey) -> None:
    last, beyond = (bytes(Note(TEXT, (cosign(TEXT, WITNESS_NAME, witness, 2**63 - n),))) for n in (1, 0))

    assert open_note(last, [witness_key(witness)]).signed_by == {witness_key(witness): (2**63 - 1,)}
    with pytest.raises(BadSignature):
        open_note(beyond, [witness_key(witness)])


@pytest.mark.parametrize("length", [1, 8, 71, 73])
def test_a_cosignature_of_another_length_is_bad(length: int, witness: PrivateKey) -> None:
    line = SignatureLine(WITNESS_NAME, witness_key(witness).id, bytes(length))

    with pytest.raises(BadSignature):
        open_note(bytes(Note(TEXT, (line,))), [witness_key(witness)])


def test_one_bad_line_of_a_known_key_spoils_its_good_one(log: PrivateKey) -> None:
    key = log_key(log)
    data = with_lines(sign(TEXT, LOG_NAME, log), SignatureLine(LOG_NAME, key.id, log.sign(b"another text")))

    with pytest.raises(BadSignature):
        open_note(data, [key])


def test_a_line_of_a_stranger_is_ignored_whatever_it_holds(log: PrivateKey) -> None:
    data = with_lines(sign(TEXT, LOG_NAME, log), SignatureLine(LOG_NAME, b"\0\0\0\0", b"x"))

    opened = open_note(data, [log_key(log)])

    assert list(opened.signed_by) == [log_key(log)]


def test_two_keys_that_cannot_be_told_apart_are_refused(monkeypatch: pytest.MonkeyPatch, log: PrivateKey) -> None:
    keys = [log_key(log), log_key(PrivateKey.generate())]
    monkeypatch.setattr(VerifierKey, "id", b"same")

    with pytest.raises(Malformed, match="Two of the keys have the same name and ID"):
        open_note(sign(TEXT, LOG_NAME, log), keys)


def test_a_hundred_lines_are_read_and_one_more_is_not(log: PrivateKey) -> None:
    lines = (SignatureLine("x", b"abcd", b"e"),) * 99
    data = with_lines(sign(TEXT, LOG_NAME, log), *lines)

    assert len(note.read(data).lines) == 100
    with pytest.raises(Malformed, match="has 101 signature lines"):
        note.read(with_lines(data, lines[0]))


@pytest.mark.parametrize(
    "lines",
    [
        "- x YWJjZGU=\n",
        "—x YWJjZGU=\n",
        "— x  YWJjZGU=\n",
        "— x YWJjZGU= \n",
        "— x\n",
        "—  YWJjZGU=\n",
        "— x+y YWJjZGU=\n",
        "— x YWJjZA==\n",
        "— x YWJjZGV=\n",
        "— x YWJjZGU\n",
        "— x YWJj-_U=\n",
        "— x YWJjZGU=",
        "— x YWJjZGU=\n\n",
        "— x\u2028 YWJjZGU=\n",
        "",
        "\n",
    ],
)
def test_a_signature_line_has_one_spelling(lines: str) -> None:
    with pytest.raises(Malformed):
        note.read(f"{TEXT}\n{lines}".encode())


def test_a_note_of_a_mebibyte_is_read_and_a_larger_one_is_not() -> None:
    line = b"\n\xe2\x80\x94 x YWJjZGU=\n"
    text = b"a" * (2**20 - len(line) - 1) + b"\n"

    assert bytes(note.read(text + line)) == text + line
    with pytest.raises(Malformed, match="has 1048577 bytes"):
        note.read(b"a" + text + line)
