"""
The read model `papers`: of each paper what dates it and how well it is witnessed.

`seen` is the size of the checkpoint its signers had seen, `links` how many boxes it moved, opened or sealed. A later
signature that makes it better witnessed is a row of `p_grades`, which the read model `chain` keeps.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table

from ledger.domain.custody.effects import Gathered
from ledger.domain.documents.base import Instant, seconds
from projections.columns import Number, Words
from projections.page import Page
from projections.projection import Projection, Put, Tables, Values, table_name


@cache
def tables(generation: int) -> Tables:
    """`p_papers_1`, one row for each entry."""
    table = Table(
        table_name("papers", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("kind", Words(), nullable=False),
        Column("unit", Words()),
        Column("at", Words(Instant), nullable=False),
        Column("seconds", Number, nullable=False),
        Column("digest", Words(), nullable=False),
        Column("grade", Words()),
        Column("links", Number, nullable=False),
        Column("seen", Number, nullable=False),
        Column("root", LargeBinary, nullable=False),
    )
    return (table,)


def rows(_connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """One row for each entry."""
    (table,) = tables_
    return [Put(table, _rows(page))]


def _rows(page: Page) -> Sequence[Values]:
    seen = page.papers.seen([did.effects.index for did in page.did])
    return [_row(did, *seen[did.effects.index]) for did in page.did]


def _row(did: Gathered, size: int, root: bytes) -> Values:
    effects = did.effects
    own = [one for one in did.together if one.change.index == effects.index and one.change.verdict == "link"]
    own = own if effects.kind != "manifest" else []
    return (
        effects.index,
        effects.kind,
        effects.unit,
        effects.at,
        seconds(effects.at),
        effects.digest,
        own[0].change.grade if own else None,
        sum(len(one.boxes) for one in own),
        size,
        root,
    )


PAPERS: Final = Projection("papers", 1, tables, rows)
