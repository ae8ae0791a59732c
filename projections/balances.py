"""
Seals accounted for by sort: what was counted as goods, against what papers say was done with it.

    delivered + surplus = put on + damaged, destroyed or missing + returned + left
    put on + appeared   = broken at openings + waiting + on boxes now + gone without an opening

Nothing is below nought: what one side has too much stands on the other under a name of its own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, func, select

from projections.boxwise import Use
from projections.looking import View
from projections.moment import Moment, counted
from projections.projection import bytewise
from projections.worn import SORTS

SORT_OF: Final[Mapping[str, str]] = {
    **dict.fromkeys(("tie", "ties", "cable-tie", "cable-ties", "kabel-ties"), "ties"),
    **dict.fromkeys(("paper-seal", "paper-seals", "segel", "segel-kertas"), "papers"),
    **dict.fromkeys(("padlock", "padlocks", "gembok"), "padlocks"),
}
"""Which sort of seal goods of a name are; other goods are no seals."""
WRITTEN_OFF: Final = frozenset({"damaged", "destroyed", "missing"})
GONE: Final = frozenset({"returned"}) | WRITTEN_OFF


@dataclass(frozen=True)
class Balance:
    """One sort of seal."""

    sort: str
    delivered: int
    surplus: int
    """So many more were used than ever came."""
    written_off: int
    returned: int
    left: int
    """What should lie in stores."""
    put_on: int
    appeared: int
    broken: int
    waiting: int
    on_boxes: int
    gone: int
    verified: int
    """How many were looked at and were as stated before, and `differed`, how many not."""
    differed: int

    @property
    def is_wrong(self) -> bool:
        """Whether more was used than came; nothing can be said where no delivery was counted."""
        return bool(self.delivered and self.surplus)


def balances(view: View, moment: Moment, uses: Mapping[str, Use]) -> tuple[Balance, ...]:
    """Of each sort that any paper speaks of, with what became of those put on boxes."""
    goods, looks = _goods(view, moment), _looks(view, moment)
    known = {sort for sort, _ in (*goods, *looks)} | set(uses)
    return tuple(_balance(sort, goods, looks, uses.get(sort, Use())) for sort in SORTS if sort in known)


def _balance(
    sort: str, goods: Mapping[tuple[str, str], int], looks: Mapping[tuple[str, str], int], use: Use
) -> Balance:
    delivered, returned = goods[sort, "delivered"], goods[sort, "returned"]
    written_off = sum(goods[sort, action] for action in WRITTEN_OFF)
    left = delivered - written_off - returned - use.put_on
    return Balance(
        sort=sort,
        delivered=delivered,
        surplus=max(0, -left),
        written_off=written_off,
        returned=returned,
        left=max(0, left),
        **vars(use),
        verified=looks[sort, "seen"],
        differed=looks[sort, "differs"],
    )


def stock(view: View, moment: Moment) -> Iterable[Any]:
    """The counts of goods, in the order of the ledger and within a paper by batch."""
    table = view.tables["accounts"][0]
    keys = [bytewise(view.connection, column) for column in table.primary_key]
    return view.connection.execute(select(table).where(counted(moment, table)).order_by(*keys)).all()


def _goods(view: View, moment: Moment) -> Counter[tuple[str, str]]:
    """By sort and action the good ones; what is found damaged or missing later than at its delivery is written off."""
    goods = Counter[tuple[str, str]]()
    for row in stock(view, moment):
        if row.item in SORT_OF:
            sort = SORT_OF[row.item]
            goods[sort, row.action] += row.good
            if row.action not in {"delivered", *GONE}:
                goods[sort, "missing"] += row.damaged + row.missing
    return goods


def _looks(view: View, moment: Moment) -> Counter[tuple[str, str]]:
    table: Table = view.tables["accounts"][1]
    sums = select(table.c.act, *(func.sum(table.c[sort]) for sort in SORTS)).where(counted(moment, table))
    rows = view.connection.execute(sums.group_by(table.c.act))
    return Counter({(sort, act): int(n) for act, *each in rows for sort, n in zip(SORTS, each, strict=True) if n})
