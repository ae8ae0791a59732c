"""
What a log does before it signs: its next checkpoint continues every one it has published, and it was computed twice.

The root is computed from the papers as they are read back, by another way than the stored tree. A log signs one
history: never below the last checkpoint, never beside it. Nothing is signed or written here.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from ledger import merkle
from ledger.audit.source import Entry
from ledger.errors import CheckFailed, Conflict, Reason
from ledger.log.checkpoint import Checkpoint, Opened
from ledger.merkle import Frontier

BELOW = Reason(
    "EX-010",
    "A checkpoint of {published} entries is published, and the ledger has only {size}. Nothing was signed.",
    "Find out where the other entries went before anything is recorded: kotak verify",
)
BESIDE = Reason(
    "EX-011",
    "At {size} entries the root {published} is published, and the ledger has {found}. Nothing was signed.",
    "Keep the ledger and the checkpoints as they are; together they prove two histories: kotak verify",
)
TWO_ROOTS = Reason(
    "EX-012",
    "The stored tree of {size} entries has the root {stored}, the papers have {found}. Nothing was signed.",
    "See what does not agree: kotak verify. The tree can be made again from the papers: kotak rebuild",
)
NOT_NUMBERED = Reason(
    "EX-013",
    "The entries do not follow one another: after {expected} entries comes index {index}. Nothing was signed.",
    "See what does not agree: kotak verify",
)


class Journal(Protocol):
    """What a log reads before it signs."""

    def size(self) -> int:
        """How many entries there are."""

    def frontier(self, size: int) -> Frontier:
        """The stored tree over the first entries."""

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """The papers themselves."""


def next_checkpoint(journal: Journal, published: Iterable[Opened], origin: str) -> Checkpoint:
    """The checkpoint of all entries. Raises CheckFailed or Conflict if it must not be signed."""
    size = journal.size()
    leaves = _leaves(journal, size)
    for opened in published:
        _check_continues(opened.checkpoint, leaves)
    found, stored = merkle.root(leaves), journal.frontier(size).root()
    if found != stored:
        raise CheckFailed(TWO_ROOTS, size=size, stored=stored.hex(), found=found.hex())
    return Checkpoint(origin, size, found)


def _leaves(journal: Journal, size: int) -> list[bytes]:
    leaves: list[bytes] = []
    for entry in journal.entries(0, size):
        if entry.index != len(leaves):
            raise CheckFailed(NOT_NUMBERED, expected=len(leaves), index=entry.index)
        leaves.append(merkle.leaf_hash(entry.data.partition(b"\n")[0]))
    return leaves


def _check_continues(published: Checkpoint, leaves: list[bytes]) -> None:
    if published.size > len(leaves):
        raise Conflict(BELOW, published=published.size, size=len(leaves))
    found = merkle.root(leaves[: published.size])
    if found != published.root:
        raise Conflict(BESIDE, size=published.size, published=published.root.hex(), found=found.hex())
