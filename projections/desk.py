"""
The auditor's desk: what it asks of a ledger, each question one function, each answer frozen values.

    with looking.look(journal) as view:
        moment = desk.as_at(view, index=None, time=None, clock="2029-02-15T00:00:00+07:00")
        for one in desk.breaks(view, moment, Narrowed(area="35.79.03")): …
        for cell in desk.coverage(view, moment, Part(area="35.79.03", leg="kpps-pps")).open: …

Report, pages and exports call these and nothing behind them.
"""

from projections import coverage as covering
from projections import inquiry, undone
from projections.coverage import STATES, Book, Cell, Coverage, Part, Row
from projections.inquiry import Break, End, Narrowed
from projections.legs import order
from projections.looking import View
from projections.moment import Moment, as_at
from projections.moves import Move
from projections.watch.watching import Cite, Facts

__all__ = [
    "STATES",
    "Break",
    "Cell",
    "Cite",
    "Coverage",
    "End",
    "Facts",
    "Moment",
    "Move",
    "Narrowed",
    "Part",
    "Row",
    "as_at",
    "breaks",
    "coverage",
    "legs",
]


def breaks(view: View, moment: Moment, asked: Narrowed | None = None) -> list[Break]:
    """Everything that does not agree, open and settled, worst first: what papers show, and what was left undone."""
    narrowed = asked or Narrowed()
    left = undone.undone(view, Book(view, moment), narrowed.area)
    return inquiry.narrowed([*inquiry.kept(view, moment), *left], narrowed)


def legs(view: View, moment: Moment) -> list[str]:
    """The legs that have a deadline, in their order."""
    return sorted(Book(view, moment).legs.by_leg, key=order)


def coverage(view: View, moment: Moment, asked: Part | None = None) -> Coverage:
    """Expected, there, late, on the way and missing, by leg and area; and each box that was not there in time."""
    return covering.coverage(Book(view, moment), asked or Part())
