"""
The auditor's desk: what it asks of a ledger, each question one function, each answer frozen values.

    with looking.look(journal) as view:
        moment = desk.as_at(view, index=None, time=None, clock="2029-02-15T00:00:00+07:00")
        for one in desk.breaks(view, moment, Narrowed(area="35.79.03")): …
        for cell in desk.coverage(view, moment, Part(area="35.79.03", leg="kpps-pps")).open: …
        marks = desk.marks(journal, opened, trust.quorum)          what witnesses cosigned, for the time from outside
        desk.seals(view, moment), desk.ballots(view, moment, area)      goods accounted for
        desk.grades(view, moment, marks)                           links by grade, A to E

What does not agree, what was expected, goods and grades are asked here and nowhere else. Boxes, chains, officers,
findings, lists and tables are questions of their own, in modules beside this one.
"""

from ledger.log.bracket import Bracket, Marks
from projections import ballots as held
from projections import closing, inquiry, undone
from projections import coverage as covering
from projections import seals as sealed
from projections.balances import Balance
from projections.ballots import BallotAccount, Held
from projections.book import STATES, Book, Cell
from projections.clocks import contradicted
from projections.coverage import Coverage, Part, Row
from projections.grades import NOTHING, Graded, brackets, graded, marks
from projections.inquiry import Break, End, Narrowed
from projections.legs import order
from projections.looking import View
from projections.moment import Moment, as_at
from projections.moves import Move
from projections.replies import Replies, Reply
from projections.seals import Batch, SealAccount
from projections.totals import total, totals
from projections.watch.watching import Cite, Facts

__all__ = [
    "STATES",
    "Balance",
    "BallotAccount",
    "Batch",
    "Bracket",
    "Break",
    "Cell",
    "Cite",
    "Coverage",
    "End",
    "Facts",
    "Graded",
    "Held",
    "Marks",
    "Moment",
    "Move",
    "Narrowed",
    "Part",
    "Replies",
    "Reply",
    "Row",
    "SealAccount",
    "as_at",
    "ballots",
    "brackets",
    "breaks",
    "coverage",
    "grades",
    "legs",
    "marks",
    "put_on",
    "seals",
    "total",
    "totals",
]


def grades(view: View, moment: Moment, marks: Marks = NOTHING, area: str | None = None) -> list[Graded]:
    """Links counted by how well they are witnessed; A only where checkpoints are cosigned."""
    return graded(view, moment, marks, area)


def breaks(view: View, moment: Moment, asked: Narrowed | None = None, marks: Marks = NOTHING) -> list[Break]:
    """
    Everything that does not agree, open and settled, worst first: what papers show, what was left undone, claims of
    time that cosigned checkpoints contradict, and more seals than ever came.
    """
    narrowed = asked or Narrowed()
    left = undone.undone(view, Book(view, moment, narrowed.area))
    clocks = contradicted(view, moment, marks)
    goods = sealed.surplus(view, moment, narrowed.area)
    replies = Replies(view, moment)
    papers = inquiry.kept(view, moment, replies, narrowed, left.late)
    found = [*papers, *closing.closed([*left.breaks, *clocks, *goods], replies)]
    return [*closing.answered(inquiry.narrowed(found, narrowed), replies)]


def legs(view: View, moment: Moment) -> list[str]:
    """The legs that have a deadline, in their order."""
    return sorted(Book(view, moment).legs.by_leg, key=order)


def coverage(view: View, moment: Moment, asked: Part | None = None, marks: Marks = NOTHING) -> Coverage:
    """
    Expected, there, late, on the way and missing, by leg and area; and each box that was not there in time. What is
    proved of it by the time from outside, where cosigned checkpoints are given.
    """
    part = asked or Part()
    return covering.coverage(Book(view, moment, part.area, marks), part.leg, Replies(view, moment))


def seals(view: View, moment: Moment) -> SealAccount:
    """Seals delivered against those put on, broken, on boxes and left; batches that bear numbers."""
    return sealed.account(view, moment)


def put_on(view: View, moment: Moment, stock: str, batch: str) -> set[str]:
    """Which numbers of a batch were put on; whoever has its list knows by this which were not."""
    return sealed.revealed(view, moment, stock, batch)


def ballots(view: View, moment: Moment, area: str | None = None) -> BallotAccount:
    """Ballots due, packed, found and counted, by area; and each box whose numbers do not add up."""
    return held.account(view, moment, area)
