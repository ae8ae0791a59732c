"""
The short answers of the first page: what the press reads, and where an auditor begins.

Places are called as people call them where their names are known, and no code of a break is told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from commands.looking.told import leg
from commands.program.language import _, number
from commands.program.spoken import tongue, words
from commands.reporting.areas import Areas
from commands.reporting.first import FEW, Alike, Away
from commands.reporting.gathering import Desk
from commands.reporting.hearing import Unseen
from commands.reporting.kept import Folder
from ledger.domain import names
from projections.desk import Break, Cell, Row

_FEW: Final = 4
"""Stations and units that are named; of more it is told how many they are."""
_REASONS: Final = 2
"""Of what is wrong with a box, the gravest that are told."""


@dataclass(frozen=True)
class NotBack:
    """An area, and its boxes that were not back in time."""

    area: str
    late: int
    missing: int
    stations: str
    answers: str
    had: str
    """Of boxes that others have now, who had them at the deadline; else empty, and so is `holds`."""
    holds: str


@dataclass(frozen=True)
class Opened:
    """A box to open first, and why, in words."""

    box: str
    why: str
    alike: int


def not_back(desk: Desk, areas: Areas) -> Iterator[NotBack]:
    """By district, those that were late or missing on any leg home."""
    cells = sorted(desk.not_back, key=lambda one: one.boxes)
    for district, same in groupby(cells, key=lambda one: _district(one.boxes[0])):
        yield _not_back(areas.short(district), list(same), areas)


def moved(found: Sequence[NotBack]) -> str:
    """Of boxes that others have now, who had them at the deadline."""
    told = "; ".join(f"{one.had} ({one.area})" for one in found if one.had)
    now = "; ".join(dict.fromkeys(one.holds for one in found if one.had))
    said = _("Who had at the deadline those that moved on since: {told}. Who has them now: {now}.")
    return said.format(told=told, now=now) if told else ""


def _district(box: str) -> str:
    return names.district(names.area_of_box(box))


def _not_back(district: str, cells: Sequence[Cell], areas: Areas) -> NotBack:
    missing = {box for one in cells if one.state == "missing" for box in one.boxes}
    late = {box for one in cells for box in one.boxes} - missing
    stations = Counter(names.area_of_box(box) for box in (*late, *missing))
    gone = [one for one in cells if one.had and one.had != one.holds]
    return NotBack(
        district,
        len(late),
        len(missing),
        _few([f"{areas.short(one)} ({number(stations[one])})" for one in sorted(stations)], _("{n} stations")),
        _units((one.unit for one in cells), areas),
        _units((one.had for one in gone), areas),
        _units((one.holds for one in gone), areas),
    )


def _units(units: Iterable[str | None], areas: Areas) -> str:
    return _few([areas.unit(one) for one in dict.fromkeys(units) if one], _("{n} units"))


def _few(said: Sequence[str], many: str) -> str:
    return "; ".join(said) if len(said) <= _FEW else many.format(n=number(len(said)))


def outside(totals: Sequence[Row]) -> list[str]:
    """Of how many arrivals others vouch for the time, and of how many only the papers say it."""
    there, proved = sum(row.there for row in totals), sum(row.proved for row in totals)
    open_ = [row for row in totals if row.straddling]
    if not proved and not open_:
        return [_("Times are what signers wrote; nobody else vouches for any of them.")] if there else []
    told = _(
        "Times are what signers wrote. Now and then others sign how far the ledger has come, and vouch for that time: "
        "so {proved} of {there} arrivals are proved to have been in time."
    )
    said = [told.format(proved=number(proved), there=number(there))]
    if open_:
        only = _("Of {n} the deadline lies between two such times, and only the papers say on which side: {legs}.")
        n = number(sum(row.straddling for row in open_))
        said.append(only.format(n=n, legs="; ".join(map(_leg, open_))))
    return said


def _leg(row: Row) -> str:
    said = _("{leg} {open} (proved in time: {proved} of {there})")
    counts = {"there": number(row.there), "proved": number(row.proved), "open": number(row.straddling)}
    return said.format(leg=leg(row.leg), **counts)


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
    found, late = desk.heard.unseen, desk.heard.later
    if not desk.heard.handed:
        return [_("No paper by which a box is handed over took effect here.")]
    later = [_("{n} more were signed by a supervisor only later.").format(n=number(len(late)))] if late else []
    if not found:
        return [_("A supervisor signed every hand-over."), *later]
    reasons = Counter(map(_reason, found))
    counted = "; ".join(f"{reason}: {number(count)}" for reason, count in sorted(reasons.items()))
    return [
        _("{n} of {all} papers of hand-over bear no supervisor's signature.").format(
            n=number(len(found)), all=number(desk.heard.handed)
        ),
        _("The reasons they give: {reasons}.").format(reasons=counted),
        *later,
    ]


def _reason(one: Unseen) -> str:
    said = one.reason
    if said is None:
        return _("no reason is given")
    return tongue().word(words.ABSENCES, said.reason) if said.reason else tongue().word(words.HOW, said.how)


def lacking(desk: Desk, kept: Folder | None) -> list[str]:
    """What is not here."""
    devices = sum(one.settled is None for one in desk.devices)
    said = [
        _("Papers you kept that are not in it: {n}.").format(n=number(len(kept.withheld)))
        if kept
        else _("No papers that an auditor kept were looked for."),
        _("Papers that others here follow and that are not here: {n}.").format(n=number(len(desk.lacking))),
    ]
    if devices:
        said.append(_("Devices whose numbering has a gap: {n}.").format(n=number(devices)))
    return said


def first(found: Iterable[Alike], areas: Areas) -> list[Opened]:
    """Boxes to open first, in words."""
    return [
        Opened(
            _begun(areas.box(one.first.box)),
            "; ".join(_(each.definition.name) for each, _more in one.first.told[:_REASONS]),
            len(one.others),
        )
        for one in found
    ]


def sought(found: Sequence[Alike], areas: Areas) -> str:
    """Boxes that cannot be opened, in words."""
    said = [_sought(one, areas) for one in found[:FEW]]
    more = sum(1 + len(one.others) for one in found[FEW:])
    return "; ".join([*said, *([_("{n} others").format(n=number(more))] if more else [])])


def _sought(one: Alike, areas: Areas) -> str:
    said = areas.box(one.first.box)
    if one.others:
        said = _("{box} and {n} others").format(box=said, n=number(len(one.others)))
    return f"{said} ({whys()[one.first.away]})"


def whys() -> dict[Away, str]:
    """Why a box cannot be opened."""
    return {
        "lost": _("reported lost"),
        "disposed": _("disposed of"),
        "not-found": _("looked for and not found"),
        "not-come": _("not come where it was due"),
    }


def _begun(said: str) -> str:
    """As a sentence begins."""
    return said[:1].upper() + said[1:]
