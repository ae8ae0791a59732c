"""A log signs one history: never below, never beside, and only what it computed twice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest

from ledger.audit.publish import check_continues, next_checkpoint
from ledger.errors import CheckFailed, Conflict
from ledger.log.checkpoint import Checkpoint
from ledger.merkle import Frontier, Place, leaf_hash, nodes_of, root

ORIGIN = "kpu.example/test/kota-batu"
COVERS = [b"cover %d" % number for number in range(40)]


class Kept(NamedTuple):
    index: int  # type: ignore[assignment]  # the word of the log
    data: bytes


@dataclass
class Papers:
    """A journal in memory, with the tree somebody says it has. It knows which papers were read."""

    covers: list[bytes]
    tree: list[bytes] = field(default_factory=list)
    first: int = 0
    read: list[int] = field(default_factory=list)

    def size(self) -> int:
        return len(self.covers)

    def frontier(self, size: int) -> Frontier:
        grown = Frontier()
        for cover in (self.tree or self.covers)[:size]:
            grown.append(leaf_hash(cover))
        return grown

    def nodes_at(self, places: Sequence[Place]) -> Mapping[Place, bytes]:
        return nodes_of([leaf_hash(cover) for cover in self.tree or self.covers])(places)

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Kept]:
        for index, cover in enumerate(self.covers[start:stop], start=start + self.first):
            self.read.append(index)
            yield Kept(index, cover + b"\nannex\n")


def signed(covers: list[bytes]) -> Checkpoint:
    return Checkpoint(ORIGIN, len(covers), root([leaf_hash(cover) for cover in covers]))


def test_from_any_checkpoint_to_any_later_one_the_root_is_that_of_all_papers() -> None:
    for last in range(len(COVERS) + 1):
        papers = Papers(COVERS[:last])
        assert [next_checkpoint(papers, signed(COVERS[:before])) for before in range(last + 1)] == [
            signed(COVERS[:last])
        ] * (last + 1)


def test_only_the_papers_since_the_last_checkpoint_are_read_again() -> None:
    papers = Papers(COVERS)

    next_checkpoint(papers, signed(COVERS[:37]))

    assert papers.read == [37, 38, 39]


def test_a_log_that_lost_papers_or_changed_them_signs_nothing() -> None:
    with pytest.raises(Conflict, match="has only 1"):
        next_checkpoint(Papers([b"a"]), signed([b"a", b"b"]))
    with pytest.raises(Conflict, match="the log signed the root"):
        next_checkpoint(Papers([b"x", b"b"]), signed([b"a"]))


def test_a_paper_that_was_changed_after_it_was_recorded_is_not_signed() -> None:
    """Its leaf in the stored tree is the old one; what is read back is another."""
    with pytest.raises(CheckFailed, match="The stored tree of 3"):
        next_checkpoint(Papers([b"a", b"b", b"x"], tree=[b"a", b"b", b"c"]), signed([b"a"]))


def test_a_tree_that_is_not_of_the_papers_and_a_gap_are_not_signed() -> None:
    with pytest.raises(CheckFailed, match="The stored tree of 2"):
        next_checkpoint(Papers([b"a", b"b"], tree=[b"a", b"x"]), signed([]))
    with pytest.raises(CheckFailed, match="do not follow"):
        next_checkpoint(Papers([b"a"], first=1), signed([]))


def test_a_stored_tree_that_was_spoiled_is_told_from_another_history() -> None:
    spoiled = Papers([b"a", b"b", b"c"], tree=[b"x", b"b", b"c"])

    with pytest.raises(CheckFailed, match="The stored tree of 2"):
        check_continues(spoiled, signed([b"a", b"b"]))
    with pytest.raises(Conflict, match="the log signed the root"):
        check_continues(spoiled, signed([b"y", b"b"]))
