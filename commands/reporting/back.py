"""
Boxes that were not there in time, in words: who had them when the time ran out, who has them now, how they stand.

Who had a box when the time ran out is asked why it was late; who has it now is asked to show it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from commands.looking import covered, reasons
from commands.looking.told import duration
from commands.pages.areas import Areas
from commands.program.language import _, number, short_moment
from commands.program.output import NOWHERE
from commands.reporting.gathering import Desk
from commands.reporting.kept import Folder
from ledger.domain import names
from ledger.domain.documents.base import seconds
from projections.desk import Cell
from projections.legs import ends

FEW: Final = 4
"""Stations and units that are named; of more it is told how many they are."""


@dataclass(frozen=True)
class NotBack:
    """An area, and its boxes that were not back in time: which, who had them then and has them now."""

    area: str
    late: int
    missing: int
    stations: str
    had: str
    holds: str


@dataclass(frozen=True)
class Told:
    """What is said of boxes that were not there in time: of a desk, with the names of areas and what a reader kept."""

    desk: Desk
    areas: Areas
    kept: Folder | None
    few: int = FEW
    """Stations and units that are named."""

    def by_district(self) -> Iterator[NotBack]:
        """By district, those that were late or missing on any leg home."""
        cells = sorted(self.desk.not_back, key=lambda one: one.boxes)
        for district, same in groupby(cells, key=lambda one: names.district(names.area_of_box(one.boxes[0]))):
            yield self._not_back(self.areas.short(district), list(same))

    def _not_back(self, district: str, cells: Sequence[Cell]) -> NotBack:
        missing = {box for one in cells if one.state == "missing" for box in one.boxes}
        late = {box for one in cells for box in one.boxes} - missing
        stations = [
            self._station(station, list(same))
            for station, same in groupby(cells, key=lambda one: names.area_of_box(one.boxes[0]))
        ]
        return NotBack(
            district,
            len(late),
            len(missing),
            few(stations, _("{n} stations"), self.few),
            self._units(one.unit for one in cells),
            few([*dict.fromkeys(self.holder(one) for one in cells)], _("{n} units"), self.few),
        )

    def _station(self, station: str, cells: Sequence[Cell]) -> str:
        count = number(len({box for one in cells for box in one.boxes}))
        ways = "; ".join(dict.fromkeys(self._way(one) for one in _longest(cells)))
        return _("{station} ({n}): {ways}").format(station=self.areas.short(station), n=count, ways=ways)

    def _way(self, cell: Cell) -> str:
        """`1 h 32 min late, entry 4061`."""
        if cell.came is not None:
            told = _("{time} late, entry {index}")
            return told.format(time=duration(late(cell)), index=cell.came.index)
        return {
            "refused": _("refused, entry {index}"),
            "waits": _("papers wait, entry {index}"),
            "answered-missing": _("not found, entry {index}"),
        }.get(cell.how, _("not come, entry {index}")).format(index=cell.last.index)

    def _units(self, units: Iterable[str | None]) -> str:
        return few([self.areas.unit(one) for one in dict.fromkeys(units) if one], _("{n} units"), self.few)

    def holder(self, cell: Cell) -> str:
        """Who has the boxes now; where papers wait, by them."""
        waits = self.desk.waits.get(cell.boxes[0])
        if waits is not None:
            return _("{unit} by papers that wait").format(unit=self.areas.unit(waits.unit))
        return self.areas.unit(cell.holds) if cell.holds else NOWHERE

    def after(self, cell: Cell) -> str:
        """Whether whoever leads on on this leg came to the boxes only when its time had run out."""
        giver = ends(cell.leg)[0]
        before = next((one for one in self.desk.coverage.late if _leads_to(one, giver, cell)), None)
        if before is None or before.came is None or cell.due.last is None or seconds(before.came.at) <= cell.due.last:
            return ""
        said = _("They came to {unit} only {time}, after the deadline.")
        return said.format(unit=self.areas.unit(before.came.unit or ""), time=short_moment(before.came.at))

    def stands(self, cell: Cell) -> str:
        """How they stand."""
        box = cell.boxes[0]
        due = short_moment(cell.due.at) if cell.due.at else NOWHERE
        if cell.state == "missing" and box in self.desk.waits:
            return _("NOT COME by papers that count: due {due}. {waits}").format(due=due, waits=self.waits(box))
        if cell.state == "missing" and cell.how == "refused" and box in self.desk.refused:
            return _("NOT COME: due {due}. {refused}").format(due=due, refused=self.refused(box))
        seen = next((one for one in self.desk.seen_again if set(cell.boxes) <= set(one.boxes)), None)
        if seen is None or seen.settled is None:
            return covered.told_of(cell)
        said = _("It had been reported lost (entry {report}) and was seen again (entry {seen}).")
        found = said.format(report=seen.papers[-1].index, seen=seen.settled.index)
        return f"{covered.told_of(cell)}. {found}"

    def waits(self, box: str) -> str:
        """What papers that wait say of a box, and whether the reader holds what they wait for."""
        one = self.desk.waits[box]
        said = _(
            "{n} later papers wait for one that is not here (its SHA-256 begins {digest}); the last of them that says "
            "who has the box, entry {index}, puts it with {unit} on {at}."
        )
        found = said.format(
            n=number(one.papers),
            digest=one.lacks,
            index=one.index,
            unit=self.areas.unit(one.unit),
            at=short_moment(one.at),
        )
        held = self.kept.holding(one.lacks) if self.kept else None
        if held is None:
            return found
        closes = _("You hold that paper ({file}): recorded, the chain closes.").format(file=held.name)
        return f"{found} {closes}"

    def refused(self, box: str) -> str:
        """When a box was presented, who did not take it, and why."""
        one = self.desk.refused[box]
        said = _("Presented {at} and refused by {unit} (entry {index}), reason given: {reason}.")
        why = reasons.told(one.reason)
        return said.format(at=short_moment(one.at), unit=self.areas.unit(one.by), index=one.index, reason=why)


def few(said: Sequence[str], many: str, most: int = FEW) -> str:
    """All of them, or how many they are."""
    return "; ".join(said) if len(said) <= most else many.format(n=number(len(said)))


def late(cell: Cell) -> int:
    """By how many seconds boxes came after the deadline."""
    return seconds(cell.came.at) - (cell.due.last or 0) if cell.came is not None else 0


def _longest(cells: Sequence[Cell]) -> list[Cell]:
    """Of the same boxes the leg on which they were late longest, or have not come."""
    by_boxes: dict[tuple[str, ...], list[Cell]] = {}
    for one in cells:
        by_boxes.setdefault(one.boxes, []).append(one)
    return [max(same, key=lambda one: (one.came is None, late(one))) for same in by_boxes.values()]


def _leads_to(one: Cell, giver: str, cell: Cell) -> bool:
    return ends(one.leg)[1] == giver and set(cell.boxes) <= set(one.boxes)
