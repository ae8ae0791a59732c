"""
The journal: read subjects, append unless one of them was written in between.

An entry is a whole paper; its index counts from 0. What stands beside the papers (tags, states, effects, nodes) is
written with them in one transaction, and is an index, never evidence. Nothing is judged here.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import URL, ColumnElement, Connection, Table, select, tuple_

from ledger.errors import CheckFailed, Conflict, LedgerError, OutcomeUnknown, Reason, Unavailable
from ledger.merkle import Frontier, Node, Place
from ledger.persistence import checks, entries, schema, states, tables
from ledger.persistence.database import UNKNOWN, Database, open_database
from ledger.persistence.entries import Stored
from ledger.persistence.rebuild import Folded, rebuild
from ledger.persistence.tables import LARGEST

OVERTAKEN = Reason(
    "JO-007",
    "Somebody else recorded a paper about {subjects} in the meantime.",
    "Look what it says, then record yours again if it still holds: kotak chain BOX",
)
SHORTER = Reason(
    "JO-008",
    "This journal had {expected} entries when it was read, and now has {found}.",
    "Ask whoever runs the database whether an older copy was put in its place, and compare: kotak verify",
)
TOO_LARGE = Reason(
    "JO-009",
    "This paper would take {size} bytes in the ledger; at most {limit} are kept.",
    "Make two papers of it, with half of the lines each.",
)


ROWS: Final = 1000
"""States or nodes held at a time."""


class Entry(NamedTuple):
    """One place in the journal."""

    index: int  # type: ignore[assignment]  # the word of the log, which tuple.index shadows for nobody here
    kind: str
    data: bytes
    tags: frozenset[str]


class NewEntry(NamedTuple):
    """A paper to append, and what the fold made of it."""

    kind: str
    data: bytes
    tags: frozenset[str]
    leaf: bytes
    states: Mapping[str, bytes]
    effects: bytes


class Loaded(NamedTuple):
    """What was true of some subjects when the journal had this many entries; of the others nothing is known."""

    size: int
    states: dict[str, bytes]


class Journal:
    """An open ledger. A reader's journal is the same, and refuses to write."""

    def __init__(self, database: Database) -> None:
        self.database = database
        """For read models, whose tables stand beside the papers."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave one whole file behind."""
        self.database.close()

    def size(self) -> int:
        """How many entries there are."""
        with self.database.reading() as connection:
            return entries.head(connection)

    def load(self, subjects: Iterable[str]) -> Loaded:
        """The head first, then what is known of these subjects."""
        with self.database.reading() as connection:
            return Loaded(entries.head(connection), states.load(connection, set(subjects)))

    def append(self, reads: Collection[str], size: int, make: Callable[[int], NewEntry]) -> int:
        """
        Append a paper unless one of the subjects it reads was written at an index of `size` or above; its index.

        `make` says at which index what is appended, while nobody else writes; what it raises ends the attempt. Without
        subjects a paper is appended only if nothing at all was. It is read back before and after the commit.
        """
        with self.database.writing() as connection:
            entry = self._append(connection, reads, size, make)
        # From here on the paper is recorded, even if we die before saying so.
        try:
            with self.database.reading() as connection:
                entries.read_back(connection, entry)
        except Unavailable as error:
            raise OutcomeUnknown(UNKNOWN, ledger=self.database.name, detail=error) from error
        return entry.position - 1

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[Entry]:
        """
        All papers from an index to another, in order, as they are stored.

        From 0 means from the beginning, so that nothing hides before it.
        """
        column = tables.entries.c.position
        until = column <= (self.size() if stop is None else stop)
        yield from self._entries(until, until & (column > start) if start else until)

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """All papers that are stored as of this kind, in order."""
        stored = tables.entries.c.type == kind
        yield from self._entries(stored, stored)

    def filed_under(self, subjects: Iterable[str]) -> list[int]:
        """The indexes of the entries that wrote one of these subjects, as the tags have it."""
        with self.database.reading() as connection:
            return [entries.as_index(position) for position in entries.filed_under(connection, set(subjects))]

    def effects(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """What each entry did, from an index on; from 0 means from the beginning."""
        for position, value in self._rows(tables.effects, 1, (start,) if start else None, entries.PAGE):
            yield position - 1, entries.as_bytes(value)

    def states(self) -> Iterator[tuple[str, int, bytes]]:
        """Each subject, the index it was last written at, and what is stored of it."""
        for subject, position, value in self._rows(tables.states, 1):
            yield f"{subject}", entries.as_index(position), entries.as_bytes(value)

    def stray_tags(self) -> list[tuple[int, str]]:
        """Tags of indexes at which there is no entry, the first of them."""
        with self.database.reading() as connection:
            return [(entries.as_index(position), f"{tag}") for position, tag in entries.stray_tags(connection, ROWS)]

    def nodes(self) -> Iterator[Node]:
        """The complete nodes of the tree, leaves first."""
        for level, number, value in self._rows(tables.nodes, 2):
            yield entries.as_number(level), entries.as_number(number), entries.as_bytes(value)

    def nodes_at(self, places: Sequence[Place]) -> dict[Place, bytes]:
        """Some complete nodes: what a proof is made of. Raises CheckFailed if one is missing."""
        with self.database.reading() as connection:
            return states.read_all_nodes(connection, places)

    def frontier(self, size: int) -> Frontier:
        """The tree over the first entries."""
        with self.database.reading() as connection:
            return states.frontier(connection, size)

    def foreign_objects(self) -> list[str]:
        """What the schema holds that is not ours, or not as we made it, or lacks; as `trigger swallow`."""
        with self.database.reading() as connection:
            return schema.deviations(connection)

    def integrity_check(self) -> list[str]:
        """What SQLite finds wrong with its own file; asked of our schema only, for it computes what a schema says."""
        if not self.database.is_sqlite:
            return []
        with self.database.reading() as connection:
            if schema.deviations(connection):
                return ["not checked: the schema is not ours"]
            return [row for row in connection.exec_driver_sql("PRAGMA integrity_check").scalars() if row != "ok"]

    def rebuild(self, folded: Iterable[Folded]) -> None:
        """Replace what stands beside the papers. The caller may read the entries while it hands over what they mean."""
        with self.database.writing() as connection:
            rebuild(connection, folded)

    def _append(
        self, connection: Connection, reads: Collection[str], size: int, make: Callable[[int], NewEntry]
    ) -> Stored:
        # Brings eventsourcing, which only a writer needs.
        from ledger.persistence import recorder  # noqa: PLC0415  # see above

        if self.database.is_sqlite:
            checks.check_schema(connection, self.database.name)
        last = entries.head(connection)
        if last < size:
            raise CheckFailed(SHORTER, expected=size, found=last)
        if recorder.was_written(connection, reads, after=size):
            raise Conflict(OVERTAKEN, subjects=", ".join(entries.written(connection, reads, after=size)))
        new = make(last)
        largest = max(len(new.data), len(new.effects), *map(len, new.states.values()), 0)
        if largest > LARGEST:
            raise Unavailable(TOO_LARGE, size=largest, limit=LARGEST)
        tags = sorted(new.tags)
        position = recorder.append_one(connection, new.kind, new.data, tags)
        states.write(connection, position, new.states)
        states.write_effects(connection, position, new.effects)
        states.write_nodes(connection, states.frontier(connection, position - 1).append(new.leaf))
        return Stored(position, new.kind, new.data, tuple(tags))

    def _entries(self, among: ColumnElement[bool], where: ColumnElement[bool]) -> Iterator[Entry]:
        while True:
            with self.database.reading() as connection:
                found = entries.page(connection, where)
            for position, kind, data, tags in found:
                yield Entry(position - 1, kind, data, frozenset(tags))
            if len(found) < entries.PAGE:
                return
            where = among & (tables.entries.c.position > found[-1].position)

    def _rows(
        self, table: Table, keys: int, after: Sequence[Any] | None = None, limit: int = ROWS
    ) -> Iterator[Sequence[Any]]:
        """Rows in the order of their first columns, which are the key, in pages: from the very first, or after one."""
        key = tuple_(*list(table.columns)[:keys])
        while True:
            with self.database.reading() as connection:
                wanted = select(table).order_by(*list(table.columns)[:keys]).limit(limit)
                found = connection.execute(wanted if after is None else wanted.where(key > tuple_(*after))).all()
            yield from found
            if len(found) < limit:
                return
            after = found[-1][:keys]


def open_journal(ledger: str | Path | URL, *, create: bool = False, read_only: bool = False) -> Journal:
    """
    Open the ledger of a path or a PostgreSQL URL; found one there if asked to.

    Read-only is for evidence: nothing is written or left behind, and what is wrong with the content is for the report.
    """
    database = open_database(ledger, create=create, read_only=read_only)
    try:
        if create:
            checks.found_ledger(database)
        if read_only:
            checks.check_for_reading(database)
        else:
            checks.check_for_writing(database)
    except LedgerError:
        database.abandon()
        raise
    return Journal(database)
