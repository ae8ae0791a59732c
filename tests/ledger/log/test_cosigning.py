"""The log's half of cosigning: published requests, every kind of answer, and notes with cosignatures put under them."""

import json
from base64 import b64decode

import pytest

from ledger.errors import BadSignature, Malformed
from ledger.log import cosigning
from ledger.log.checkpoint import Checkpoint, sign
from ledger.log.cosigning import Cosigned, Declined, Elsewhere, merge, read_answer, read_request, request
from ledger.merkle import leaf_hash
from ledger.signing import note
from ledger.signing.keys import PrivateKey
from ledger.signing.note import Note, SignatureLine, cosign
from ledger.signing.vkey import WITNESS, VerifierKey
from tests.vectors import vectors

ORIGIN = "kpu.example/pemilu-2029/kota-batu"
NOW = 1_867_300_000
LOG, BAWASLU, PARTY = (PrivateKey.generate() for _ in range(3))
CHECKPOINT = Checkpoint(ORIGIN, 7, leaf_hash(b"kotak"))
NOTE = sign(CHECKPOINT, LOG)
KEY = VerifierKey("bawaslu.example/saksi", WITNESS, BAWASLU.public)
HASHES = [leaf_hash(b"%d" % number) for number in range(64)]


def line(time: int = NOW, key: PrivateKey = BAWASLU, name: str = KEY.name) -> SignatureLine:
    return cosign(str(CHECKPOINT), name, key, time)


def answer(status: int, body: str | bytes) -> Cosigned | Elsewhere | Declined:
    return read_answer(status, body if isinstance(body, bytes) else body.encode(), NOTE, [KEY], NOW)


def test_published_requests_read_and_print_back() -> None:
    for case in json.loads(vectors("tlog-witness", "parse.json").read_text())["requests"]:
        found = read_request(case["body"].encode())

        assert (found.old, bytes(found)) == (case["old"], case["body"].encode())
        assert found.proof[: len(case.get("proof_b64", ()))] == tuple(map(b64decode, case.get("proof_b64", ())))
        assert note.read(found.note).text.split("\n")[:2] == [case["origin"], str(case["size"])]


def test_the_request_of_the_demonstration_log_is_written_byte_by_byte() -> None:
    data = vectors("derived", "demo-log", "add-checkpoint.4-7").read_bytes()
    [proof] = read_request(data).proof

    assert request(4, [proof], vectors("derived", "demo-log", "checkpoint.7").read_bytes()) == data


def test_a_request_looks_like_its_format() -> None:
    first, *hashes, empty, origin = request(4, HASHES[:2], NOTE).decode().split("\n")[:5]

    assert (first, len(hashes), empty, origin) == ("old 4", 2, "", ORIGIN)
    assert request(0, [], NOTE) == b"old 0\n\n" + NOTE


@pytest.mark.parametrize(
    "head",
    [
        "",
        "4",
        "old",
        "old ",
        "old 04",
        "old +4",
        "old  4",
        "old -1",
        "old 1_0",
        "old \uff14",
        "OLD 4",
        f"old {2**63}",
        "old " + "9" * 5000,
        "old 4\r",
        "old 4\nAA==",
        "old 4\nwPhyBLfOtLycvpqa39fCIgh7CEJYwimzCa3NT2gQz+F=",
        "old 4\n" + "\n".join(["wPhyBLfOtLycvpqa39fCIgh7CEJYwimzCa3NT2gQz+E="] * 64),
    ],
)
def test_a_request_has_one_spelling(head: str) -> None:
    with pytest.raises(Malformed, match="This is not a request to a log witness"):
        read_request(f"{head}\n\n".encode() + NOTE)


