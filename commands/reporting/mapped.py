"""What the map of areas shows: which areas there are, what is open in each, and what is open beside them."""

from collections.abc import Iterator

from commands.pages.beside import Beside, is_there
from commands.pages.beside import beside as of_areas
from commands.reporting.gathering import Desk
from ledger.domain import names
from projections import codes
from projections.desk import Break, Cell


def districts(found: Desk) -> Iterator[tuple[str, list[str]]]:
    """Areas that belong together: villages of a district, or the stations of the one village there is."""
    villages = {names.area_of_box(box).partition("/")[0] for box in found.heard.boxes}
    places = villages if len(villages) > 1 else {names.area_of_box(box) for box in found.heard.boxes}
    for above in sorted({_above(place) for place in places}):
        yield above, sorted(place for place in places if _above(place) == above)


def _above(place: str) -> str:
    return place.rpartition("/")[0] or place.rpartition(".")[0] or place


def beside(found: Desk) -> Beside:
    """What the numbers of the map do not add up to."""
    return of_areas(found.open, [place for _above, same in districts(found) for place in same])


def worst(breaks: tuple[Break, ...], area: str) -> tuple[str, int]:
    """The gravest open break of an area, and how many are open there."""
    there = [one for one in breaks if is_there(one, area)]
    gravest = next((severity for severity in codes.SEVERITIES if any(one.severity == severity for one in there)), "")
    return gravest, len(there)


def away(cells: tuple[Cell, ...], area: str) -> int:
    """How many boxes of an area were not in time on some leg."""
    return len({box for cell in cells for box in cell.boxes if names.covers(area, box)})
