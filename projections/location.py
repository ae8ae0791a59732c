"""
The read model `location`: of each box who answers for it, who has it, where it is, and how it is sealed, now.

A line without standing says nothing about its box and leaves no trace here.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, Index, MetaData, Table, Text, select

from ledger.domain.custody.effects import Effects
from ledger.persistence.entries import chunks
from projections import standing
from projections.projection import Projection, Row, Tables, delete_rows, insert_rows, table_name


@cache
def tables(generation: int) -> Tables:
    """`p_location_1`, one row for each box."""
    name = table_name("location", generation)
    table = Table(
        name,
        MetaData(),
        Column("box", Text, primary_key=True),
        *standing.columns(),
        Index(f"{name}_by_custodian", "custodian"),
        Index(f"{name}_by_keeper", "keeper"),
        Index(f"{name}_by_place", "place"),
    )
    return (table,)


def write(connection: Connection, tables_: Tables, page: Sequence[Effects]) -> None:
    """Each box is written once for a page, however often it moved."""
    (table,) = tables_
    named = standing.boxes(page)
    before = _stand(connection, table, named)
    for _ in standing.follow(page, before):
        pass
    delete_rows(connection, table.c.box, named)
    insert_rows(connection, table, [{"box": box, **row} for box, row in sorted(before.items())])


def _stand(connection: Connection, table: Table, named: Sequence[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for some in chunks(named):
        for row in connection.execute(select(table).where(table.c.box.in_(some))).mappings():
            found[row["box"]] = {name: row[name] for name in standing.NAMES}
    return found


LOCATION: Final = Projection("location", 1, tables, write)
