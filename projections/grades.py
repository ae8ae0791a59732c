"""
Grades and the time from outside: how well each link is witnessed, and between which cosigned checkpoints it was signed.

The fold gives B to E. A takes what no paper can say of itself: a time that others vouch for.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from ledger.domain import names
from ledger.domain.documents.base import seconds
from ledger.log.bracket import UNKNOWN, Bracket, Marks
from ledger.log.checkpoint import Opened
from ledger.log.quorum import Quorum
from ledger.persistence.entries import as_bytes, chunks
from ledger.persistence.journal import Journal
from projections import codes
from projections.looking import View
from projections.moment import Moment, counted

NOTHING: Final = Marks((), Quorum())
"""Where no cosigned checkpoint is at hand."""


@dataclass(frozen=True)
class Graded:
    """So many links of a grade, in so many papers."""

    grade: str
    links: int
    papers: int
    kinds: Mapping[str, int] = field(default_factory=dict)
    """By kind how many papers, most first."""


def marks(journal: Journal, opened: Iterable[Opened], quorum: Quorum) -> Marks:
    """The checkpoints that are of this very ledger: one of another history dates nothing in it."""
    size = journal.size()
    return Marks([one for one in opened if _is_ours(journal, one, size)], quorum)


def _is_ours(journal: Journal, one: Opened, size: int) -> bool:
    given = one.checkpoint
    return 0 < given.size <= size and journal.frontier(given.size).root() == given.root


def brackets(view: View, marks: Marks, indexes: Collection[int]) -> dict[int, Bracket]:
    """Of each of these papers."""
    found = dict.fromkeys(indexes, UNKNOWN)
    if not marks:
        return found
    (papers,) = view.tables["papers"]
    for some in chunks(list(found)):
        wanted = select(papers.c.took, papers.c.seen, papers.c.root).where(papers.c.took.in_(some))
        for took, seen, root in view.connection.execute(wanted):
            found[took] = marks.bracket(took, seen, as_bytes(root))
    return found


def dated(grade: str | None, at: str, bracket: Bracket) -> str | None:
    """The grade of a paper that is witnessed and whose claim the time from outside bears out."""
    return "A" if grade == "B" and bracket.dates(seconds(at)) else grade


def graded(view: View, moment: Moment, marks: Marks, area: str | None = None) -> list[Graded]:
    """The links of an area's units, counted by grade as at a moment, best first."""
    later = _later(view, moment)
    links = Counter[str]()
    papers: dict[str, Counter[str]] = defaultdict(Counter)
    for row in _rows(view, moment, area):
        grade = later.get(row.digest, row.grade)
        found = dated(grade, row.at, marks.bracket(row.took, row.seen, as_bytes(row.root))) if grade else None
        if found is not None:
            links[found] += row.links
            papers[found][row.kind] += 1
    return [Graded(grade, links[grade], papers[grade].total(), _most_first(papers[grade])) for grade in codes.GRADES]


def _most_first(kinds: Counter[str]) -> dict[str, int]:
    return dict(sorted(kinds.items(), key=lambda one: (-one[1], one[0])))


def _rows(view: View, moment: Moment, area: str | None) -> Iterable[Any]:
    (papers,) = view.tables["papers"]
    wanted = select(papers).where(counted(moment, papers), papers.c.links > 0)
    if area is not None:
        wanted = wanted.where(papers.c.unit.contains(f"/{area}", autoescape=True))
    for row in view.connection.execute(wanted):
        if area is None or names.covers(area, names.area_of(row.unit or "")):
            yield row


def _later(view: View, moment: Moment) -> dict[str, str]:
    """By digest the grade a later signature gave."""
    (papers,), (*_, table) = view.tables["papers"], view.tables["chain"]
    wanted = select(table.c.digest, table.c.grade).where(table.c.took == papers.c.took, counted(moment, papers))
    return {row.digest: row.grade for row in view.connection.execute(wanted.order_by(table.c.number))}
