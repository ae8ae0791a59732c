"""
The read model `deadlines`: the papers from which deadlines come.

    p_counted_1    when the count of a station ended, by the paper that says so
    p_ruled_1      where plans and rules stand

Nothing is expected here; what was expected is held against what happened when somebody asks.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table

from ledger.domain import names
from ledger.domain.custody.effects import Effects, Gathered
from ledger.domain.documents.base import Instant, seconds
from ledger.domain.documents.boxes import Sealing
from projections.columns import Number, Words
from projections.page import Page
from projections.projection import Projection, Put, Tables, Values, table_name


@cache
def tables(generation: int) -> Tables:
    """Ends of counts, plans and rules."""
    counted = Table(
        table_name("counted", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("area", Words(), primary_key=True),
        Column("seconds", Number, nullable=False),
        Column("ended", Words(Instant), nullable=False),
    )
    ruled = Table(
        table_name("ruled", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("kind", Words(), nullable=False),
        Column("seconds", Number, nullable=False),
    )
    return counted, ruled


def rows(_connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """What a page says about deadlines."""
    counted, ruled = tables_
    page.papers.load(did.effects.index for did in page.did if did.effects.kind == "sealing")
    return [
        Put(counted, [row for did in page.did for row in _counted(did, page)]),
        Put(ruled, [_ruled(did.effects) for did in page.did if did.effects.kind in {"plan", "rules"}]),
    ]


def _counted(did: Gathered, page: Page) -> Iterator[Values]:
    """When the count of each station ended whose boxes the paper closes."""
    effects = did.effects
    if effects.kind != "sealing":
        return
    document = page.papers.of(effects.index).document
    ended = document.times.ended if isinstance(document, Sealing) and document.times else None
    if ended is None:
        return
    own = [one for one in did.together if one.change.index == effects.index]
    closed = [box for one in own if one.change.verdict in {"link", "waiting"} for box in one.boxes]
    for area in sorted(set(map(names.area_of_box, closed))):
        yield effects.index, area, seconds(effects.at), ended


def _ruled(effects: Effects) -> Values:
    return effects.index, effects.kind, seconds(effects.at)


DEADLINES: Final = Projection("deadlines", 1, tables, rows)
