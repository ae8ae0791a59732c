"""
The read model `papers`: of each paper what dates it and how well it is witnessed.

`seen` is the size of the checkpoint its signers had seen, `links` how many boxes it moved, opened or sealed. A later
signature that makes it better witnessed is a row of `p_grades`, which the read model `chain` keeps.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text

from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import seconds
from ledger.persistence.tables import Number
from projections.page import Page
from projections.projection import Projection, Row, Tables, insert_rows, table_name


@cache
def tables(generation: int) -> Tables:
    """`p_papers_1`, one row for each entry."""
    table = Table(
        table_name("papers", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("kind", Text, nullable=False),
        Column("unit", Text),
        Column("at", Text, nullable=False),
        Column("seconds", Number, nullable=False),
        Column("digest", Text, nullable=False),
        Column("grade", Text),
        Column("links", Number, nullable=False),
        Column("seen", Number, nullable=False),
        Column("root", LargeBinary, nullable=False),
    )
    return (table,)


def write(connection: Connection, tables_: Tables, page: Page) -> None:
    """One row for each entry."""
    (table,) = tables_
    insert_rows(connection, table, _rows(page))


def _rows(page: Page) -> Sequence[Row]:
    seen = page.papers.seen([effects.index for effects in page.effects])
    return [_row(effects, *seen[effects.index]) for effects in page.effects]


def _row(effects: Effects, size: int, root: bytes) -> Row:
    own = [change for change in effects.changes if change.index == effects.index and change.verdict == "link"]
    own = own if effects.kind != "manifest" else []
    return {
        "took": effects.index,
        "kind": effects.kind,
        "unit": effects.unit,
        "at": effects.at,
        "seconds": seconds(effects.at),
        "digest": effects.digest,
        "grade": own[0].grade if own else None,
        "links": len(own),
        "seen": size,
        "root": root,
    }


PAPERS: Final = Projection("papers", 1, tables, write)
