"""
The read model `location`: of each box who answers for it, who has it, where it is, and how it is sealed, now.

A line without standing says nothing about its box and leaves no trace here.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from sqlalchemy import Connection, Index, MetaData, Table, select

from ledger.domain.custody.effects import Effects
from ledger.persistence.entries import chunks
from projections import standing
from projections.projection import Projection, Tables, delete_rows, insert_rows, table_name
from projections.standing import Standing


@cache
def tables(generation: int) -> Tables:
    """`p_location_1`, one row for each box."""
    name = table_name("location", generation)
    table = Table(
        name,
        MetaData(),
        *standing.columns(),
        Index(f"{name}_by_custodian", "custodian"),
        Index(f"{name}_by_keeper", "keeper"),
        Index(f"{name}_by_place", "place"),
    )
    return (table,)


def write(connection: Connection, tables_: Tables, page: Sequence[Effects]) -> None:
    """Each box is written once for a page, however often it moved."""
    (table,) = tables_
    changes = [change for effects in page for change in effects.changes if change.verdict != standing.FOREIGN]
    named = sorted({change.box for change in changes})
    stand = _stand(connection, table, named)
    for change in changes:
        stand[change.box] = standing.after(change, stand.get(change.box))
    delete_rows(connection, table.c.box, named)
    insert_rows(connection, table, [standing.written(stand[box]) for box in named])


def _stand(connection: Connection, table: Table, named: Sequence[str]) -> dict[str, Standing]:
    found = [
        standing.read(row)
        for some in chunks(named)
        for row in connection.execute(select(table).where(table.c.box.in_(some)))
    ]
    return {one.box: one for one in found}


LOCATION: Final = Projection("location", 1, tables, write)
