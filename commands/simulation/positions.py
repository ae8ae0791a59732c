"""
Where the places of the simulated city lie: put on rings, not surveyed; only its middle is about where it is.

Stores of districts stand around the warehouse, village offices some six kilometres around the store of their district,
stations within a walk of their office.
"""

from math import cos, dist, pi, radians, sin
from typing import Final

from commands.simulation.area import City, District, Village
from ledger.domain.documents.base import Coordinates

_MIDDLE: Final = (-7.87, 112.525)
_DEGREE: Final = 111_000
"""Metres of a degree of latitude."""
_STORE, _OFFICE, _ROOM, _HOUSE = 4_000, 6_000, 900, 2_000
_GOLDEN: Final = pi * (3 - 5**0.5)

Position = tuple[float, float]


def of_places(city: City) -> dict[str, Coordinates]:
    """By place its coordinates."""
    found = {city.warehouse: _printed(_MIDDLE)}
    for number, district in enumerate(city.districts):
        store = _store(city, number)
        found[district.store] = _printed(store)
        for turn, village in enumerate(district.villages):
            office = _office(store, district, turn)
            found[village.office] = _printed(office)
            for nth, station in enumerate(village.stations):
                found[station.room] = _printed(_away(office, nth * _GOLDEN, _ROOM))
    return found


def of_a_house(city: City, village: Village) -> Coordinates:
    """Somewhere in the hills above a village, in no register."""
    return _printed(_away(_of_village(city, village), pi / 3, _HOUSE))


def apart(city: City, one: Village, other: Village) -> float:
    """Degrees between two village offices, near enough to tell far from near."""
    return dist(_of_village(city, one), _of_village(city, other))


def _of_village(city: City, village: Village) -> Position:
    number, district = next((n, each) for n, each in enumerate(city.districts) if village in each.villages)
    return _office(_store(city, number), district, district.villages.index(village))


def _store(city: City, number: int) -> Position:
    return _away(_MIDDLE, 2 * pi * number / len(city.districts), _STORE)


def _office(store: Position, district: District, turn: int) -> Position:
    return _away(store, 2 * pi * turn / len(district.villages), _OFFICE)


def _away(middle: Position, angle: float, metres: float) -> Position:
    lat, lon = middle
    return lat + metres * cos(angle) / _DEGREE, lon + metres * sin(angle) / (_DEGREE * cos(radians(lat)))


def _printed(position: Position) -> Coordinates:
    lat, lon = position
    return Coordinates(lat=f"{lat:.6f}", lon=f"{lon:.6f}")
