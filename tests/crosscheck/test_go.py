"""A program around golang.org/x/mod/sumdb comes to the same verdicts: on checkpoints, cosignatures and proofs."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from ledger.log import checkpoint
from ledger.signing import armour, note
from tests.crosscheck import altered
from tests.crosscheck.altered import Alter
from tests.crosscheck.conftest import BAWASLU, BOX, PARTIES, Batu, Checker, add_checkpoint

pytestmark = pytest.mark.slow

Make = Callable[[str, bytes], Path]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """A file."""

    def make(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return make


@pytest.fixture(scope="module")
def receipt(batu: Batu) -> bytes:
    """What the last link says of a box."""
    return batu.make("box.receipt", "receipt", BOX).read_bytes()


@pytest.fixture(scope="module")
def passport(batu: Batu) -> Path:
    return batu.make("box.passport", "passport", BOX)


def test_every_checkpoint_that_enough_witnesses_cosigned_is_accepted(batu: Batu, checker: Checker, made: Make) -> None:
    for number, one in enumerate(batu.notes):
        size = checkpoint.open_checkpoint(one, batu.trust).checkpoint.size

        said = checker("checkpoint", batu.trust_file, made(f"{number}.note", one))

        assert (said.returncode, said.stdout.split()[:2]) == (0, ["checkpoint", str(size)]), said.stderr


FEW: dict[str, tuple[str, ...]] = {
    "the log alone": (),
    "four parties without Bawaslu": PARTIES,
    "Bawaslu and three parties": (BAWASLU, *PARTIES[:3]),
    "Bawaslu and three parties, one of them twice": (BAWASLU, *PARTIES[:3], PARTIES[0]),
}


@pytest.mark.parametrize("who", FEW)
def test_one_cosignature_too_few_is_refused(batu: Batu, checker: Checker, made: Make, who: str) -> None:
    few = made("few.note", altered.signed_by(batu.notes[-1], *FEW[who]))

    said = checker("checkpoint", batu.trust_file, few)

    assert (said.returncode, "too few log witnesses" in said.stderr) == (1, True)
    assert not checkpoint.open_checkpoint(few.read_bytes(), batu.trust).quorum_met


CHECKPOINTS: dict[str, Alter] = {
    "origin": lambda one: altered.line_of(one, 0, lambda line: line + b"x"),
    "size": lambda one: altered.line_of(one, 1, lambda line: b"%d" % (int(line) + 1)),
    "root": lambda one: altered.line_of(one, 2, altered.other_hash),
    "a fourth line": lambda one: one.replace(b"\n\n", b"\nmore\n\n"),
    "the log's signature": lambda one: altered.line_of(one, 4, altered.other_letter),
    "a witness's signature": lambda one: altered.line_of(one, 5, altered.other_letter),
    "no signature of the log": lambda one: one.replace(one.split(b"\n")[4] + b"\n", b""),
}


@pytest.mark.parametrize("what", CHECKPOINTS)
def test_an_altered_checkpoint_is_refused(batu: Batu, checker: Checker, made: Make, what: str) -> None:
    changed = made("altered.note", CHECKPOINTS[what](batu.notes[-1]))

    said = checker("checkpoint", batu.trust_file, changed)

    assert (said.returncode, said.stdout) == (1, "")
    assert batu("check", changed).status == 4


def test_every_paper_and_the_line_of_a_box_are_found_in_the_log(
    batu: Batu, checker: Checker, made: Make, receipt: bytes
) -> None:
    for index in (0, 1, 15, 16, 64, 117):
        said = checker("receipt", batu.trust_file, batu.make(f"{index}.receipt", "receipt", str(index)))
        assert (said.returncode, said.stdout.startswith(f"entry {index} ")) == (0, True), said.stderr

    of_box = checker("receipt", batu.trust_file, made("box", receipt))

    assert (of_box.returncode, BOX in of_box.stdout) == (0, True), of_box.stderr


def test_every_part_of_a_passport_is_found_in_the_log(batu: Batu, checker: Checker, passport: Path) -> None:
    said = checker("receipt", batu.trust_file, passport)

    assert said.returncode == 0, said.stderr
    assert said.stdout.count("entry ") == passport.read_bytes().count(b"c2sp.org/tlog-proof@v1\n")


RECEIPTS: dict[str, Alter] = {
    "index": lambda one: altered.line_of(one, 2, altered.other_number),
    "a hash": lambda one: altered.line_of(one, 3, altered.other_hash),
    "a hash less": lambda one: one.replace(one.split(b"\n")[3] + b"\n", b"", 1),
    "cover": altered.quoted(1, lambda line: line.replace(b'"sig":"', b'"sig":"A', 1)),
    "number of the line": altered.quoted(2, altered.other_number),
    "line": altered.quoted(3, lambda line: line.replace(b'"on":2', b'"on":1')),
    "a hash of the line": altered.quoted(4, altered.other_hash),
    "a hash more of the line": altered.quoted(4, lambda line: line + b"\n" + line),
}


@pytest.mark.parametrize("what", RECEIPTS)
def test_an_altered_receipt_is_refused(batu: Batu, checker: Checker, made: Make, receipt: bytes, what: str) -> None:
    changed = made("altered.receipt", RECEIPTS[what](receipt))

    said = checker("receipt", batu.trust_file, changed)

    assert said.returncode == 1
    assert batu("check", changed).status == 4


def test_a_path_in_the_annex_is_no_path_in_the_log(batu: Batu, checker: Checker, made: Make, receipt: bytes) -> None:
    """The line of the box in the place of the cover, with the path of the line in the place of the log's."""
    extra = armour.decode(receipt.partition(b"extra ")[2].partition(b"\n")[0].decode()).split(b"\n")
    _header, _cover, number, line, *path = extra[:-1]
    forged = b"kotak-receipt/v1\n" + line + b"\n"
    moved = b"index " + number.removeprefix(b"line ")
    head = [b"c2sp.org/tlog-proof@v1", b"extra " + armour.encode(forged).encode(), moved, *path]
    checkpoint_ = receipt.partition(b"\n\n")[2]

    said = checker("receipt", batu.trust_file, made("forged", b"\n".join(head) + b"\n\n" + checkpoint_))

    assert said.returncode == 1


