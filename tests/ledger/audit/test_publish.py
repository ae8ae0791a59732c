"""A log signs one history: never below, never beside, and only what it computed twice."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest

from ledger.audit.publish import next_checkpoint
from ledger.errors import CheckFailed, Conflict
from ledger.log.checkpoint import Checkpoint, Opened
from ledger.merkle import Frontier, leaf_hash, root

ORIGIN = "kpu.example/test/kota-batu"


class Kept(NamedTuple):
    index: int  # type: ignore[assignment]  # the word of the log
    data: bytes


@dataclass
class Papers:
    """A journal in memory, with the tree somebody says it has."""

    covers: list[bytes]
    tree: list[bytes] = field(default_factory=list)
    first: int = 0

    def size(self) -> int:
        return len(self.covers)

    def frontier(self, size: int) -> Frontier:
        grown = Frontier()
        for cover in (self.tree or self.covers)[:size]:
            grown.append(leaf_hash(cover))
        return grown

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Kept]:
        for index, cover in enumerate(self.covers[start:stop], start=self.first):
            yield Kept(index, cover + b"\nannex\n")


def published(covers: list[bytes]) -> Opened:
    checkpoint = Checkpoint(ORIGIN, len(covers), root([leaf_hash(cover) for cover in covers]))
    return Opened(checkpoint=checkpoint, times={}, quorum_met=True)


def test_the_next_checkpoint_covers_all_papers_and_continues_what_was_published() -> None:
    papers = Papers([b"a", b"b", b"c"])

    found = next_checkpoint(papers, [published([b"a"]), published([b"a", b"b"])], ORIGIN)

    assert found == Checkpoint(ORIGIN, 3, root([leaf_hash(cover) for cover in papers.covers]))


def test_a_log_that_lost_papers_or_changed_them_signs_nothing() -> None:
    with pytest.raises(Conflict, match="has only 1"):
        next_checkpoint(Papers([b"a"]), [published([b"a", b"b"])], ORIGIN)
    with pytest.raises(Conflict, match="is published"):
        next_checkpoint(Papers([b"x", b"b"]), [published([b"a"])], ORIGIN)


def test_a_tree_that_is_not_of_the_papers_and_a_gap_are_not_signed() -> None:
    with pytest.raises(CheckFailed, match="The stored tree"):
        next_checkpoint(Papers([b"a", b"b"], tree=[b"a", b"x"]), [], ORIGIN)
    with pytest.raises(CheckFailed, match="do not follow"):
        next_checkpoint(Papers([b"a"], first=1), [], ORIGIN)
