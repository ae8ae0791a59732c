"""
The read model `breaks`: what does not agree, with the papers it rests on, and what ended it.

Rows are never changed: what settles a break is a row of the second table, so that each question can be asked as at an
index or a time. The third table is what the watch remembers; it answers nothing.
"""

from functools import cache
from typing import Final

import msgspec
from sqlalchemy import Column, Connection, Index, LargeBinary, MetaData, Table, func, select

from ledger.domain.documents.base import Form, Instant, seconds
from projections.codes import Settling
from projections.columns import Number, Words
from projections.page import Page
from projections.projection import Projection, Put, Tables, Values, table_name, values_of
from projections.watch import watch
from projections.watch.memory import Memory
from projections.watch.watching import Cite, Facts, Raised, Settled, Watching

_encode: Final = msgspec.json.Encoder(order="sorted").encode


class Told(Form, frozen=True, kw_only=True):
    """What a row keeps of a break and nobody searches for."""

    papers: tuple[Cite, ...]
    facts: Facts = Facts()


decode_told: Final = msgspec.json.Decoder(Told).decode


@cache
def tables(generation: int) -> Tables:
    """`p_breaks_1`, `p_settled_1`, `p_watched_1`."""
    breaks, settled, watched = (table_name(name, generation) for name in ("breaks", "settled", "watched"))
    found = Table(
        breaks,
        MetaData(),
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("took", Number, nullable=False),
        Column("seconds", Number, nullable=False),
        Column("ripe", Number, nullable=False),
        Column("at", Words(Instant), nullable=False),
        Column("code", Words(), nullable=False),
        Column("case", Words(), nullable=False),
        Column("digest", Words(), nullable=False),
        Column("box", Words()),
        Column("area", Words(), nullable=False),
        Column("unit", Words(), nullable=False),
        Column("told", LargeBinary, nullable=False),
        Index(f"{breaks}_by_box", "box"),
    )
    ended = Table(
        settled,
        MetaData(),
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("took", Number, nullable=False),
        Column("seconds", Number, nullable=False),
        Column("at", Words(Instant), nullable=False),
        Column("way", Words(Settling), nullable=False),
    )
    memory = Table(
        watched,
        MetaData(),
        Column("subject", Words(), primary_key=True),
        Column("value", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    return found, ended, memory


def rows(connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """Watch a page of entries."""
    found, ended, remembered = tables_
    memory = Memory(lambda subjects: values_of(connection, remembered, subjects))
    last = connection.execute(select(func.max(found.c.number))).scalar() or 0
    w = Watching(memory, page, last + 1)
    page.papers.load(did.effects.index for did in page.did if watch.needs(did))
    watch.expect(memory, page.did)
    for did in page.did:
        watch.take(w, did)
    return [
        Put(found, [_raised(one) for one in w.raised]),
        Put(ended, [_settled(one) for one in w.settled]),
        Put(remembered, list(memory.changes().items()), replaces=True),
    ]


def _raised(one: Raised) -> Values:
    told = _encode(Told(papers=one.papers, facts=one.facts))
    known = one.code, one.case, one.digest, one.box, one.area, one.unit
    return one.number, one.took, seconds(one.at), one.ripe, one.at, *known, told


def _settled(one: Settled) -> Values:
    return one.number, one.took, seconds(one.at), one.at, one.way


BREAKS: Final = Projection("breaks", 7, tables, rows)
