"""
The auditor's desk: what it asks of a ledger, each question one function, each answer frozen values.

    with looking.look(journal) as view:
        moment = desk.as_at(view, index=None, time=None, clock="2029-02-15T00:00:00+07:00")
        for one in desk.breaks(view, moment, Narrowed(area="35.79.03")): …

Report, pages and exports call these and nothing behind them.
"""

from projections.inquiry import Break, End, Narrowed, kept, narrowed
from projections.looking import View
from projections.moment import Moment, as_at
from projections.watch.watching import Cite, Facts

__all__ = ["Break", "Cite", "End", "Facts", "Moment", "Narrowed", "as_at", "breaks"]


def breaks(view: View, moment: Moment, asked: Narrowed | None = None) -> list[Break]:
    """Everything that does not agree, open and settled, worst first."""
    return narrowed(kept(view, moment), asked or Narrowed())