def test_a_receipt_of_another_ledger_is_refused(batu: Batu, checker: Checker, made: Make, receipt: bytes) -> None:
    other = batu.trust_file.read_bytes().replace(batu.trust.genesis.encode(), b"0" * 64)

    said = checker("receipt", made("trust.txt", other), made("box", receipt))

    assert (said.returncode, "the paper is of the ledger" in said.stderr) == (1, True)


def test_each_checkpoint_continues_each_before_it(batu: Batu, checker: Checker, made: Make) -> None:
    for before, after in [*pairwise(batu.notes), (batu.notes[0], batu.notes[-1])]:
        asked = made("asked", add_checkpoint(batu, before, after))

        said = checker("extends", batu.trust_file, made("before", before), asked)

        assert said.returncode == 0, said.stderr
        assert note.read(before).text.split("\n")[2] in said.stdout


REQUESTS: dict[str, Alter] = {
    "size": lambda asked: altered.line_of(asked, 0, altered.other_number),
    "a hash": lambda asked: altered.line_of(asked, 1, altered.other_hash),
    "a hash less": lambda asked: asked.replace(asked.split(b"\n")[1] + b"\n", b"", 1),
    "a hash more": lambda asked: altered.line_of(asked, 1, lambda line: line + b"\n" + line),
}


@pytest.mark.parametrize("what", REQUESTS)
def test_a_checkpoint_that_does_not_continue_is_refused(batu: Batu, checker: Checker, made: Make, what: str) -> None:
    before, after = batu.notes[0], batu.notes[-1]
    asked = REQUESTS[what](add_checkpoint(batu, before, after))

    said = checker("extends", batu.trust_file, made("before", before), made("asked", asked))

    assert (said.returncode, said.stdout) == (1, "")
