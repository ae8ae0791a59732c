"""
Whoever hands out receipts and lies: each attack is named after its aim, and gets the refusal beside it.

What is forged is the honest receipt of what the hand-over says of one box.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ledger import merkle
from ledger import paper as papers
from ledger.errors import Malformed
from ledger.log import checkpoint, proof
from ledger.log.checkpoint import Checkpoint
from ledger.log.policy import Trust
from ledger.log.proof import Proof
from ledger.receipt import check, content, examine, make
from ledger.receipt.content import Content, Quoted
from ledger.receipt.keylist import KeyList
from ledger.receipt.report import Report
from tests.harness import BOXES, DPD, TestLedger, private
from tests.ledger import dishonest
from tests.ledger.dishonest import HANDED, LAST, LOG, SEALED, story
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import cosigned_trust, of_box, of_paper

Forge = Callable[[Proof], bytes]


def receipt() -> Proof:
    """The honest one."""
    return proof.read(of_box(story(), HANDED, DPD))


def trust() -> Trust:
    return cosigned_trust(story().name)


def refusal(data: bytes) -> str:
    with pytest.raises(Malformed) as refused:
        check.open_receipt(data, trust())
    return refused.value.code


def inclusion(**changes: object) -> Forge:
    """Another index or path."""
    return lambda one: bytes(replace(one, inclusion=replace(one.inclusion, **changes)))  # type: ignore[arg-type]  # members of it


def told(change: Callable[[Content], Content]) -> Forge:
    """Another content under the same path."""
    return lambda one: inclusion(extra=bytes(change(content.read(one.inclusion.extra))))(one)


def quoted(**changes: object) -> Forge:
    """Another line, number or path of the annex."""

    def forge(one: Content) -> Content:
        assert one.quoted is not None
        return replace(one, quoted=replace(one.quoted, **changes))  # type: ignore[arg-type]  # members of it

    return told(forge)


def under(checkpoint: Checkpoint) -> Forge:
    """A checkpoint that log and witnesses signed of another tree."""
    return lambda one: bytes(replace(one, note=pocket.promise(checkpoint.root, checkpoint.size)))


def resized(size: int) -> Forge:
    """The same promise, said to be of another size."""
    return lambda one: bytes(replace(one, note=one.note.replace(b"\n14\n", f"\n{size}\n".encode())))


def other_line() -> Quoted:
    return make.quote(story().papers[HANDED], 1)


def line() -> Quoted:
    return make.quote(story().papers[HANDED], 0)


signed = checkpoint.sign
PRINTED = story().papers[HANDED].printed
ROOT = dishonest.root(story().papers)
PATH = tuple(merkle.prove_inclusion(HANDED, LAST + 1, pocket.nodes(story().papers)))

FORGERIES: dict[str, tuple[Forge, str]] = {
    "say another index": (inclusion(index=HANDED + 1), "ME-005"),
    "say an index outside the tree": (inclusion(index=LAST + 1), "ME-002"),
    "say index zero": (inclusion(index=0), "ME-005"),
    "leave the path out": (inclusion(path=()), "ME-004"),
    "shorten the path": (inclusion(path=PATH[:-1]), "ME-004"),
    "lengthen the path": (inclusion(path=(*PATH, PATH[0])), "ME-004"),
    "turn the path round": (inclusion(path=PATH[::-1]), "ME-005"),
    "take the path of another entry": (
        inclusion(path=tuple(merkle.prove_inclusion(SEALED, LAST + 1, pocket.nodes(story().papers)))),
        "ME-005",
    ),
    "take the path of the line for that of the paper": (inclusion(path=line().path), "ME-004"),
    "take the path of the paper for that of the line": (quoted(path=PATH), "ME-004"),
    "say a larger tree": (resized(LAST + 2), "NT-007"),
    "say a smaller tree": (resized(LAST), "NT-007"),
    "say an endless tree": (under(Checkpoint(dishonest.ORIGIN, 2**63 - 1, ROOT)), "ME-004"),
    "promise another root": (under(Checkpoint(dishonest.ORIGIN, LAST + 1, b"r" * 32)), "ME-005"),
    "promise the root of the list": (
        under(Checkpoint(dishonest.ORIGIN, LAST + 1, merkle.root(list(map(merkle.leaf_hash, PRINTED))))),
        "ME-005",
    ),
    "show another line under this path": (quoted(line=other_line().line), "ME-005"),
    "say that it is another line": (quoted(number=1), "ME-005"),
    "say a line beyond the list": (quoted(number=5), "ME-002"),
    "leave the path of the line out": (quoted(path=()), "ME-004"),
    "lengthen the path of the line": (quoted(path=(*line().path, b"h" * 32)), "ME-004"),
    "change the line": (quoted(line=line().line.replace(b"accepted", b"refused ")), "PA-004"),
    "respell the line": (quoted(line=line().line.replace(b":", b": ")), "PA-003"),
    "show a line with a foreign character": (quoted(line=line().line.replace(b"intact", b"inta\xc2\x85")), "PA-005"),
    "show an endless line": (quoted(line=b'{"box":"' + b"x" * 4096), "PA-002"),
    "show the cover as a line": (quoted(line=story().papers[HANDED].cover), "PA-004"),
    "show another cover under this path": (
        told(lambda one: replace(one, cover=story().papers[SEALED].cover)),
        "ME-005",
    ),
    "show a line as the cover": (told(lambda _: Content(line().line)), "ME-005"),
    "show no cover": (told(lambda _: Content(b"")), "ME-005"),
    "quote a line of a paper that has no list": (
        lambda _: with_line_of_genesis(),
        "RE-026",
    ),
    "hand out another sort of proof": (inclusion(extra=b"kotak-receipt/v2\n"), "RE-025"),
    "hand out a proof about nothing": (inclusion(extra=b""), "RE-025"),
    "end in the middle of a line": (lambda one: inclusion(extra=one.inclusion.extra[:-1])(one), "RE-025"),
    "say two lines": (lambda one: inclusion(extra=one.inclusion.extra + b"line 1\n")(one), "KE-002"),
    "say no number": (
        lambda one: inclusion(extra=one.inclusion.extra.replace(b"line 0", b"line  0"))(one),
        "RE-023",
    ),
    "say a number and no line": (
        inclusion(extra=bytes(Content(story().papers[HANDED].cover)) + b"line 0\n"),
        "RE-025",
    ),
    "say a word instead of the number": (
        lambda one: inclusion(extra=one.inclusion.extra.replace(b"line 0", b"Line 0"))(one),
        "RE-023",
    ),
    "say the number alone": (
        lambda one: inclusion(extra=one.inclusion.extra.replace(b"line 0", b"0"))(one),
        "RE-025",
    ),
    "leave the log's signature out": (
        lambda one: bytes(
            replace(
                one,
                note=b"".join(each for each in one.note.splitlines(keepends=True) if b"\xe2\x80\x94 kpu" not in each),
            )
        ),
        "CP-004",
    ),
    "sign with another log": (
        lambda one: bytes(replace(one, note=signed(Checkpoint("kpu.example/other", LAST + 1, ROOT), LOG))),
        "NT-008",
    ),
    "sign with a stranger's key": (
        lambda one: bytes(replace(one, note=signed(Checkpoint(dishonest.ORIGIN, LAST + 1, ROOT), private("thief")))),
        "NT-008",
    ),
    "add a million signature lines": (
        lambda one: bytes(replace(one, note=one.note + "— x.example AAAAAAA=\n".encode() * 10**6)),
        "RE-020",
    ),
    "add a thousand signature lines": (
        lambda one: bytes(replace(one, note=one.note + "— x.example AAAAAAA=\n".encode() * 1000)),
        "NT-004",
    ),
    "add a hundred thousand hashes": (inclusion(path=(b"h" * 32,) * 100_000), "RE-020"),
    "say a size of sixty-four bits": (
        resized(2**63),
        "NT-007",
    ),
}


@pytest.mark.parametrize(("forge", "code"), FORGERIES.values(), ids=FORGERIES.keys())
def test_a_receipt_that_was_forged_to(forge: Forge, code: str) -> None:
    data = forge(receipt())

    assert data != bytes(receipt())
    assert refusal(data) == code


def with_line_of_genesis() -> bytes:
    whole = proof.read(of_paper(story(), 0))
    told_ = Content(story().papers[0].cover, Quoted(0, b"{}", ()))
    return bytes(replace(whole, inclusion=replace(whole.inclusion, extra=bytes(told_))))


def test_a_log_that_signs_another_size_is_found_out_where_the_path_has_another_length() -> None:
    last = proof.read(of_box(story(), LAST, BOXES[1]))

    for size in (LAST, LAST + 2):
        assert refusal(under(Checkpoint(dishonest.ORIGIN, size, ROOT))(last)) in {"ME-002", "ME-004"}


def test_the_receipt_of_another_ledger_is_refused() -> None:
    other = TestLedger(device="e" * 32)
    other.found()

    with pytest.raises(Malformed) as refused:
        check.open_receipt(of_paper(other, 1), trust())
    assert refused.value.code == "VE-004"
    with pytest.raises(Malformed) as refused:
        check.open_receipt(of_paper(other, 0), trust())
    assert refused.value.code == "VE-003"


def test_a_second_genesis_is_refused_wherever_it_stands() -> None:
    ledger = TestLedger(papers=[story().papers[1], story().papers[0]])

    assert refusal(of_paper(ledger, 0)) == "VE-003"
    assert refusal(of_paper(ledger, 1)) == "RE-029"


def test_a_draft_that_stands_in_the_log_is_refused() -> None:
    draft = papers.read(dishonest.without_signatures(bytes(story().papers[SEALED])))
    ledger = TestLedger(papers=[*story().papers[:SEALED], draft])

    assert outcomes(of_box(ledger, SEALED, DPD))[0] == "EN-008"


def outcomes(*files: bytes) -> list[str]:
    """What is said of each: its sort, or the code of its refusal."""
    found = examine.examine(files, trust(), KeyList())
    return [one.sort if isinstance(one, Report) else one.code for one in found]
