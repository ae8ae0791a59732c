"""
What a read model is: tables of its own and one function that takes effects in. Nothing else ever writes to them.

    p_projections(name, version, generation, position)    which tables hold it, and how many entries they know
    p_notes(start, stop, noted_at)                        when this machine first read some entries; no evidence

The tables of a read model bear its generation, `p_location_1`. A rebuild fills those of the next one beside them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, MetaData, Table, Text, delete, func, insert, select

from ledger.domain.custody.effects import Effects
from ledger.persistence.entries import chunks
from ledger.persistence.tables import READ_MODEL, Number

Tables = tuple[Table, ...]
Row = dict[str, Any]

_SERVER: Final = "postgresql"
_PAGE: Final = 1000

metadata = MetaData()

projections = Table(
    f"{READ_MODEL}projections",
    metadata,
    Column("name", Text, primary_key=True),
    Column("version", Number, nullable=False),
    Column("generation", Number, nullable=False),
    Column("position", Number, nullable=False),
)
notes = Table(
    f"{READ_MODEL}notes",
    metadata,
    Column("start", Number, primary_key=True, autoincrement=False),
    Column("stop", Number, nullable=False),
    Column("noted_at", Text, nullable=False),
)


@dataclass(frozen=True)
class Projection:
    """One read model. Its version is raised when what it makes of the same effects changes."""

    name: str
    version: int
    tables: Callable[[int], Tables]
    """Its tables in a generation."""
    write: Callable[[Connection, Tables, Sequence[Effects]], None]
    """Take effects in, which follow those taken in before."""


@dataclass(frozen=True)
class Reached:
    """Where a read model stands: the entries before `position` are in the tables of `generation`."""

    version: int
    generation: int
    position: int


def table_name(name: str, generation: int) -> str:
    """`p_location_1`."""
    return f"{READ_MODEL}{name}_{generation}"


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """All of them, if there are any."""
    if rows:
        connection.execute(insert(table), rows)


def insert_numbered(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """The same, counting on from the last `number` there is."""
    first = (connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1
    insert_rows(connection, table, [{"number": number, **row} for number, row in enumerate(rows, start=first)])


def delete_rows(connection: Connection, column: Column[str], values: Iterable[str]) -> None:
    """Those of the column's table that bear one of these values."""
    for some in chunks(list(values)):
        connection.execute(delete(column.table).where(column.in_(some)))


def ordered(connection: Connection, table: Table) -> Iterator[Row]:
    """All rows by their key, texts in the order of their bytes on every database, a page in memory at a time."""
    keys: list[ColumnElement[Any]] = [
        column.collate("C") if connection.dialect.name == _SERVER and isinstance(column.type, Text) else column
        for column in table.primary_key
    ]
    statement = select(table).order_by(*keys).execution_options(yield_per=_PAGE)
    for row in connection.execute(statement).mappings():
        yield dict(row)
