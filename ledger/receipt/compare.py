"""
Two copies of one log compared, and what contradicts in them made into a file that proves it.

A side is what somebody holds: checkpoints, receipts, and perhaps the tree they speak of. Without a tree two checkpoints
of different sizes cannot be joined; that is said, and is no contradiction. The tree of a side counts only up to its
largest checkpoint whose root it has: what nobody signed proves nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ledger import merkle
from ledger.log.checkpoint import Checkpoint
from ledger.merkle import Nodes
from ledger.paper import Paper
from ledger.receipt import make, twice
from ledger.receipt.contradiction import PREFIX, SAME_INDEX, SAME_SIZE, Contradiction
from ledger.receipt.twice import Piece


@dataclass(frozen=True)
class Note:
    """A checkpoint the log signed, as it came and as it was read."""

    data: bytes
    said: Checkpoint


@dataclass(frozen=True)
class Tree:
    """The entries of a side."""

    size: int
    nodes: Nodes
    paper: Callable[[int], Paper]
    """The one at an index below the size."""

    def root(self, size: int) -> bytes:
        """The root over the first entries."""
        places = merkle.peak_positions(size)
        found = self.nodes(places)
        return merkle.Frontier([found[place] for place in places], size).root()


@dataclass(frozen=True)
class Promise:
    """An entry the log promised: its index, the leaf, and the receipt that says so."""

    index: int
    leaf: bytes
    receipt: bytes


@dataclass(frozen=True)
class Side:
    """What somebody holds of a log. `tree` is None where only checkpoints and receipts are held."""

    name: str
    notes: tuple[Note, ...] = ()
    promises: tuple[Promise, ...] = ()
    pieces: tuple[Piece, ...] = ()
    tree: Tree | None = None

    @cached_property
    def backed(self) -> Note | None:
        """The largest checkpoint that the tree leads to."""
        tree = self.tree
        if tree is None:
            return None
        within = sorted((one for one in self.notes if one.said.size <= tree.size), key=lambda one: -one.said.size)
        return next((one for one in within if tree.root(one.said.size) == one.said.root), None)


@dataclass(frozen=True)
class Compared:
    """Contradictions, one of each sort and size; sizes that agree with the other side; sizes nothing here can join."""

    contradictions: tuple[Contradiction, ...]
    joined: tuple[int, ...]
    apart: tuple[int, ...]


def compare(first: Side, second: Side) -> Compared:
    """Everything that one side says against everything that the other says."""
    notes = tuple({one.said: one for one in (*first.notes, *second.notes)}.values())
    found = [
        *_two_roots(notes),
        *_other_beginnings(notes, (first, second)),
        *_promised_otherwise(first, second),
        *twice.find((*first.pieces, *second.pieces)),
    ]
    joined = _joined(first, second) | _joined(second, first)
    apart = {one.said.size for one in notes} - joined
    return Compared(tuple(dict.fromkeys(found)), tuple(sorted(joined)), tuple(sorted(apart)))


def _two_roots(notes: Iterable[Note]) -> Iterator[Contradiction]:
    """Two roots for one size."""
    by_size: dict[int, Note] = {}
    for one in notes:
        other = by_size.setdefault(one.said.size, one)
        if other.said.root != one.said.root:
            yield Contradiction(SAME_SIZE, tuple(sorted((one.data, other.data))))


def _other_beginnings(notes: Iterable[Note], sides: Iterable[Side]) -> Iterator[Contradiction]:
    """A larger tree that begins otherwise than a smaller one was signed."""
    for side in sides:
        large, tree = side.backed, side.tree
        if large is None or tree is None:
            continue
        for small in notes:
            if 0 < small.said.size < large.said.size and (root := tree.root(small.said.size)) != small.said.root:
                path = merkle.prove_consistency(small.said.size, large.said.size, tree.nodes)
                yield Contradiction(PREFIX, (small.data, large.data, root, *path))


def _joined(side: Side, other: Side) -> set[int]:
    """Sizes of this side that could be compared with the other's entries, or its checkpoints of the same size."""
    mine, theirs = side.backed, other.backed
    reach = theirs.said.size if theirs else 0
    if mine and any(one.said.size <= mine.said.size for one in other.notes):
        reach = max(reach, mine.said.size)
    same = {one.said.size for one in other.notes}
    return {one.said.size for one in side.notes if one.said.size <= reach or one.said.size in same}


def _promised_otherwise(first: Side, second: Side) -> Iterator[Contradiction]:
    """Two covers at one index, by the receipts of one side and the receipts or the entries of the other."""
    for one, other in ((first, second), (second, first)):
        index = {promise.index: promise for promise in other.promises}
        backed = other.backed
        for promise in one.promises:
            against = index.get(promise.index) or _promise_of(other, backed, promise.index)
            if against is not None and against.leaf != promise.leaf:
                yield Contradiction(SAME_INDEX, tuple(sorted((promise.receipt, against.receipt))))


def _promise_of(side: Side, backed: Note | None, index: int) -> Promise | None:
    """What the entries of a side say of an index, under its own checkpoint."""
    if backed is None or side.tree is None or index >= backed.said.size:
        return None
    paper = side.tree.paper(index)
    return Promise(index, paper.leaf, make.of_paper(paper, index, backed.data, side.tree.nodes))
