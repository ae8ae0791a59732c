"""
The read model `location`: of each box who answers for it, who has it, where it is, and how it is sealed, now.

A line without standing says nothing about its box and leaves no trace here.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Connection, Index, MetaData, Table, select

from ledger.domain.custody.effects import Together
from ledger.persistence.entries import chunks
from projections import standing
from projections.page import Page
from projections.projection import Projection, Put, Tables, table_name
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


def rows(connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """Each box is written once for a page, however often it moved."""
    (table,) = tables_
    told = [group for did in page.did for group in did.together if group.change.verdict != standing.FOREIGN]
    stand = _stand(connection, table, sorted(_begun_with_a_remark(told)))
    for group in told:
        if group.change.verdict == standing.LINK:
            # It says all of its boxes, and the same of each.
            stand.update(dict.fromkeys(group.boxes, standing.after(group.change, None)))
        else:
            for box in group.boxes:
                stand[box] = standing.after(group.change, stand.get(box))
    written: dict[int, tuple[object, ...]] = {}
    for one in stand.values():
        if id(one) not in written:
            written[id(one)] = standing.written(one)[1:]
    return [Put(table, [(box, *written[id(one)]) for box, one in sorted(stand.items())], replaces=True)]


def _begun_with_a_remark(told: Iterable[Together]) -> Iterator[str]:
    """Boxes of which it matters how they stood before."""
    begun = set[str]()
    for group in told:
        if group.change.verdict != standing.LINK:
            yield from (box for box in group.boxes if box not in begun)
        begun.update(group.boxes)


def _stand(connection: Connection, table: Table, named: Sequence[str]) -> dict[str, Standing]:
    found = [
        standing.read(row)
        for some in chunks(named)
        for row in connection.execute(select(table).where(table.c.box.in_(some)))
    ]
    return {one.box: one for one in found}


LOCATION: Final = Projection("location", 1, tables, rows)
