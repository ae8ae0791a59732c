"""
How many ballots lie in boxes whose chain has a weak link, beside the margin of the contest.

A link is weak if it took effect and is graded D or E: a side is missing, or neither a witness nor a reason for his
absence is there, or it is a transcript of a form. A disputed box is weak whatever its links are, and so is one with an
open break of high severity. Ballots are those that were packed last, else those the manifest lists. It says where a
doubt about custody could matter, and nothing more.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from ledger.domain import names
from ledger.domain.documents.boxes import ManifestLine, SealingLine
from projections import codes, desk
from projections.desk import Moment, Narrowed
from projections.exported.histories import History, of_boxes
from projections.looking import View
from projections.moment import boxes_then
from projections.standing import LINK, Standing
from projections.where import where

Weight = Literal["below", "between", "above"]
_WEAK: Final = frozenset({"D", "E"})
_GRAVEST: Final = next(iter(codes.SEVERITIES))
DISPUTED: Final = "disputed"


class Weak(NamedTuple):
    """A grade, and the kind of a link that has it: `D deposit`."""

    grade: str
    kind: str

    def __str__(self) -> str:
        return " ".join(self)


@dataclass(frozen=True)
class Box:
    """A box, how many ballots are in it as far as anybody said, and why its chain is weak, if it is."""

    box: str
    ballots: int | None
    links: tuple[Weak, ...] = ()
    doubts: tuple[str, ...] = ()
    """What is more than a grade: `IR-01`, `disputed`."""

    @property
    def reasons(self) -> tuple[Weak | str, ...]:
        """All of them."""
        return *self.links, *self.doubts

    @property
    def contest(self) -> str:
        """What is voted for in it."""
        return names.contest_of(self.box)


@dataclass(frozen=True)
class Exposure:
    """All boxes of one contest, and those with a weak link beside its margin."""

    contest: str
    margin: int
    boxes: tuple[Box, ...]

    @property
    def weak(self) -> list[Box]:
        """Boxes with a weak link: disputed and broken ones first, then those with the most reasons and ballots."""
        found = [one for one in self.boxes if one.reasons]
        return sorted(found, key=lambda one: (-len(one.doubts), -len(one.reasons), -(one.ballots or 0), one.box))

    @property
    def ballots(self) -> int:
        """In boxes with a weak link."""
        return _ballots(self.weak)

    @property
    def all_ballots(self) -> int:
        """In all of them."""
        return _ballots(self.boxes)

    @property
    def uncounted(self) -> int:
        """Boxes with a weak link of which nobody said how many ballots are in them."""
        return sum(one.ballots is None for one in self.weak)

    @property
    def weight(self) -> Weight:
        """
        `above`: they are as many as the margin. `below`: even if each of them counted for the other side, which moves
        the margin by two, it would remain. `between`: it would if they were left out, and not if they counted so.
        """
        if self.ballots >= self.margin:
            return "above"
        return "between" if 2 * self.ballots >= self.margin else "below"

    def by_reason(self) -> dict[Weak | str, tuple[int, int]]:
        """For each reason how many boxes it makes weak, and the ballots in them; a box can have several."""
        reasons = sorted({reason for one in self.weak for reason in one.reasons}, key=str)
        having = {reason: [one for one in self.weak if reason in one.reasons] for reason in reasons}
        return {reason: (len(some), _ballots(some)) for reason, some in having.items()}


def listed(view: View, moment: Moment, area: str | None) -> dict[str, list[Standing]]:
    """By contest every box of an area that is expected."""
    found: dict[str, list[Standing]] = {}
    for one in where(view, replace(boxes_then(view, moment), area=area)):
        if one.listed:
            found.setdefault(names.contest_of(one.box), []).append(one)
    return dict(sorted(found.items()))


def boxes(
    view: View, moment: Moment, expected: Iterable[Standing], area: str | None, without: Collection[str]
) -> Iterator[Box]:
    """These boxes of an area; links of some kinds can be left out of account."""
    standing = {one.box: one for one in expected}
    broken = _broken(view, moment, area)
    for history in of_boxes(view, sorted(standing), boxes_then(view, moment)):
        disputed = {DISPUTED} if standing[history.box].disputed else set()
        doubts = sorted(broken.get(history.box, set()) | disputed)
        yield Box(history.box, _inside(history), _weak(history, without), tuple(doubts))


def of_contests(found: Iterable[Box], margin: int) -> list[Exposure]:
    """Each contest by itself: a margin is that of one."""
    by_contest: dict[str, list[Box]] = {}
    for one in found:
        by_contest.setdefault(one.contest, []).append(one)
    return [Exposure(contest, margin, tuple(some)) for contest, some in sorted(by_contest.items())]


def _broken(view: View, moment: Moment, area: str | None) -> dict[str, set[str]]:
    """By box the codes of its open breaks that can change a result or cast doubt on it."""
    found: dict[str, set[str]] = {}
    for one in desk.breaks(view, moment, Narrowed(area=area, severity=_GRAVEST)):
        for box in one.boxes if one.settled is None else ():
            found.setdefault(box, set()).add(one.code)
    return found


def _weak(history: History, without: Collection[str]) -> tuple[Weak, ...]:
    links = (told.link for told in history.told if told.link.verdict == LINK and told.link.kind not in without)
    return tuple(sorted({Weak(link.grade, link.kind) for link in links if link.grade in _WEAK}))


def _inside(history: History) -> int | None:
    """Ballots packed last, else listed."""
    inside = None
    for link, _document, line in history.told:
        if link.verdict == LINK and isinstance(line, ManifestLine):
            inside = line.ballots
        elif link.verdict == LINK and isinstance(line, SealingLine) and line.packed:
            inside = line.packed.ballots
    return inside


def _ballots(some: Iterable[Box]) -> int:
    return sum(one.ballots or 0 for one in some)
