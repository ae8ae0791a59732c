"""The drawings of the report, made of what the desk answered: bars and times by leg, and the map of areas."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from statistics import median_low
from typing import Final

from commands.looking.told import leg
from commands.program.language import _, number, short_moment
from commands.reporting import cartogram, drawing, gathering
from commands.reporting.areas import Areas
from commands.reporting.cartogram import District, Spot
from commands.reporting.drawing import Bar, Line
from commands.reporting.gathering import Desk
from ledger.domain.documents.base import seconds
from projections.desk import Row
from projections.legs import order

_HOUR: Final = 3600
_YEAR: Final = 366 * 24
"""Hours. What claims to be further than this from the middle one says nothing of the others, and would flatten them."""
_CALENDAR: Final = range(*(seconds(f"{year}-01-01T00:00:00+00:00") // _HOUR for year in ("0002", "9999")))
"""Hours that a calendar has in every zone."""


def states() -> dict[str, str]:
    """How a box can stand on a leg."""
    return {
        "there": _("in time"),
        "late": _("late"),
        "in_transit": _("on the way"),
        "missing": _("not come"),
        "pending": _("not yet due"),
    }


def bars(added: Sequence[Row]) -> str:
    """A bar for each leg."""
    rows = [
        Bar(
            leg(row.leg),
            {state: getattr(row, state) for state in drawing.FILLS},
            _("{there} of {expected}").format(there=number(row.there), expected=number(row.expected)),
        )
        for row in added
    ]
    told = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return drawing.bars(_("Boxes in time, by leg"), told, rows) if rows else ""


def areas(desk: Desk, named: Areas) -> str:
    """The map."""
    drawn = [
        District(named.area(above), [_spot(desk, place, named) for place in places])
        for above, places in gathering.districts(desk)
    ]
    told = "; ".join(spot.told for district in drawn for spot in district.spots)
    return cartogram.cartogram(_("Areas"), told, drawn) if drawn else ""


def _spot(desk: Desk, place: str, named: Areas) -> Spot:
    worst, broken = gathering.worst(desk.open, place)
    away = gathering.away(desk.coverage.late, place)
    code = place.rpartition("/")[2] if "/" in place else place.rpartition(".")[2]
    name = named.names.get(place, "")
    told = _("{area}: {broken} open breaks, {away} boxes not in time")
    return Spot(
        name or code,
        code if name else "",
        worst,
        f"{number(broken)} / {number(away)}",
        told.format(area=named.short(place), broken=number(broken), away=number(away)),
    )


def timelines(desk: Desk) -> Iterator[tuple[str, str, int]]:
    """When boxes arrived, leg by leg, and of how many the claim is too far from all others to be drawn with them."""
    zone = datetime.fromisoformat(desk.moment.at).tzinfo or UTC
    dues: dict[str, Counter[str | None]] = {}
    for row in desk.coverage.rows:
        dues.setdefault(row.leg, Counter())[row.due] += row.expected
    for one in sorted(dues.keys() & desk.heard.arrivals.keys(), key=order):
        arrived = desk.heard.arrivals[one]
        near = _near(arrived)
        drawn = _timeline(leg(one), near, dues[one], zone) if near else ""
        yield leg(one), drawn, arrived.total() - near.total()


def _near(hours: Counter[int]) -> Counter[int]:
    """The hours that are drawn."""
    middle = median_low(hours.elements())
    kept = (hour for hour in hours if abs(hour - middle) <= _YEAR and hour in _CALENDAR)
    return Counter({hour: hours[hour] for hour in kept})


def _timeline(title: str, hours: Counter[int], dues: Counter[str | None], zone: tzinfo) -> str:
    due = next((one for one, _count in dues.most_common() if one is not None and _is_near(one, hours)), None)
    marks = [*hours, *([seconds(due) // _HOUR] if due else [])]
    begins, last = (_clock(hour, zone) for hour in (min(marks), max(marks) + 1))
    said = _("due {time}") if len(dues) == 1 else _("most are due {time}")
    deadline = said.format(time=short_moment(due)) if due else _("no single deadline")
    told = _("{n} boxes accepted between {first} and {last}; {deadline}").format(
        n=number(hours.total()), first=_clock(min(hours), zone), last=_clock(max(hours) + 1, zone), deadline=deadline
    )
    most = _("at most {n} boxes in one column")
    return drawing.timeline(title, told, Line(hours, seconds(due) if due else None, begins, last, deadline, most))


def _is_near(due: str, hours: Counter[int]) -> bool:
    """Whether a deadline can be drawn with them: it too is what somebody wrote."""
    hour = seconds(due) // _HOUR
    return hour in _CALENDAR and min(hours) - _YEAR <= hour <= max(hours) + _YEAR


def _clock(hour: int, zone: tzinfo) -> str:
    return short_moment(datetime.fromtimestamp(hour * _HOUR, zone))
