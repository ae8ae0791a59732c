"""
The read model `accounts`: goods that were counted, seals put on, broken and seen, ballots said to be in boxes.

    p_stock_1       a row for each batch of each count
    p_seals_1       a row for each paper, what it did and to which sort of seal: `on`, `broken`, `seen`, `differs`
    p_revealed_1    a row for each serial number that was revealed
    p_ballots_1     a row for each box of each paper that says how many ballots it holds, or should
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from msgspec.structs import astuple
from sqlalchemy import Column, Connection, MetaData, Table, Text

from ledger.domain.custody.effects import Change, Effects, Gathered
from ledger.domain.documents.base import Line, Seals, seconds
from ledger.domain.documents.boxes import Counts, ManifestLine, OpeningLine, SealingLine
from ledger.domain.documents.remarks import Stock, StockLine
from ledger.persistence.tables import Number
from ledger.recorded import Recorded
from projections.codes import SEALS_DIFFER
from projections.page import Page
from projections.projection import Projection, Put, Tables, Values, table_name

READ: Final = frozenset({"manifest", "stock", "sealing", "opening"})
"""Kinds of papers that are read."""
Told = tuple[Line, Change]
_SEEN: Final = frozenset({"release", "acceptance", "handover", "deposit", "withdrawal", "inspection"})
_COUNTS: Final = Counts.__struct_fields__
_MOST: Final = 10**12
"""More seals than that of one paper are not told apart: what papers say together still is a number of a database."""
_NOTHING: Final = (None,) * len(_COUNTS)


@cache
def tables(generation: int) -> Tables:
    """Stock, seals, serials, ballots."""
    return _stock(generation), _seals(generation), _revealed(generation), _ballots(generation)


def _stock(generation: int) -> Table:
    counts = [Column(name, Number, nullable=False) for name in ("promised", "good", "damaged", "missing", "serials")]
    return Table(
        table_name("stock", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("batch", Text, primary_key=True),
        Column("seconds", Number, nullable=False),
        Column("digest", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("item", Text, nullable=False),
        Column("giver", Text, nullable=False),
        Column("receiver", Text, nullable=False),
        *counts,
    )


def _seals(generation: int) -> Table:
    return Table(
        table_name("seals", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("act", Text, primary_key=True),
        Column("sort", Text, primary_key=True),
        Column("seconds", Number, nullable=False),
        Column("number", Number, nullable=False),
    )


def _revealed(generation: int) -> Table:
    return Table(
        table_name("revealed", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("box", Text, primary_key=True),
        Column("serial", Text, primary_key=True),
        Column("seconds", Number, nullable=False),
        Column("stock", Text, nullable=False),
        Column("batch", Text, nullable=False),
        Column("number", Number, nullable=False),
    )


def _ballots(generation: int) -> Table:
    return Table(
        table_name("ballots", generation),
        MetaData(),
        Column("box", Text, primary_key=True),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("act", Text, primary_key=True),
        Column("seconds", Number, nullable=False),
        Column("ballots", Number),
        *(Column(name, Number) for name in _COUNTS),
        sqlite_with_rowid=False,
    )


def rows(_connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """What a page of entries counted."""
    page.papers.load(did.effects.index for did in page.did if did.effects.kind in READ)
    stock, seals, revealed, ballots = (list[Values]() for _ in tables_)
    for did in page.did:
        seals += _seen(did)
        if did.effects.kind in READ:
            paper = page.papers.of(did.effects.index)
            told = list(_effective(did, paper))
            stock += _counted(did.effects, paper)
            seals += _moved(did.effects, told)
            revealed += _shown(did.effects, told)
            ballots += _held(did.effects, told)
    made = stock, seals, revealed, sorted(ballots, key=_key)
    return [Put(table, some) for table, some in zip(tables_, made, strict=True)]


def _key(row: Values) -> Values:
    return row[:3]


def _counted(effects: Effects, paper: Recorded) -> Iterator[Values]:
    if not isinstance(paper.document, Stock):
        return
    for line in paper.lines:
        if isinstance(line, StockLine):
            counts = line.promised, line.good, line.damaged, line.missing, line.serials.count if line.serials else 0
            when = seconds(effects.at), effects.digest, paper.document.action
            yield effects.index, line.batch, *when, line.item, line.giver, line.to, *counts


def _seen(did: Gathered) -> Iterator[Values]:
    """Seals somebody looked at: as they were stated before, or otherwise."""
    if did.effects.kind not in _SEEN:
        return
    counted: dict[str, Counter[str]] = {"seen": Counter(), "differs": Counter()}
    for group in did.together:
        change = group.change
        own = change.index == did.effects.index and change.verdict in {"link", "remark"}
        if own and change.now.seals is not None:
            act = "differs" if SEALS_DIFFER.intersection(change.flags) else "seen"
            _add(counted[act], change.now.seals, len(group.boxes))
    yield from _rows(did.effects, counted)


def _moved(effects: Effects, told: Iterable[Told]) -> Iterator[Values]:
    """Seals put on and broken, by lines that took effect."""
    counted: dict[str, Counter[str]] = {"on": Counter(), "broken": Counter()}
    for line, _change in told:
        for act, seals in _acts(line):
            _add(counted[act], seals)
    yield from _rows(effects, counted)


def _acts(line: Line) -> Iterator[tuple[str, Seals]]:
    if isinstance(line, SealingLine):
        yield "on", line.seals
    if isinstance(line, OpeningLine):
        yield "broken", line.broken or line.seals
        if line.resealed is not None:
            yield "on", line.resealed


def _add(count: Counter[str], seals: Seals, boxes: int = 1) -> None:
    for sort in Seals.__struct_fields__:
        seal = getattr(seals, sort)
        if seal is not None and seal.on:
            count[sort] += seal.on * boxes


def _rows(effects: Effects, counted: dict[str, Counter[str]]) -> Iterator[Values]:
    for act, sorts in counted.items():
        for sort, number in sorted(sorts.items()):
            yield effects.index, act, sort, seconds(effects.at), min(number, _MOST)


def _shown(effects: Effects, told: Iterable[Told]) -> Iterator[Values]:
    """Numbers that are proved to be of a batch."""
    for line, change in told:
        if isinstance(line, SealingLine) and "serial-unproved" not in change.flags:
            for one in line.revealed:
                yield effects.index, line.box, one.serial, seconds(effects.at), one.stock, one.batch, one.number


def _held(effects: Effects, told: Iterable[Told]) -> Iterator[Values]:
    """Ballots due, packed, found, and what became of them."""
    index, at = effects.index, seconds(effects.at)
    for line, _change in told:
        if isinstance(line, SealingLine):
            if line.packed is not None:
                yield line.box, index, "packed", at, line.packed.ballots, *_NOTHING
            if line.counts is not None:
                yield line.box, index, "counted", at, None, *astuple(line.counts)
        elif isinstance(line, OpeningLine):
            if line.found is not None:
                yield line.box, index, "found", at, line.found.ballots, *_NOTHING
        elif isinstance(line, ManifestLine) and line.ballots is not None:
            yield line.box, index, "due", at, line.ballots, *_NOTHING


def _effective(did: Gathered, paper: Recorded) -> Iterator[Told]:
    """The lines that took effect, or wait for a paper and say the same, with what became of their boxes."""
    own: dict[str, Change] = {}
    for group in did.together:
        if group.change.index == did.effects.index and group.change.verdict in {"link", "waiting"}:
            own.update(dict.fromkeys(group.boxes, group.change))
    for line in paper.lines:
        change = own.get(getattr(line, "box", ""))
        if change is not None:
            yield line, change


ACCOUNTS: Final = Projection("accounts", 1, tables, rows)
