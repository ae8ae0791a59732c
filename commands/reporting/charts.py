"""The drawings of the report, made of what the desk answered: times by leg, and the map of areas."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from statistics import median_low
from typing import Final

from commands.looking.told import leg
from commands.pages import cartogram, drawing
from commands.pages.areas import Areas
from commands.pages.cartogram import District, Spot, Standing
from commands.pages.drawing import Line
from commands.program.language import _, number, short_moment
from commands.reporting import mapped
from commands.reporting.gathering import Desk
from ledger.domain.documents.base import HOUR, seconds
from projections.legs import order

_YEAR: Final = 366 * 24
"""Hours. What claims to be further than this from the middle one says nothing of the others, and would flatten them."""
_CALENDAR: Final = range(*(seconds(f"{year}-01-01T00:00:00+00:00") // HOUR for year in ("0002", "9999")))
"""Hours that a calendar has in every zone."""


def areas(desk: Desk, named: Areas) -> str:
    """The map."""
    drawn = [
        District(named.area(above), [_spot(desk, place, named) for place in places])
        for above, places in mapped.districts(desk)
    ]
    told = "; ".join(spot.told for district in drawn for spot in district.spots)
    return cartogram.cartogram(_("Areas"), told, drawn) if drawn else ""


def _spot(desk: Desk, place: str, named: Areas) -> Spot:
    worst, broken = mapped.worst(desk.open, place)
    away = mapped.away(desk.coverage.late, place)
    return cartogram.spot(named, place, named.short(place), Standing(worst, broken, away))


def timelines(desk: Desk) -> Iterator[tuple[str, str, int]]:
    """When boxes arrived, leg by leg, and of how many the claim is too far from all others to be drawn with them."""
    zone = datetime.fromisoformat(desk.moment.at).tzinfo or UTC
    dues: dict[str, Counter[str | None]] = {}
    for row in desk.coverage.rows:
        dues.setdefault(row.leg, Counter())[row.due] += row.expected
    for one in sorted(desk.coverage.arrivals, key=order):
        arrived = desk.coverage.arrivals[one]
        near = _near(arrived)
        drawn = _timeline(leg(one), near, dues[one], desk.moment.seconds, zone) if near else ""
        yield leg(one), drawn, arrived.total() - near.total()


def _near(hours: Counter[int]) -> Counter[int]:
    """The hours that are drawn."""
    middle = median_low(hours.elements())
    kept = (hour for hour in hours if abs(hour - middle) <= _YEAR and hour in _CALENDAR)
    return Counter({hour: hours[hour] for hour in kept})


def _timeline(title: str, hours: Counter[int], dues: Counter[str | None], now: int, zone: tzinfo) -> str:
    """A deadline that is still to come is told and not drawn: the axis ends where what is known ends."""
    due = next((one for one, _count in dues.most_common() if one is not None and _is_near(one, hours)), None)
    passed = due if due and seconds(due) <= max(now, max(hours) * HOUR) else None
    marks = [*hours, *([seconds(passed) // HOUR] if passed else [])]
    begins, last = (_clock(hour, zone) for hour in (min(marks), max(marks) + 1))
    said = _("due {time}") if len(dues) == 1 else _("most are due {time}")
    deadline = said.format(time=short_moment(due)) if due else _("no single deadline")
    told = _("{n} boxes accepted between {first} and {last}; {deadline}").format(
        n=number(hours.total()), first=_clock(min(hours), zone), last=_clock(max(hours) + 1, zone), deadline=deadline
    )
    most = _("at most {n} boxes in one column")
    until = seconds(passed) if passed else None
    return drawing.timeline(title, told, Line(hours, until, begins, last, deadline, most))


def _is_near(due: str, hours: Counter[int]) -> bool:
    """Whether a deadline can be drawn with them: it too is what somebody wrote."""
    hour = seconds(due) // HOUR
    return hour in _CALENDAR and min(hours) - _YEAR <= hour <= max(hours) + _YEAR


def _clock(hour: int, zone: tzinfo) -> str:
    return short_moment(datetime.fromtimestamp(hour * HOUR, zone))
