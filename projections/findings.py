"""
Findings and what was answered to them, as at a moment: open ones first, the oldest of them before the others.

Who may close one is who raised it, the offices above him that are registered, and a ruling of both families; that an
answer did close it was decided by the fold. To answer is first who answered for its boxes when it was recorded, then
whoever raised it, and so on in turn.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from ledger.domain import names
from ledger.domain.custody.effects import Gathered, Present
from ledger.domain.documents.base import DAY, BoxLine, seconds
from ledger.domain.documents.remarks import Finding
from ledger.persistence import states
from ledger.recorded import Recorded
from projections import inquiry
from projections.inquiry import Break, Narrowed
from projections.looking import View
from projections.moment import Moment
from projections.reading import papers_of
from projections.replies import Replies, Reply

LOST: Final = "IR-13"
"""Of a box that was reported lost it matters whether it was seen since."""


@dataclass(frozen=True)
class Sighting:
    """Boxes that were seen after they had been reported lost, and the first paper that says so."""

    boxes: tuple[str, ...]
    index: int
    at: str


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
    answers: tuple[Reply, ...] = ()
    may_close: tuple[str, ...] = ()
    """Units; a ruling may besides."""
    custodians: tuple[str, ...] = ()
    """Units that answered for its boxes when it was recorded; without boxes that of its place, else the commission."""
    seen_again: tuple[Sighting, ...] = ()
    """Of its boxes, if it reports them lost; that they came to sight closes no finding."""

    @property
    def open(self) -> bool:
        """Nobody closed it; where answers name boxes, not of all of them."""
        return bool(self.left) if self.boxes else not self._closing

    @property
    def left(self) -> tuple[str, ...]:
        """Its boxes of which nobody closed it."""
        return tuple(box for box in self.boxes if not any(answer.about(box) for answer in self._closing))

    @property
    def _closing(self) -> list[Reply]:
        return [answer for answer in self.answers if answer.does == "closes"]

    @property
    def to_answer(self) -> tuple[str, ...]:
        """Whose turn it is; nobody's once it is closed."""
        if not self.open:
            return ()
        others = tuple(unit for unit in self.custodians if unit != self.unit)
        theirs = not self.answers or self.answers[-1].unit in self.may_close
        return others if others and theirs else self.may_close[:1]

    @property
    def area(self) -> str:
        """What it is about: what its boxes have in common, else its place, else whoever raised it."""
        return names.common_area(self.boxes) or self._here

    def days(self, moment: Moment) -> int:
        """How many days old it was at a moment, as far as it says when it was raised."""
        return max(0, (moment.seconds - seconds(self.at)) // DAY)

    def touches(self, area: str) -> bool:
        """Whether a box or the place of it lies there; where it names neither, whoever raised it."""
        named = self.place != names.NOWHERE or not self.boxes
        return (named and names.covers(area, self._here)) or any(names.covers(area, box) for box in self.boxes)

    @property
    def _here(self) -> str:
        """The area of its place, else of whoever raised it."""
        return names.area_of(names.unit_of_place(self.place) if self.place != names.NOWHERE else self.unit)


def findings(view: View, moment: Moment) -> list[Found]:
    """All there were, those that nobody had closed first."""
    replies = Replies(view, moment)
    papers = [*papers_of(view, moment, "finding")]
    answered_for = _custodians(view, [index for index, _paper in papers])
    seen = seen_again(inquiry.kept(view, moment, replies, Narrowed(code=LOST)))
    found = [replace(one, seen_again=_sightings(one, seen)) for one in _found(view, papers, replies, answered_for)]
    return sorted(found, key=lambda one: (not one.open, seconds(one.at), one.index))


def seen_again(found: Iterable[Break]) -> tuple[Break, ...]:
    """Boxes that were reported lost and came to sight, though nobody answered the report."""
    lost = (one for one in found if one.code == LOST)
    return tuple(one for one in lost if one.settled is not None and one.settled.way != "answer")


def _sightings(one: Found, seen: Iterable[Break]) -> tuple[Sighting, ...]:
    own = (each for each in seen if each.papers[-1].digest == one.digest)
    return tuple(Sighting(each.boxes, each.settled.index, each.settled.at) for each in own if each.settled)


def _found(
    view: View, papers: list[tuple[int, Recorded]], replies: Replies, answered_for: dict[int, tuple[str, ...]]
) -> Iterator[Found]:
    for index, paper in papers:
        document = paper.document
        if isinstance(document, Finding):
            yield Found(
                index=index,
                digest=paper.digest,
                at=document.at,
                unit=document.unit,
                sort=document.sort,
                code=document.code,
                place=document.place,
                boxes=tuple(line.box for line in paper.lines if isinstance(line, BoxLine)),
                answers=replies.to([paper.digest]),
                may_close=(document.unit, *_above(view, document.unit)),
                custodians=answered_for[index] or _placed(document.place) or _office(view, document.unit),
            )


def _custodians(view: View, indexes: list[int]) -> dict[int, tuple[str, ...]]:
    """By finding who answered for its boxes when it was recorded."""
    return {
        index: tuple(sorted({one.custodian for one in _became(did) if one.custodian}))
        for index, did in view.gathered(indexes).items()
    }


def _became(did: Gathered) -> list[Present]:
    """The boxes it names, as they stood."""
    return [group.change.now for group in did.together if group.change.index == did.effects.index]


def _placed(place: str) -> tuple[str, ...]:
    return () if place == names.NOWHERE else (names.unit_of_place(place),)


def _office(view: View, unit: str) -> tuple[str, ...]:
    """The nearest registered office of the commission for the area of a unit."""
    offices = (office for office in _offices(unit) if names.family_of(office) == names.CUSTODY)
    return tuple(_registered(view, offices)[:1])


def _above(view: View, unit: str) -> list[str]:
    """The registered offices above a unit, the nearest first."""
    return _registered(view, (office for office in _offices(unit) if names.is_above(office, unit)))


def _offices(unit: str) -> Iterator[str]:
    """Names of offices for the area of a unit and those around it, the nearest first."""
    around = names.upward(names.area_of(unit))
    offices = (f"{office}/{each}" for each in around for office in names.OFFICES)
    return filter(names.is_unit, offices)


def _registered(view: View, offices: Iterable[str]) -> list[str]:
    named = [*offices]
    known = states.load(view.journal, [f"unit:{office}" for office in named])
    return [office for office in named if f"unit:{office}" in known]
