"""The whole ledger and each area of it: what is open there, who was not there in time, and the areas below."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commands.looking.covered import states
from commands.looking.told import leg
from commands.pages import beside, cartogram, legs
from commands.pages.cartogram import District, Spot, Standing
from commands.program.language import _
from commands.serving.reading import Reading
from commands.serving.visit import Visit
from ledger.domain import names
from projections import codes, desk
from projections.desk import Narrowed

_FEW = 10
"""Breaks and late boxes that a page of an area shows before it names the list of all."""


@dataclass(frozen=True)
class Place:
    """An area one step below: how many boxes, what is open, and how many boxes were not in time."""

    area: str
    boxes: int
    open: Counter[str]
    away: int

    @property
    def worst(self) -> str:
        """How grave the gravest open break is; empty where none is open."""
        return next((severity for severity in codes.SEVERITIES if self.open[severity]), "")


def overview(visit: Visit) -> Response:
    """The whole ledger."""
    return _page(visit, None)


def area(visit: Visit, area: str) -> Response:
    """An area or a station."""
    names.parse("an area", area)
    if not visit.reading.within(area):
        raise NotFound
    return _page(visit, area)


def _page(visit: Visit, area: str | None) -> Response:
    reading = visit.reading
    meant = area or reading.top
    broken = reading.broken(Narrowed(area))
    open_ = [one for one in broken if one.settled is None]
    coverage = reading.coverage(area)
    places = [_place(reading, each) for each in reading.below(meant)]
    districts = list(_districts(reading, places))
    drawn = [spot.area for _above, spots in districts for spot in spots]
    return visit.page(
        "area.html.j2",
        area=area,
        title=_("Overview") if area is None else visit.about.area(area),
        above=list(names.upward(area))[:0:-1] if area else [],
        found_breaks=open_[:_FEW],
        by_severity=Counter(one.severity for one in open_),
        open_count=len(open_),
        settled=len(broken) - len(open_),
        boxes=len(reading.within(area)),
        listed=coverage.listed,
        rows=coverage.rows,
        totals=(totals := desk.totals(coverage.rows)),
        bars=legs.bars(totals),
        cells=coverage.late[:_FEW],
        cell_count=len(coverage.late),
        places=places,
        map=_map(visit, districts),
        beside_map=beside.beside(open_, drawn).told(visit.about.area),
        beside_list=beside.beside(open_, [one.area for one in places]).told(visit.about.area),
        here=reading.labelled(meant) if meant else (),
        grades=reading.grades if area is None else (),
        findings=[one for one in reading.findings if one.open and (area is None or one.touches(area))],
        moment=reading.moment,
        leg=leg,
        states=states(),
    )


def _place(reading: Reading, area: str) -> Place:
    return Place(area, len(reading.within(area)), reading.tally.get(area, Counter()), reading.away.get(area, 0))


def _map(visit: Visit, districts: Iterable[tuple[str, Sequence[Place]]]) -> str:
    """Districts with their areas, each a link."""
    drawn = [District(visit.about.area(above), [_spot(visit, place) for place in spots]) for above, spots in districts]
    told = _("Areas as rectangles under their codes; the same numbers stand in the table beside it.")
    return cartogram.cartogram(_("Areas"), told, drawn) if drawn else ""


def _districts(reading: Reading, places: Sequence[Place]) -> Iterator[tuple[str, list[Place]]]:
    """The areas below, or of districts their villages, by the district they lie in."""
    finest = [
        place
        for one in places
        for place in ([_place(reading, each) for each in reading.below(one.area)] if _is_wide(one.area) else [one])
    ]
    for above, same in groupby(finest, key=lambda place: next(iter(list(names.upward(place.area))[1:]), place.area)):
        yield above, list(same)


def _is_wide(area: str) -> bool:
    """Whether villages lie below it: a district."""
    return names.district(area) == area


def _spot(visit: Visit, place: Place) -> Spot:
    standing, leads = Standing(place.worst, place.open.total(), place.away), visit.url("area", area=place.area)
    return cartogram.spot(visit.about.areas, place.area, visit.about.area(place.area), standing, leads)
