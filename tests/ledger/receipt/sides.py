"""Two sides to be compared: checkpoints, copies, receipts and passports of an honest ledger and of a fork."""

from collections.abc import Iterable

from ledger.log.policy import Trust
from ledger.paper import Paper
from ledger.receipt import clash, compare, examine, excerpt, make
from ledger.receipt.compare import Note, Promise, Side, Tree
from ledger.receipt.content import Content
from ledger.receipt.twice import Piece
from tests.harness import TestLedger
from tests.ledger.receipt import pocket
from tests.ledger.receipt.forked import honest


def trust() -> Trust:
    return pocket.cosigned_trust(honest().name)


def note(ledger: TestLedger, size: int | None = None) -> Note:
    data = pocket.published(ledger, size)
    opened = examine.open_file(data, trust())
    assert isinstance(opened, examine.CheckpointFile)
    return Note(data, opened.promise.checkpoint)


def notes(*sizes: int, of: TestLedger) -> Side:
    return Side("notes", tuple(note(of, size) for size in sizes))


def whole(ledger: TestLedger, *sizes: int) -> Side:
    """A copy of a ledger with the checkpoints beside it."""
    tree = Tree(len(ledger.papers), pocket.nodes(ledger.papers), ledger.papers.__getitem__)
    return Side("copy", tuple(note(ledger, size) for size in sizes), tree=tree)


def receipts(ledger: TestLedger, *indexes: int) -> Side:
    held = [pocket.of_paper(ledger, index) for index in indexes]
    promises = [Promise(index, ledger.papers[index].leaf, one) for index, one in zip(indexes, held, strict=True)]
    return Side("receipts", promises=tuple(promises))


def pieces(ledger: TestLedger, those: Iterable[Paper] | None = None) -> tuple[Piece, ...]:
    """Each line of each paper as a passport shows it."""
    return tuple(
        Piece(excerpt.of_content(content, index), bytes(content))
        for index, paper in enumerate(ledger.papers if those is None else those)
        for content in _contents(paper)
    )


def _contents(paper: Paper) -> list[Content]:
    return [Content(paper.cover, make.quote(paper, number)) for number in range(len(paper.lines))] or [
        Content(paper.cover)
    ]


def found(one: Side, two: Side) -> list[str]:
    """The sorts of contradictions, each of which proves itself after it was printed and read."""
    clashes = compare.compare(one, two).contradictions
    return [clash.open_contradiction(bytes(each), trust()).sort for each in clashes]
