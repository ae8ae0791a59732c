"""
The read model `accounts`: goods that were counted, seals put on, broken and seen, ballots said to be in boxes.

    p_stock_1       a row for each batch of each count
    p_seals_1       a row for each paper, what it did and to which sort of seal: `on`, `broken`, `seen`, `differs`
    p_revealed_1    a row for each serial number that was revealed
    p_ballots_1     a row for each box of each paper that says how many ballots it holds, or should
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, MetaData, Table, Text

from ledger.domain.custody.effects import Change, Effects
from ledger.domain.documents.base import Line, Seals, seconds
from ledger.domain.documents.boxes import ManifestLine, OpeningLine, SealingLine
from ledger.domain.documents.remarks import Stock, StockLine
from ledger.paper import Paper
from ledger.persistence.tables import Name, Number
from projections.page import Page
from projections.projection import Projection, Row, Tables, insert_rows, table_name

READ: Final = frozenset({"manifest", "stock", "sealing", "opening"})
"""Kinds of papers that are read."""
_SEEN: Final = frozenset({"release", "acceptance", "handover", "deposit", "withdrawal", "inspection"})
_DIFFERENT: Final = frozenset({"IR-01", "IR-11"})


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
        Column("unit", Text),
        Column("number", Number, nullable=False),
        Column("boxes", Number, nullable=False),
    )


def _revealed(generation: int) -> Table:
    return Table(
        table_name("revealed", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("box", Name, primary_key=True),
        Column("serial", Text, primary_key=True),
        Column("seconds", Number, nullable=False),
        Column("stock", Text, nullable=False),
        Column("batch", Text, nullable=False),
        Column("number", Number, nullable=False),
    )


def _ballots(generation: int) -> Table:
    names_ = ("ballots", "valid", "invalid", "unused", "damaged", "voters")
    return Table(
        table_name("ballots", generation),
        MetaData(),
        Column("box", Name, primary_key=True),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("act", Text, primary_key=True),
        Column("seconds", Number, nullable=False),
        *(Column(name, Number) for name in names_),
        sqlite_with_rowid=False,
    )


def write(connection: Connection, tables_: Tables, page: Page) -> None:
    """What a page of entries counted."""
    stock, seals, revealed, ballots = tables_
    page.papers.load(effects.index for effects in page.effects if effects.kind in READ)
    rows: dict[str, list[Row]] = {table.name: [] for table in tables_}
    for effects in page.effects:
        rows[seals.name] += _seen(effects)
        if effects.kind in READ:
            paper = page.papers.of(effects.index)
            rows[stock.name] += _counted(effects, paper)
            rows[seals.name] += _moved(effects, paper)
            rows[revealed.name] += _shown(effects, paper)
            rows[ballots.name] += _held(effects, paper)
    for table in tables_:
        insert_rows(connection, table, rows[table.name])


def _counted(effects: Effects, paper: Paper) -> Iterator[Row]:
    if not isinstance(paper.document, Stock):
        return
    for line in paper.lines:
        if isinstance(line, StockLine):
            yield {
                "took": effects.index,
                "batch": line.batch,
                "seconds": seconds(effects.at),
                "digest": effects.digest,
                "action": paper.document.action,
                "item": line.item,
                "giver": line.giver,
                "receiver": line.to,
                "promised": line.promised,
                "good": line.good,
                "damaged": line.damaged,
                "missing": line.missing,
                "serials": line.serials.count if line.serials else 0,
            }


def _seen(effects: Effects) -> Iterator[Row]:
    """Seals somebody looked at: as they were stated before, or otherwise."""
    if effects.kind not in _SEEN:
        return
    counted: dict[str, Counter[str]] = {"seen": Counter(), "differs": Counter()}
    boxes = Counter[str]()
    for change in effects.changes:
        if change.index == effects.index and change.verdict in {"link", "remark"} and change.now.seals is not None:
            act = "differs" if _DIFFERENT.intersection(change.flags) else "seen"
            _add(counted[act], change.now.seals)
            boxes[act] += 1
    yield from _rows(effects, counted, boxes)


def _moved(effects: Effects, paper: Paper) -> Iterator[Row]:
    """Seals put on and broken, by lines that took effect."""
    counted: dict[str, Counter[str]] = {"on": Counter(), "broken": Counter()}
    boxes = Counter[str]()
    for line, _change in _effective(effects, paper):
        for act, seals in _acts(line):
            _add(counted[act], seals)
            boxes[act] += 1
    yield from _rows(effects, counted, boxes)


def _acts(line: Line) -> Iterator[tuple[str, Seals]]:
    if isinstance(line, SealingLine):
        yield "on", line.seals
    if isinstance(line, OpeningLine):
        yield "broken", line.broken or line.seals
        if line.resealed is not None:
            yield "on", line.resealed


def _add(count: Counter[str], seals: Seals) -> None:
    for sort in Seals.__struct_fields__:
        seal = getattr(seals, sort)
        if seal is not None and seal.on:
            count[sort] += seal.on


def _rows(effects: Effects, counted: dict[str, Counter[str]], boxes: Counter[str]) -> Iterator[Row]:
    for act, sorts in counted.items():
        for sort, number in sorted(sorts.items()):
            yield {
                "took": effects.index,
                "act": act,
                "sort": sort,
                "seconds": seconds(effects.at),
                "unit": effects.unit,
                "number": number,
                "boxes": boxes[act],
            }


def _shown(effects: Effects, paper: Paper) -> Iterator[Row]:
    """Numbers that are proved to be of a batch."""
    for line, change in _effective(effects, paper):
        if isinstance(line, SealingLine) and "serial-unproved" not in change.flags:
            for one in line.revealed:
                yield {
                    "took": effects.index,
                    "box": line.box,
                    "serial": one.serial,
                    "seconds": seconds(effects.at),
                    "stock": one.stock,
                    "batch": one.batch,
                    "number": one.number,
                }


def _held(effects: Effects, paper: Paper) -> Iterator[Row]:
    """Ballots due, packed, found, and what became of them."""
    for line, _change in _effective(effects, paper):
        where = {"took": effects.index, "seconds": seconds(effects.at)}
        if isinstance(line, ManifestLine) and line.ballots is not None:
            yield _said(where, line.box, "due", ballots=line.ballots, voters=line.voters)
        if isinstance(line, SealingLine) and line.packed is not None:
            yield _said(where, line.box, "packed", ballots=line.packed.ballots)
        if isinstance(line, SealingLine) and line.counts is not None:
            counts = line.counts
            told = {name: getattr(counts, name) for name in ("valid", "invalid", "unused", "damaged", "voters")}
            yield _said(where, line.box, "counted", **told)
        if isinstance(line, OpeningLine) and line.found is not None:
            yield _said(where, line.box, "found", ballots=line.found.ballots)


def _said(where: Row, box: str, act: str, **told: int | None) -> Row:
    nothing: Row = dict.fromkeys(("ballots", "valid", "invalid", "unused", "damaged", "voters"))
    return {**where, "box": box, "act": act, **nothing, **told}


def _effective(effects: Effects, paper: Paper) -> Iterator[tuple[Line, Change]]:
    """The lines that took effect, or wait for a paper and say the same."""
    own: dict[str, Change] = {change.box: change for change in effects.changes if change.index == effects.index}
    for line in paper.lines:
        change = own.get(getattr(line, "box", ""))
        if change is not None and change.verdict in {"link", "waiting"}:
            yield line, change


ACCOUNTS: Final = Projection("accounts", 1, tables, write)
