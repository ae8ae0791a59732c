"""
Findings and what was answered to them, as at a moment: open ones first, the oldest of them before the others.

Who may close one is who raised it, the offices above him that are registered, and a ruling of both families; that an
answer did close it was decided by the fold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select

from ledger.domain import names
from ledger.domain.documents.base import BoxLine, seconds
from ledger.domain.documents.remarks import Answer, Finding
from ledger.persistence import states
from ledger.persistence.tables import entries
from ledger.recorded import Recorded
from projections.exported.histories import read
from projections.looking import View
from projections.moment import Moment

_OFFICES: Final = ("kpu", "ppk", "pps", "kpps", "bawaslu", "panwascam", "pkd", "ptps")
_DAY: Final = 24 * 60 * 60


@dataclass(frozen=True)
class Answered:
    """One answer: by whom, and what it does."""

    index: int
    digest: str
    at: str
    unit: str
    does: str

    @property
    def side(self) -> str:
        """`custody` or `supervision`."""
        return names.family_of(self.unit)


@dataclass(frozen=True)
class Found:
    """A finding, and all that was answered to it."""

    index: int
    digest: str
    at: str
    unit: str
    sort: str
    code: str
    place: str
    boxes: tuple[str, ...]
    answers: tuple[Answered, ...] = ()
    may_close: tuple[str, ...] = ()
    """Units; a ruling may besides."""

    @property
    def open(self) -> bool:
        """Nobody closed it."""
        return all(answer.does != "closes" for answer in self.answers)

    def days(self, moment: Moment) -> int:
        """How many days old it was at a moment, as far as it says when it was raised."""
        return max(0, (moment.seconds - seconds(self.at)) // _DAY)

    def touches(self, area: str) -> bool:
        """Whether a box or the place of it lies there."""
        where = names.area_of(names.unit_of_place(self.place)) if self.place != "?" else ""
        return names.covers(area, where) or any(names.covers(area, box) for box in self.boxes)


def findings(view: View, moment: Moment) -> list[Found]:
    """All there were, those that nobody had closed first."""
    found: dict[str, Found] = {}
    answers: dict[str, list[Answered]] = {}
    for index, paper in _spoken(view, moment):
        document = paper.document
        if isinstance(document, Finding):
            found[paper.digest] = _found(view, index, paper, document)
        elif isinstance(document, Answer):
            answer = Answered(index, paper.digest, document.at, document.unit, document.does)
            answers.setdefault(document.of, []).append(answer)
    answered = (replace(one, answers=tuple(answers.get(one.digest, ()))) for one in found.values())
    return sorted(answered, key=lambda one: (not one.open, one.index))


def _spoken(view: View, moment: Moment) -> Iterator[tuple[int, Recorded]]:
    """Findings and answers that count at the moment, in the order of the ledger."""
    kept = entries.c
    wanted = select(kept.position).where(kept.type.in_(("finding", "answer")), kept.position <= moment.entries)
    indexes = [position - 1 for position in view.journal.execute(wanted).scalars()]
    return ((n, paper) for n, paper in read(view, indexes) if moment.counts(n, seconds(paper.document.at)))


def _found(view: View, index: int, paper: Recorded, document: Finding) -> Found:
    return Found(
        index=index,
        digest=paper.digest,
        at=document.at,
        unit=document.unit,
        sort=document.sort,
        code=document.code,
        place=document.place,
        boxes=tuple(line.box for line in paper.lines if isinstance(line, BoxLine)),
        may_close=(document.unit, *_above(view, document.unit)),
    )


def _above(view: View, unit: str) -> list[str]:
    """The registered offices above a unit, the nearest first."""
    area = names.area_of(unit)
    wider = [area[:end] for end in range(len(area), 0, -1) if end == len(area) or area[end] in "./"]
    offices = (f"{office}/{each}" for each in wider for office in _OFFICES)
    above = [office for office in offices if names.is_unit(office) and names.is_above(office, unit)]
    known = states.load(view.journal, [f"unit:{office}" for office in above])
    return [office for office in above if f"unit:{office}" in known]
