"""
What a read model is: tables of its own and one function that takes effects in. Nothing else ever writes to them.

    p_projections(name, version, generation, position)    which tables hold it, and how many entries they know
    p_notes(start, stop, noted_at)                        when this machine first read some entries; no evidence

The tables of a read model bear its generation, `p_location_1`. A rebuild fills those of the next one beside them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, MetaData, Table, Text, func, select
from sqlalchemy.exc import IntegrityError

from ledger.domain.documents.base import Instant
from ledger.errors import CheckFailed, Reason
from ledger.persistence.entries import as_bytes, chunks
from ledger.persistence.tables import READ_MODEL
from projections.columns import Number, Words, as_kept
from projections.page import Page

Tables = tuple[Table, ...]
Row = dict[str, Any]
Values = tuple[Any, ...]
"""A row to be written: in the order of the columns, in the types the driver takes."""
One = TypeVar("One")

TOLD_BEFORE = Reason(
    "PR-035",
    "The table {table} holds rows of entries that its read model does not know yet.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)
_SERVER: Final = "postgresql"
_PAGE: Final = 1000

metadata = MetaData()

projections = Table(
    f"{READ_MODEL}projections",
    metadata,
    Column("name", Words(), primary_key=True),
    Column("version", Number, nullable=False),
    Column("generation", Number, nullable=False),
    Column("position", Number, nullable=False),
)
notes = Table(
    f"{READ_MODEL}notes",
    metadata,
    Column("start", Number, primary_key=True, autoincrement=False),
    Column("stop", Number, nullable=False),
    Column("noted_at", Words(Instant), nullable=False),
)


class Put(NamedTuple):
    """Rows for a table: new ones, or such as take the place of those with the same key, which is the first column."""

    table: Table
    rows: Sequence[Values]
    replaces: bool = False


@dataclass(frozen=True)
class Projection:
    """One read model. Its version is raised when what it makes of the same effects changes."""

    name: str
    version: int
    tables: Callable[[int], Tables]
    """Its tables in a generation."""
    rows: Callable[[Connection, Tables, Page], list[Put]]
    """What is to be written for a page, which follows what was taken in before; nothing is written here."""


@dataclass(frozen=True)
class Reached:
    """Where a read model stands: the entries before `position` are in the tables of `generation`."""

    version: int
    generation: int
    position: int


def table_name(name: str, generation: int) -> str:
    """`p_location_1`."""
    return f"{READ_MODEL}{name}_{generation}"


def numbered(connection: Connection, table: Table, rows: Iterable[Values]) -> Put:
    """New rows, counting on from the last `number` there is, which is the first column."""
    first = (connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1
    return Put(table, [(number, *row) for number, row in enumerate(rows, start=first)])


def longer(connection: Connection, table: Table, more: Mapping[str, Sequence[bytes]]) -> Put:
    """Of a table of keys and JSON arrays behind each other, rows with more of them."""
    known = values_of(connection, table, more)
    rows = [(key, b",".join([known[key], *new] if key in known else new)) for key, new in sorted(more.items())]
    return Put(table, rows, replaces=True)


def apart(decode: Callable[[bytes], list[One]], value: bytes, unreadable: Reason, **of: Any) -> list[One]:
    """JSON arrays behind each other, as `longer` leaves them. Raises CheckFailed, with the reason that is given."""
    try:
        return decode(b"[" + value + b"]")
    except (ValueError, RecursionError) as error:
        raise CheckFailed(unreadable, **of) from error


def put(connection: Connection, puts: Iterable[Put]) -> None:
    """
    Write them. SQLAlchemy takes a row apart and puts it together again, which is longer than writing it.

    Raises CheckFailed if a new row is there already.
    """
    for one in puts:
        if one.rows:
            try:
                connection.exec_driver_sql(_statement(connection, one), one.rows)
            except IntegrityError as error:
                raise CheckFailed(TOLD_BEFORE, table=one.table.name) from error


def _statement(connection: Connection, one: Put) -> str:
    table, *names = _quoted(connection, one.table)
    marks = _marks(connection, len(names))
    insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our own names
    if not one.replaces:
        return insert
    sets = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    return f"{insert} ON CONFLICT ({names[0]}) DO UPDATE SET {sets}"


def values_of(connection: Connection, table: Table, keys: Collection[str]) -> dict[str, bytes]:
    """Of a table of keys and bytes, what is kept of some keys."""
    quoted, key, value = _quoted(connection, table)
    found: dict[str, bytes] = {}
    for some in chunks(keys):
        marks = _marks(connection, len(some))
        wanted = f"SELECT {key}, {value} FROM {quoted} WHERE {key} IN ({marks})"  # noqa: S608 - our own names
        rows = connection.exec_driver_sql(wanted, tuple(some)).all()
        found.update((name, as_bytes(kept)) for name, kept in rows)
    return found


def _quoted(connection: Connection, table: Table) -> list[str]:
    """A table and its columns, as a statement names them."""
    prepare = connection.dialect.identifier_preparer
    return [prepare.format_table(table), *(prepare.format_column(column) for column in table.columns)]


def _marks(connection: Connection, number: int) -> str:
    return ", ".join(["?" if connection.dialect.paramstyle == "qmark" else "%s"] * number)


def bytewise(connection: Connection, column: Column[Any]) -> ColumnElement[Any]:
    """A column to order and compare by: texts by their bytes on every database, whatever language it speaks."""
    is_text = isinstance(column.type, Text | Words)
    return column.collate("C") if connection.dialect.name == _SERVER and is_text else column


def ordered(connection: Connection, table: Table) -> Iterator[Row]:
    """
    All rows by their key, texts in the order of their bytes on every database, a page in memory at a time; as they
    are, whatever somebody else wrote into them.
    """
    keys = [bytewise(connection, column) for column in table.primary_key]
    statement = (
        select(*(as_kept(column) for column in table.columns)).order_by(*keys).execution_options(yield_per=_PAGE)
    )
    for row in connection.execute(statement).mappings():
        yield dict(row)
