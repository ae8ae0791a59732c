"""What an audit reads: entries in order, and of a database also what it keeps beside them. Shapes only."""

from collections.abc import Iterable, Iterator
from typing import IO, Protocol

from ledger.merkle import Node


class Entry(Protocol):
    """One place in a ledger, wherever it is kept."""

    @property
    def index(self) -> int:
        """Its number there, from 0."""

    @property
    def data(self) -> bytes:
        """The paper, as it is kept."""


class DatabaseEntry(Entry, Protocol):
    """An entry of a database: the paper, and what is said of it beside."""

    @property
    def kind(self) -> str:
        """The word of its payload, as stored."""

    @property
    def tags(self) -> frozenset[str]:
        """The subjects it is filed under."""


class Database(Protocol):
    """What an audit asks of a database. Positions and order are the database's word; the audit checks them."""

    def size(self) -> int:
        """How many entries there are now."""

    def entries(self) -> Iterator[DatabaseEntry]:
        """All entries from the lowest index on."""

    def effects(self) -> Iterator[tuple[int, bytes]]:
        """Index and value, by index."""

    def states(self) -> Iterator[tuple[str, int, bytes]]:
        """Subject, index of the last paper that wrote it, value."""

    def nodes(self) -> Iterator[Node]:
        """The complete nodes of the tree, leaves first."""

    def stray_tags(self) -> Iterable[tuple[int, str]]:
        """Tags of indexes at which there is no entry; not all of them need to be named."""

    def foreign_objects(self) -> list[str]:
        """What the schema holds that is not ours, or not as we made it."""

    def integrity_check(self) -> list[str]:
        """What the database finds wrong with its own file."""


class TileDirectory(Protocol):
    """What an audit asks of a tile directory, in which anything may lie."""

    @property
    def size(self) -> int:
        """How many entries its checkpoint claims. Raises a LedgerError if none can be read."""

    def open(self, path: str) -> IO[bytes] | None:
        """A plain file in it, None where nothing lies. Raises a LedgerError for anything else."""

    def paths(self) -> Iterable[str]:
        """Whatever lies in `tile/` and below, by its path."""