@pytest.mark.parametrize("data", [b"", b"old 4", b"old 4\n", b"old 4\n\n", b"\xff\n\n" + NOTE, b"old 4\n" + NOTE[:40]])
def test_what_was_cut_off_is_no_request(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_request(data)


def test_the_longest_request_is_read_and_a_longer_one_is_not() -> None:
    longest = note.LONGEST * b"a"

    assert read_request(request(2**63 - 1, HASHES[:63], longest)).note == longest
    with pytest.raises(Malformed, match=f"at most {cosigning.LONGEST} are read"):
        read_request(request(2**63 - 1, HASHES[:63], longest) + b"a")


def test_requests_and_answers_have_names_on_a_stick() -> None:
    assert cosigning.request_name(1205) == "1205.add-checkpoint"
    assert [cosigning.answer_name(7, "bawaslu", status) for status in (200, 409)] == [
        "7.bawaslu.cosig",
        "7.bawaslu.409",
    ]


def test_an_answer_gives_the_lines_of_the_witness_and_of_nobody_else() -> None:
    mine, stranger = line(), line(key=PARTY, name="partai.example")

    assert answer(200, f"{stranger}{mine}") == Cosigned((mine,))


@pytest.mark.parametrize(
    ("body", "error", "complaint"),
    [
        ("", Malformed, "has no text, an empty line and then signature lines"),
        ("ok\n", Malformed, "Signature line 1 does not consist"),
        (str(line(key=PARTY)), BadSignature, "None of the keys that were looked for"),
        (str(SignatureLine(KEY.name, KEY.id, line(key=PARTY).signature)), BadSignature, "does not belong to this text"),
        (str(line(NOW + 301)), BadSignature, f"says {NOW + 301}, which is 301 seconds ahead"),
        (f"{line(NOW)}{line(NOW + 301)}", BadSignature, "301 seconds ahead"),
    ],
)
def test_lines_of_an_answer_that_do_not_hold_are_not_taken(body: str, error: type[Malformed], complaint: str) -> None:
    with pytest.raises(error, match=complaint):
        answer(200, body)


def test_a_witness_whose_clock_is_five_minutes_ahead_is_believed() -> None:
    assert answer(200, str(line(NOW + 300))) == Cosigned((line(NOW + 300),))


def test_a_witness_cannot_answer_with_another_text() -> None:
    text = f"{CHECKPOINT}\nmore\n"
    body = f"more\n\n{cosign(text, KEY.name, BAWASLU, NOW)}"

    with pytest.raises(Malformed, match="is not lines of signatures under the checkpoint it was sent"):
        answer(200, body)


def test_a_witness_that_signed_another_size_says_which() -> None:
    assert answer(409, "4\n") == Elsewhere(4)
    assert answer(409, f"{2**63 - 1}\n") == Elsewhere(2**63 - 1)


@pytest.mark.parametrize(
    "body", ["", "4", "04\n", "+4\n", "4\n\n", " 4\n", "-4\n", "<html>\n", f"{2**63}\n", "9" * 5000]
)
def test_another_size_has_one_spelling(body: str) -> None:
    with pytest.raises(Malformed, match="did not say which"):
        answer(409, body)


def test_what_a_witness_says_when_it_declines_is_kept_short() -> None:
    assert answer(422, "The proof does not join.\n") == Declined(422, "The proof does not join.")
    assert answer(502, b"\xff" * 5000) == Declined(502, "\ufffd" * 200)


def test_an_endless_answer_is_not_read() -> None:
    with pytest.raises(Malformed, match="at most 65536 are read"):
        answer(200, "a" * 65537)


def test_cosignatures_come_under_a_note_whose_lines_keep_their_bytes() -> None:
    merged = merge(NOTE, [line(), line(key=PARTY, name="partai.example")])

    assert merged == NOTE + f"{line()}{line(key=PARTY, name='partai.example')}".encode()
    assert merge(merged, []) == merged


def test_of_several_cosignatures_of_one_key_the_newest_stays_in_its_place() -> None:
    party = line(key=PARTY, name="partai.example")
    merged = merge(NOTE, [line(NOW), party])

    assert merge(merged, [line(NOW + 60)]) == NOTE + f"{line(NOW + 60)}{party}".encode()
    assert merge(merged, [line(NOW - 60)]) == merged
    assert merge(merged, [line(NOW)]) == merged


def test_a_note_that_holds_a_key_twice_comes_out_with_the_newer_line() -> None:
    read = note.read(NOTE)
    twice = bytes(Note(read.text, (*read.lines, line(NOW + 5), line(NOW))))

    assert merge(twice, []) == merge(NOTE, [line(NOW + 5)])


def test_no_note_is_made_that_could_not_be_read_again() -> None:
    many = [SignatureLine("x", bytes([0, 0, 0, number]), b"e") for number in range(100)]

    with pytest.raises(Malformed, match="has 101 signature lines"):
        merge(NOTE, many)
