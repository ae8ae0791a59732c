"""
Seals accounted for: what was delivered against what was put on, broken and left (`balances`); batches that bear
numbers, each number against the boxes it was put on; and sorts of which more was used than ever came.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from ledger.domain import names
from projections import boxwise
from projections.balances import GONE, SORT_OF, Balance, balances, stock
from projections.inquiry import Break
from projections.looking import View
from projections.moment import Moment, counted
from projections.watch.watching import Cite, Facts


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
    def written_off(self) -> int:
        """Damaged, destroyed, missing or sent back."""
        return sum(self.counted.get(action, 0) for action in GONE)

    @property
    def unaccounted(self) -> int:
        """Numbers neither put on nor written off: they should lie in a store."""
        return max(0, self._left)

    @property
    def surplus(self) -> int:
        """So many more were put on and written off than there are numbers."""
        return max(0, -self._left)

    @property
    def _left(self) -> int:
        return self.serials - self.revealed - self.written_off


@dataclass(frozen=True)
class SealAccount:
    """Everything about seals."""

    balances: tuple[Balance, ...]
    batches: tuple[Batch, ...]


def account(view: View, moment: Moment) -> SealAccount:
    """As at a moment."""
    return SealAccount(balances(view, moment, boxwise.uses(view, moment)), _batches(view, moment))


def surplus(view: View, moment: Moment, area: str | None = None) -> Iterator[Break]:
    """Sorts of which more was used than ever came; with an area, of those that came there."""
    came = _came(view, moment, area)
    if not came:
        return
    put_on, last = boxwise.put_on(view, moment)
    for one in balances(view, moment, put_on):
        if one.is_wrong and one.sort in came:
            yield _break(view, moment, one, last.get(one.sort))


def revealed(view: View, moment: Moment, stock: str, batch: str) -> set[str]:
    """The numbers of a batch, named by the paper that commits to them, which were put on by then."""
    table = view.tables["accounts"][2]
    of_batch = table.c.stock == stock, table.c.batch == batch
    return set(view.connection.execute(select(table.c.serial).where(*of_batch, counted(moment, table))).scalars())


def _came(view: View, moment: Moment, area: str | None) -> set[str]:
    """The sorts of which the first delivery was to an area."""
    first: dict[str, str] = {}
    for row in stock(view, moment):
        if row.action == "delivered" and row.item in SORT_OF:
            first.setdefault(SORT_OF[row.item], names.area_of(row.receiver))
    return {sort for sort, to in first.items() if area is None or names.covers(area, to)}


def _break(view: View, moment: Moment, one: Balance, last: int | None) -> Break:
    """With the counts of these goods, and the last paper that put some on, if any did."""
    counts = [row for row in stock(view, moment) if SORT_OF.get(row.item) == one.sort]
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
        facts=Facts(expected=one.delivered, found=one.delivered + one.surplus, leg=one.sort),
        at=papers[-1][1].document.at,
        took=cited[-1],
        of_lines=False,
    )


def _batches(view: View, moment: Moment) -> tuple[Batch, ...]:
    table = view.tables["accounts"][2]
    sums = select(table.c.stock, table.c.batch, func.count(table.c.number.distinct())).where(counted(moment, table))
    rows = view.connection.execute(sums.group_by(table.c.stock, table.c.batch))
    revealed = {(stock, batch): number for stock, batch, number in rows}
    found: dict[tuple[str, str], list[Any]] = {}
    for row in stock(view, moment):
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
