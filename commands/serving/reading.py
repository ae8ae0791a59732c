"""
What the desk says as at one moment: each question is asked once, and pages show the part they are about.

What takes longest is asked before anybody waits for it (`prepare`); what came in later is another reading. Of several
who ask the same at once, one asks the ledger and the others wait for the answer.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TypeVar

from commands.serving.once import Once, once
from ledger.domain import names
from projections import desk, findings, inquiry
from projections.desk import BallotAccount, Break, Coverage, Graded, Marks, Moment, Narrowed, Part, SealAccount
from projections.findings import Found
from projections.lookout import Lookout
from projections.moment import boxes_then
from projections.standing import Standing
from projections.where import where

Answer = TypeVar("Answer")


class Reading(Once):
    """The answers of one moment. They do not change."""

    def __init__(self, lookout: Lookout, moment: Moment, marks: Marks) -> None:
        super().__init__()
        self.lookout = lookout
        self.moment = moment
        self.marks = marks
        self._coverage: dict[str | None, Coverage] = {}
        self._ballots: dict[str | None, BallotAccount] = {}

    def prepare(self) -> None:
        """Ask everything that takes long and that most pages show."""
        _ = self.tally, self.away, self._below, self.grades, self.findings, self.seals, self.ballots(None)
        for area in (None, self.top, *self.below(self.top)):
            self.coverage(area)

    @once
    def boxes(self) -> Mapping[str, Standing]:
        """Every box as it stood, by its name and in the order of names."""
        with self.lookout.view() as view:
            found = where(view, boxes_then(view, self.moment)) if self.moment.entries else []
        return {one.box: one for one in found}

    @once
    def breaks(self) -> tuple[Break, ...]:
        """Open and settled, worst first."""
        with self.lookout.view() as view:
            return tuple(desk.breaks(view, self.moment, None, self.marks))

    @once
    def grades(self) -> tuple[Graded, ...]:
        """Links by how well they are witnessed."""
        with self.lookout.view() as view:
            return tuple(desk.grades(view, self.moment, self.marks))

    @once
    def findings(self) -> tuple[Found, ...]:
        """What somebody holds to be wrong, open ones first."""
        with self.lookout.view() as view:
            return tuple(findings.findings(view, self.moment))

    @once
    def seals(self) -> SealAccount:
        """Seals delivered, used and left."""
        with self.lookout.view() as view:
            return desk.seals(view, self.moment)

    def ballots(self, area: str | None) -> BallotAccount:
        """Ballots due, packed, found and counted."""
        with self.alone("ballots", area):
            found = self._ballots.get(area)
            if found is None:
                with self.lookout.view() as view:
                    found = desk.ballots(view, self.moment, area)
                self._keep(self._ballots, area, found)
        return found

    def coverage(self, area: str | None) -> Coverage:
        """Counted by leg and by the areas one step below, with who was not there in time."""
        with self.alone("coverage", area):
            found = self._coverage.get(area)
            if found is None:
                with self.lookout.view() as view:
                    found = desk.coverage(view, self.moment, Part(area), self.marks)
                self._keep(self._coverage, area, found)
        return found

    def _keep(self, answers: dict[str | None, Answer], area: str | None, found: Answer) -> None:
        """What is asked about no box can be asked endlessly."""
        if area is None or self.within(area):
            answers[area] = found

    def broken(self, asked: Narrowed) -> list[Break]:
        """The breaks of an area, a code or a severity."""
        return inquiry.narrowed(self.breaks, asked)

    @once
    def top(self) -> str | None:
        """The smallest area that all boxes belong to."""
        return names.common_area(self.boxes) or None

    @once
    def tally(self) -> Mapping[str, Counter[str]]:
        """By area how many breaks are open there, by how grave they are."""
        found: dict[str, Counter[str]] = {}
        for one in (each for each in self.breaks if each.settled is None):
            for area in _around({names.area_of_box(box) for box in one.boxes} | {one.area}):
                found.setdefault(area, Counter())[one.severity] += 1
        return found

    @once
    def away(self) -> Mapping[str, int]:
        """By area how many boxes were not in time on some leg."""
        count = Counter[str]()
        for box in {box for cell in self.coverage(None).late for box in cell.boxes}:
            count.update(names.upward(names.area_of_box(box)))
        return count

    def within(self, area: str | None) -> list[str]:
        """The boxes of an area, by their names."""
        if area is None:
            return self._names
        # A dot, then a slash, then the digits: everything that continues the name of the area.
        return self._names[bisect_left(self._names, f"{area}.") : bisect_left(self._names, f"{area}0")]

    def below(self, area: str | None) -> list[str]:
        """The areas one step below; of a station none."""
        return sorted(self._below.get(area, ()))

    def labelled(self, area: str) -> list[Standing]:
        """The boxes whose label names the area itself."""
        return [self.boxes[box] for box in self._labelled.get(area, ())]

    @once
    def _labelled(self) -> Mapping[str, list[str]]:
        return {area: list(same) for area, same in groupby(self._names, names.area_of_box)}

    @once
    def _below(self) -> Mapping[str | None, set[str]]:
        found: dict[str | None, set[str]] = {}
        for area in self._labelled:
            chain = list(names.upward(area))
            for inner, outer in zip(chain, [*chain[1:], None], strict=True):
                found.setdefault(outer, set()).add(inner)
        return found

    @once
    def _names(self) -> list[str]:
        return sorted(self.boxes)


def _around(areas: Iterable[str]) -> set[str]:
    return {each for area in areas for each in names.upward(area)}
