"""
The read model `breaks`: what does not agree, with the papers it rests on, and what ended it.

Rows are never changed: what settles a break is a row of the second table, so that each question can be asked as at an
index or a time. The third table is what the watch remembers; it answers nothing.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import Column, Connection, Index, LargeBinary, MetaData, Table, Text, func, select

from ledger.domain.documents.base import Form, seconds
from ledger.persistence.entries import as_bytes, chunks
from ledger.persistence.tables import Number
from projections.page import Page
from projections.projection import Projection, Row, Tables, delete_rows, insert_rows, table_name
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
        Column("at", Text, nullable=False),
        Column("code", Text, nullable=False),
        Column("case", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("box", Text),
        Column("area", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("told", LargeBinary, nullable=False),
        Index(f"{breaks}_by_box", "box"),
    )
    ended = Table(
        settled,
        MetaData(),
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("took", Number, nullable=False),
        Column("seconds", Number, nullable=False),
        Column("at", Text, nullable=False),
        Column("way", Text, nullable=False),
    )
    memory = Table(
        watched,
        MetaData(),
        Column("subject", Text, primary_key=True),
        Column("value", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    return found, ended, memory


def write(connection: Connection, tables_: Tables, page: Page) -> None:
    """Watch a page of entries."""
    found, ended, remembered = tables_
    memory = Memory(lambda subjects: _kept(connection, remembered, subjects))
    last = connection.execute(select(func.max(found.c.number))).scalar() or 0
    w = Watching(memory, page.papers, last + 1)
    page.papers.load(effects.index for effects in page.effects if watch.needs(effects))
    memory.expect(subject for effects in page.effects for subject in watch.subjects(effects))
    for effects in page.effects:
        watch.take(w, effects)
    insert_rows(connection, found, [_raised(one) for one in w.raised])
    insert_rows(connection, ended, [_settled(one) for one in w.settled])
    changed = memory.changes()
    delete_rows(connection, remembered.c.subject, changed)
    insert_rows(connection, remembered, [{"subject": name, "value": value} for name, value in changed.items()])


def _kept(connection: Connection, table: Table, subjects: Collection[str]) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for some in chunks(subjects):
        for subject, value in connection.execute(select(table).where(table.c.subject.in_(some))):
            found[subject] = as_bytes(value)
    return found


def _raised(one: Raised) -> Row:
    return {
        "number": one.number,
        "took": one.took,
        "seconds": seconds(one.at),
        "ripe": one.ripe,
        "at": one.at,
        "code": one.code,
        "case": one.case,
        "digest": one.digest,
        "box": one.box,
        "area": one.area,
        "unit": one.unit,
        "told": _encode(Told(papers=one.papers, facts=one.facts)),
    }


def _settled(one: Settled) -> dict[str, Any]:
    return {"number": one.number, "took": one.took, "seconds": seconds(one.at), "at": one.at, "way": one.way}


BREAKS: Final = Projection("breaks", 1, tables, write)
