"""
The short answers of the first page: what the press reads, and where an auditor begins.

Places are called as people call them where their names are known, and no code of a break is told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from commands.program.language import _, number
from commands.program.spoken import tongue, words
from commands.reporting.areas import Areas
from commands.reporting.first import First
from commands.reporting.gathering import Desk
from commands.reporting.hearing import Unseen
from ledger.domain import names
from projections.desk import Break, Cell

_LATE: Final = frozenset({"late", "missing"})
_FEW: Final = 4
"""Stations and units that are named; of more it is told how many they are."""
_REASONS: Final = 3
"""Of what is wrong with a box, the gravest that are told."""


@dataclass(frozen=True)
class NotBack:
    """An area, and its boxes that were not back in time."""

    area: str
    late: int
    missing: int
    stations: str
    answers: str


@dataclass(frozen=True)
class Opened:
    """A box to open first, and why, in words."""

    box: str
    why: str
    alike: int


def not_back(desk: Desk, areas: Areas) -> Iterator[NotBack]:
    """By district, those that were late or missing on any leg home."""
    cells = sorted((one for one in desk.not_back if one.state in _LATE), key=lambda one: one.boxes)
    for district, same in groupby(cells, key=lambda one: _district(one.boxes[0])):
        yield _not_back(areas.short(district), list(same), areas)


def _district(box: str) -> str:
    return names.district(names.area_of_box(box))


def _not_back(district: str, cells: Sequence[Cell], areas: Areas) -> NotBack:
    missing = {box for one in cells if one.state == "missing" for box in one.boxes}
    late = {box for one in cells for box in one.boxes} - missing
    stations = Counter(names.area_of_box(box) for box in (*late, *missing))
    units = dict.fromkeys(one.unit for one in cells if one.unit)
    return NotBack(
        district,
        len(late),
        len(missing),
        _few([f"{areas.short(one)} ({number(stations[one])})" for one in sorted(stations)], _("{n} stations")),
        _few([areas.unit(one) for one in units], _("{n} units")),
    )


def _few(said: Sequence[str], many: str) -> str:
    return "; ".join(said) if len(said) <= _FEW else many.format(n=number(len(said)))


def seals(found: Sequence[Break], areas: Areas) -> list[str]:
    """Seals that changed, and of which boxes nothing settles it."""
    boxes, unsettled = _boxes(found), _boxes(one for one in found if one.settled is None)
    if not boxes:
        return [_("No two signed papers state different seals of one box without saying why.")]
    said = [
        _("Of {n} boxes two signed papers state different seals. Of {settled} a later paper settles it.").format(
            n=number(len(boxes)), settled=number(len(boxes - unsettled))
        )
    ]
    if unsettled:
        named = _few([areas.box(box) for box in sorted(unsettled)], _("{n} boxes"))
        said.append(_("Unsettled: {boxes}.").format(boxes=named))
    return said


def _boxes(found: Iterable[Break]) -> set[str]:
    return {box for one in found for box in one.boxes}


def unseen(desk: Desk) -> list[str]:
    """How many hand-overs no supervisor signed, and the reasons that papers give."""
    found = desk.heard.unseen
    if not found:
        return [_("A supervisor signed every hand-over.")]
    reasons = Counter(map(_reason, found))
    counted = "; ".join(f"{reason}: {number(count)}" for reason, count in sorted(reasons.items()))
    return [
        _("{n} of {all} papers of hand-over bear no supervisor's signature.").format(
            n=number(len(found)), all=number(desk.heard.handed)
        ),
        _("The reasons they give: {reasons}.").format(reasons=counted),
    ]


def _reason(one: Unseen) -> str:
    for each in one.said:
        return tongue().word(words.ABSENCES, each.reason) if each.reason else tongue().word(words.HOW, each.how)
    return _("no reason is given")


def lacking(desk: Desk, *, withheld: int, holding: bool) -> list[str]:
    """What is not here."""
    devices = sum(one.settled is None for one in desk.devices)
    said = [
        _("Papers you kept that are not in it: {n}.").format(n=number(withheld))
        if holding
        else _("No papers that an auditor kept were looked for."),
        _("Papers that others here follow and that are not here: {n}.").format(n=number(len(desk.lacking))),
    ]
    if devices:
        said.append(_("Devices whose numbering has a gap: {n}.").format(n=number(devices)))
    return said


def first(found: Iterable[First], areas: Areas) -> list[Opened]:
    """Boxes to open first, in words."""
    return [
        Opened(
            _begun(areas.box(one.box)),
            "; ".join(_(each.definition.name) for each, _more in one.told[:_REASONS]),
            one.alike,
        )
        for one in found
    ]


def _begun(said: str) -> str:
    """As a sentence begins."""
    return said[:1].upper() + said[1:]
