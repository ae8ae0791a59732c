"""
The read model `accounts`: goods that were counted, seals put on, broken and seen, ballots said to be in boxes.

    p_stock_1       a row for each batch of each count
    p_seals_1       a row for each paper and what it saw: `seen`, `differs`; how many of each sort
    p_revealed_1    a row for each serial number that was revealed
    p_ballots_1     one row a box: how many ballots papers say it holds, or should
    p_worn_1        one row a box: how many seals papers put on and broke
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from operator import attrgetter
from typing import Final

from msgspec.structs import astuple
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table

from ledger.domain.custody.effects import Change, Effects, Gathered
from ledger.domain.documents.base import BoxLine, Seals, seconds
from ledger.domain.documents.boxes import ManifestLine, OpeningLine, SealingLine
from ledger.domain.documents.remarks import Stock, StockLine
from ledger.recorded import Recorded
from projections import said
from projections import worn as worn_
from projections.codes import SEALS_DIFFER
from projections.columns import Number, Words
from projections.page import Page, Papers
from projections.projection import Projection, Put, Tables, Values, longer, table_name
from projections.said import Said
from projections.worn import Worn

READ: Final = frozenset({"manifest", "stock", "sealing", "opening"})
"""Kinds of papers that are read."""
Acts = dict[str, list[int]]
"""By how seals were found how many of each sort."""
_Moved = tuple[worn_.Each, worn_.Each]
_SEEN: Final = frozenset({"release", "acceptance", "handover", "deposit", "withdrawal", "inspection"})
_BECAME: Final[Mapping[str, worn_.Became]] = {"link": "done", "waiting": "waits"}
_each: Final = attrgetter(*worn_.SORTS)
_SEALING: Final = frozenset({"sealing", "opening"})
MOST: Final = 10**12
"""More seals than that of one paper are not told apart: what papers say together still is a number of a database."""


@cache
def tables(generation: int) -> Tables:
    """Stock, seals, serials, ballots, and seals by box."""
    by_box = _by_box("ballots", generation), _by_box("worn", generation)
    return _stock(generation), _seals(generation), _revealed(generation), *by_box


def _stock(generation: int) -> Table:
    counts = [Column(name, Number, nullable=False) for name in ("promised", "good", "damaged", "missing", "serials")]
    return Table(
        table_name("stock", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("batch", Words(), primary_key=True),
        Column("seconds", Number, nullable=False),
        Column("digest", Words(), nullable=False),
        Column("action", Words(), nullable=False),
        Column("item", Words(), nullable=False),
        Column("giver", Words(), nullable=False),
        Column("receiver", Words(), nullable=False),
        *counts,
    )


def _seals(generation: int) -> Table:
    return Table(
        table_name("seals", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("act", Words(), primary_key=True),
        Column("seconds", Number, nullable=False),
        *(Column(sort, Number, nullable=False) for sort in worn_.SORTS),
        sqlite_with_rowid=False,
    )


def _revealed(generation: int) -> Table:
    return Table(
        table_name("revealed", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("box", Words(), primary_key=True),
        Column("serial", Words(), primary_key=True),
        Column("seconds", Number, nullable=False),
        Column("stock", Words(), nullable=False),
        Column("batch", Words(), nullable=False),
        Column("number", Number, nullable=False),
    )


def _by_box(name: str, generation: int) -> Table:
    return Table(
        table_name(name, generation),
        MetaData(),
        Column("box", Words(), primary_key=True),
        Column("said", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def rows(connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """What a page of entries counted."""
    page.papers.load(_read(page))
    stock, seals, revealed = (list[Values]() for _ in range(3))
    ballots, worn = defaultdict[str, list[bytes]](list), defaultdict[str, list[bytes]](list)
    for did in page.did:
        effects = did.effects
        if effects.kind in _SEEN:
            seals += _rows(effects, _seen(did))
        elif effects.kind in READ:
            paper = page.papers.of(effects.index)
            stock += _counted(effects, paper)
            for line, change in _effective(did, paper):
                if isinstance(line, SealingLine) and line.revealed and "serial-unproved" not in change.flags:
                    revealed += _shown(effects, line)
                if held := _held(effects, line):
                    ballots[line.box] += map(said.encode, held)
        for box, put_on in _worn(did, page.papers):
            worn[box].append(put_on)
    stocked, sealed, shown, in_box, by_box = tables_
    added = Put(stocked, stock), Put(sealed, seals), Put(shown, revealed)
    return [*added, longer(connection, in_box, ballots), longer(connection, by_box, worn)]


def _read(page: Page) -> Iterator[int]:
    """Entries whose papers are read; those of lines that had waited are older ones."""
    for did in page.did:
        if did.effects.kind in READ:
            yield did.effects.index
        yield from (group.change.index for group in did.together if group.change.kind in _SEALING)


def _counted(effects: Effects, paper: Recorded) -> Iterator[Values]:
    if not isinstance(paper.document, Stock):
        return
    for line in paper.lines:
        if isinstance(line, StockLine):
            counts = line.promised, line.good, line.damaged, line.missing, line.serials.count if line.serials else 0
            when = seconds(effects.at), effects.digest, paper.document.action
            yield effects.index, line.batch, *when, line.item, line.giver, line.to, *counts


def _seen(did: Gathered) -> Acts:
    """Seals somebody looked at: as they were stated before, or otherwise."""
    acts = Acts()
    for group in did.together:
        change = group.change
        own = change.index == did.effects.index and change.verdict in {"link", "remark"}
        if own and change.now.seals is not None:
            act = "differs" if SEALS_DIFFER.intersection(change.flags) else "seen"
            numbers = acts.setdefault(act, [0] * len(worn_.SORTS))
            for nth, number in enumerate(_numbers(change.now.seals)):
                numbers[nth] += number * len(group.boxes)
    return acts


def _worn(did: Gathered, papers: Papers) -> Iterator[tuple[str, bytes]]:
    """By box what became of each line that puts seals on or breaks them, in its own entry or in one that woke it."""
    index = did.effects.index
    moved: dict[int, dict[str, _Moved]] = {}
    for group in did.together:
        change = group.change
        became = _BECAME.get(change.verdict, "void")
        if change.kind not in _SEALING or (became == "void" and change.index == index):
            continue
        if change.index not in moved:
            moved[change.index] = dict(_moved(papers.of(change.index)))
        # Most boxes of a group bear the same seals.
        told: dict[_Moved, bytes] = {}
        # A box of which the paper says nothing stands here only if somebody else wrote it.
        for box in (box for box in group.boxes if box in moved[change.index]):
            seals = moved[change.index][box]
            if seals not in told:
                told[seals] = worn_.encode(Worn(change.index, index, seconds(change.at), became, *seals))
            yield box, told[seals]


def _moved(paper: Recorded) -> Iterator[tuple[str, _Moved]]:
    """By box the seals that a paper puts on, and those it breaks."""
    for line in paper.lines:
        if isinstance(line, SealingLine):
            yield line.box, (_numbers(line.seals), _numbers(None))
        elif isinstance(line, OpeningLine):
            yield line.box, (_numbers(line.resealed), _numbers(line.broken or line.seals))


@lru_cache(maxsize=1024)
def _numbers(seals: Seals | None) -> worn_.Each:
    """So many of each sort. Most boxes are sealed alike."""
    each = (None,) * len(worn_.SORTS) if seals is None else _each(seals)
    return tuple(0 if seal is None else min(seal.on, MOST) for seal in each)


def _rows(effects: Effects, acts: Mapping[str, list[int]]) -> Iterator[Values]:
    for act, numbers in acts.items():
        if any(numbers):
            yield effects.index, act, seconds(effects.at), *(min(number, MOST) for number in numbers)


def _shown(effects: Effects, line: SealingLine) -> Iterator[Values]:
    """Numbers of seals as the paper proves them to be of a batch."""
    for one in line.revealed:
        yield effects.index, line.box, one.serial, seconds(effects.at), one.stock, one.batch, one.number


def _held(effects: Effects, line: BoxLine) -> list[Said]:
    """Ballots due, packed, found, and what became of them."""
    index, at = effects.index, seconds(effects.at)
    if isinstance(line, SealingLine):
        packed = [Said(index, at, "packed", line.packed.ballots)] if line.packed is not None else []
        return [*packed, Said(index, at, "counted", None, *astuple(line.counts))] if line.counts is not None else packed
    if isinstance(line, OpeningLine):
        return [Said(index, at, "found", line.found.ballots)] if line.found is not None else []
    due = line.ballots if isinstance(line, ManifestLine) else None
    return [Said(index, at, "due", due)] if due is not None else []


def _effective(did: Gathered, paper: Recorded) -> Iterator[tuple[BoxLine, Change]]:
    """The lines that took effect, or wait for a paper and say the same, with what became of their boxes."""
    own: dict[str, Change] = {}
    for group in did.together:
        if group.change.index == did.effects.index and group.change.verdict in {"link", "waiting"}:
            own.update(dict.fromkeys(group.boxes, group.change))
    for line in paper.lines if own else ():
        if isinstance(line, BoxLine) and line.box in own:
            yield line, own[line.box]


ACCOUNTS: Final = Projection("accounts", 3, tables, rows)
