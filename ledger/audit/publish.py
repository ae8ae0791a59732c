"""
What a log does before it signs: its next checkpoint continues the last one it signed, and it was computed twice.

    signed last            stored nodes of the tree it had, with the root that was signed
      + the papers since   read back from the database, hashed, and joined level by level
      = the root           which the stored tree, grown leaf by leaf, must have too

Papers below the last checkpoint are read again only if the stored tree does not have the root that was signed. A log
signs one history: never below a checkpoint it signed, never beside one. Nothing is signed or written here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from ledger import merkle
from ledger.audit.source import Entry
from ledger.errors import CheckFailed, Conflict, Reason
from ledger.log.checkpoint import Checkpoint
from ledger.merkle import Frontier, Place

BELOW = Reason(
    "EX-010",
    "The log signed a checkpoint of {signed} entries, and the ledger has only {size}. Nothing was signed.",
    "Find out where the other entries went before anything is recorded: kotak verify. If they are lost for good, the "
    "ledger goes on under a new log: kotak continue --help",
)
BESIDE = Reason(
    "EX-011",
    "At {size} entries the log signed the root {signed}, and the ledger has {found}. Nothing was signed.",
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

    def nodes_at(self, places: Sequence[Place]) -> Mapping[Place, bytes]:
        """Some complete nodes of the stored tree."""

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """The papers themselves."""


def next_checkpoint(journal: Journal, signed: Checkpoint) -> Checkpoint:
    """The checkpoint of all entries, after the one signed last. Raises CheckFailed or Conflict if it must not be."""
    check_continues(journal, signed)
    size = journal.size()
    peaks = journal.nodes_at(merkle.peak_positions(signed.size))
    found = _root(peaks, signed.size, _leaves(journal, signed.size, size))
    stored = journal.frontier(size).root()
    if found != stored:
        raise CheckFailed(TWO_ROOTS, size=size, stored=stored.hex(), found=found.hex())
    return Checkpoint(signed.origin, size, found)


def check_continues(journal: Journal, signed: Checkpoint) -> None:
    """Raise Conflict unless the ledger begins with what this checkpoint covers, CheckFailed if its tree is wrong."""
    size = signed.size
    if size > (there := journal.size()):
        raise Conflict(BELOW, signed=size, size=there)
    stored = _root(journal.nodes_at(merkle.peak_positions(size)), size, [])
    if stored == signed.root:
        return
    found = merkle.root(_leaves(journal, 0, size))
    if found != signed.root:
        raise Conflict(BESIDE, size=size, signed=signed.root.hex(), found=found.hex())
    raise CheckFailed(TWO_ROOTS, size=size, stored=stored.hex(), found=found.hex())


def _leaves(journal: Journal, start: int, stop: int) -> list[bytes]:
    leaves: list[bytes] = []
    for entry in journal.entries(start, stop):
        expected = start + len(leaves)
        if entry.index != expected:
            raise CheckFailed(NOT_NUMBERED, expected=expected, index=entry.index)
        leaves.append(merkle.leaf_hash(entry.data.partition(b"\n")[0]))
    return leaves


def _root(peaks: Mapping[Place, bytes], size: int, leaves: Sequence[bytes]) -> bytes:
    """The root over the tree with these peaks and the leaves after it, level by level from the leaves up."""
    row, level = list(leaves), 0
    while size >> level or len(row) > 1:
        if size >> level & 1:
            row.insert(0, peaks[level, (size >> level) - 1])
        pairs = zip(row[::2], row[1::2], strict=False)
        row = [merkle.node_hash(left, right) for left, right in pairs] + row[len(row) & ~1 :]
        level += 1
    return row[0] if row else merkle.EMPTY_ROOT
