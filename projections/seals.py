"""
Seals accounted for: what was delivered against what was put on, broken and left; and batches that bear numbers, each
number against the boxes it was put on.

    delivered = put on + damaged, destroyed or missing + returned + left
    put on    = broken at openings + on boxes now + gone without an opening
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, func, select

from ledger.domain import names
from ledger.domain.documents.base import Seals
from projections import standing
from projections.inquiry import Break
from projections.looking import View
from projections.moment import Moment, boxes_then, counted, is_now
from projections.watch.watching import Cite, Facts
from projections.where import where

SORTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("tie", "ties", "cable-tie", "cable-ties", "kabel-ties"), "ties"),
    **dict.fromkeys(("paper-seal", "paper-seals", "segel", "segel-kertas"), "papers"),
    **dict.fromkeys(("padlock", "padlocks", "gembok"), "padlocks"),
}
"""Which sort of seal goods of a name are; other goods are no seals."""
_SORTS: Final = Seals.__struct_fields__
WRITTEN_OFF: Final = frozenset({"damaged", "destroyed", "missing"})
GONE: Final = frozenset({"returned"}) | WRITTEN_OFF


@dataclass(frozen=True)
class Balance:
    """One sort of seal: what was counted as goods, against what papers say was done with it."""

    sort: str
    delivered: int
    written_off: int
    returned: int
    put_on: int
    broken: int
    on_boxes: int
    verified: int
    """How many were looked at and were as stated before, and `differed`, how many not."""
    differed: int

    @property
    def left(self) -> int:
        """What should lie in stores; below nought, more was used than ever came."""
        return self.delivered - self.written_off - self.returned - self.put_on

    @property
    def gone(self) -> int:
        """Neither broken at an opening nor on a box: came off, or taken off by nobody who says so."""
        return self.put_on - self.broken - self.on_boxes

    @property
    def is_wrong(self) -> bool:
        """Whether more was used than came; nothing can be said where no delivery was counted."""
        return bool(self.delivered) and self.left < 0


@dataclass(frozen=True)
class Batch:
    """Goods under one name of a batch, over all counts of them."""

    batch: str
    item: str
    counted: Mapping[str, int]
    """By action so many good ones."""
    promised: int
    damaged: int
    missing: int
    serials: int
    """So many numbers were committed to, and so many different ones `revealed` by putting them on."""
    revealed: int
    stock: str
    """The digest of the paper that commits to its numbers, else of the first that counts it."""

    @property
    def unaccounted(self) -> int:
        """Numbers neither put on nor written off: they should lie in a store."""
        return max(0, self.serials - self.revealed - sum(self.counted.get(action, 0) for action in GONE))


@dataclass(frozen=True)
class SealAccount:
    """Everything about seals."""

    balances: tuple[Balance, ...]
    batches: tuple[Batch, ...]


def account(view: View, moment: Moment) -> SealAccount:
    """As at a moment."""
    return SealAccount(_balances(view, moment, _on_boxes(view, moment)), _batches(view, moment))


def surplus(view: View, moment: Moment) -> Iterator[Break]:
    """Sorts of which more was used than ever came."""
    for one in _balances(view, moment, {}):
        if one.is_wrong:
            yield _break(view, moment, one)


def revealed(view: View, moment: Moment, stock: str, batch: str) -> set[str]:
    """The numbers of a batch, named by the paper that commits to them, which were put on by then."""
    table = _table(view, 2)
    of_batch = table.c.stock == stock, table.c.batch == batch
    return set(view.connection.execute(select(table.c.serial).where(*of_batch, counted(moment, table))).scalars())


def _break(view: View, moment: Moment, one: Balance) -> Break:
    counts = [row for row in _stock(view, moment) if SORTS.get(row.item) == one.sort]
    seals = _table(view, 1)
    put_on = select(func.max(seals.c.took)).where(counted(moment, seals), seals.c[one.sort] > 0, seals.c.act == "on")
    last = view.connection.execute(put_on).scalar()
    cited = sorted({row.took for row in counts} | ({last} if last is not None else set()))
    view.papers.load(cited)
    papers = [(index, view.papers.of(index)) for index in cited]
    delivered = next(row for row in counts if row.action == "delivered")
    return Break(
        code="seals-surplus",
        case="balance",
        boxes=(),
        area=names.area_of(delivered.receiver),
        unit=delivered.receiver,
        papers=tuple(
            Cite(index=index, digest=paper.digest, kind=paper.document.kind, at=paper.document.at)
            for index, paper in papers
        ),
        facts=Facts(expected=one.delivered, found=one.delivered - one.left, leg=one.sort),
        at=papers[-1][1].document.at,
        took=cited[-1],
        of_lines=False,
    )


def _balances(view: View, moment: Moment, on_boxes: Mapping[str, int]) -> tuple[Balance, ...]:
    goods, acts = _goods(view, moment), _acts(view, moment)
    known = {sort for sort, _ in (*goods, *acts)} | set(on_boxes)
    return tuple(
        Balance(
            sort=sort,
            delivered=goods[sort, "delivered"],
            written_off=sum(goods[sort, action] for action in sorted(WRITTEN_OFF)),
            returned=goods[sort, "returned"],
            put_on=acts[sort, "on"],
            broken=acts[sort, "broken"],
            on_boxes=on_boxes.get(sort, 0),
            verified=acts[sort, "seen"],
            differed=acts[sort, "differs"],
        )
        for sort in _SORTS
        if sort in known
    )


def _goods(view: View, moment: Moment) -> Counter[tuple[str, str]]:
    """By sort and action the good ones; what is found damaged or missing later than at its delivery is written off."""
    goods = Counter[tuple[str, str]]()
    for row in _stock(view, moment):
        if row.item in SORTS:
            sort = SORTS[row.item]
            goods[sort, row.action] += row.good
            if row.action not in {"delivered", *GONE}:
                goods[sort, "missing"] += row.damaged + row.missing
    return goods


def _acts(view: View, moment: Moment) -> Counter[tuple[str, str]]:
    table = _table(view, 1)
    sums = select(table.c.act, *(func.sum(table.c[sort]) for sort in _SORTS)).where(counted(moment, table))
    rows = view.connection.execute(sums.group_by(table.c.act))
    return Counter({(sort, act): int(n) for act, *each in rows for sort, n in zip(_SORTS, each, strict=True) if n})


def _on_boxes(view: View, moment: Moment) -> Mapping[str, int]:
    count = Counter[str]()
    for seals, boxes in _stated(view, moment):
        for sort in _SORTS:
            seal = getattr(seals, sort)
            count[sort] += seal.on * boxes if seal is not None else 0
    return +count


def _stated(view: View, moment: Moment) -> Iterator[tuple[Seals, int]]:
    """The seals that are said to be on boxes, and on how many boxes just these."""
    if not is_now(view, moment):
        known = where(view, boxes_then(view, moment))
        yield from ((box.seals, 1) for box in known if box.seals is not None)
        return
    (location,) = view.tables["location"]
    alike = select(func.min(location.c.box), location.c.seals, func.count()).group_by(location.c.seals)
    for box, stated, boxes in view.connection.execute(alike):
        seals = standing.read_seals(box, stated)
        if seals is not None:
            yield seals, boxes


def _batches(view: View, moment: Moment) -> tuple[Batch, ...]:
    table = _table(view, 2)
    sums = select(table.c.stock, table.c.batch, func.count(table.c.number.distinct())).where(counted(moment, table))
    rows = view.connection.execute(sums.group_by(table.c.stock, table.c.batch))
    revealed = {(stock, batch): number for stock, batch, number in rows}
    found: dict[tuple[str, str], list[Any]] = {}
    for row in _stock(view, moment):
        found.setdefault((row.batch, row.item), []).append(row)
    return tuple(_batch(batch, item, rows, revealed) for (batch, item), rows in sorted(found.items()))


def _batch(batch: str, item: str, rows: list[Any], revealed: Mapping[tuple[str, str], int]) -> Batch:
    counted = Counter[str]()
    for row in rows:
        counted[row.action] += row.good
    committed = next((row for row in rows if row.serials), rows[0])
    return Batch(
        batch=batch,
        item=item,
        counted=dict(sorted(counted.items())),
        promised=sum(row.promised for row in rows),
        damaged=sum(row.damaged for row in rows),
        missing=sum(row.missing for row in rows),
        serials=committed.serials,
        revealed=revealed.get((committed.digest, batch), 0),
        stock=committed.digest,
    )


def _stock(view: View, moment: Moment) -> Iterable[Any]:
    table = _table(view, 0)
    return view.connection.execute(select(table).where(counted(moment, table)).order_by(*table.primary_key)).all()


def _table(view: View, which: int) -> Table:
    return view.tables["accounts"][which]
