"""
Whether somebody or something can have been at two places at the times two papers claim.

The straight line between two places is shorter than any road, and clocks of laptops differ: what is found here is
impossible even so.
"""

from math import asin, cos, radians, sin, sqrt
from typing import Final, NamedTuple

from projections.watch.state import PlaceWatch, Stay

FASTEST: Final = 28
"""Metres a second on the straight line, a hundred kilometres an hour: faster than any vehicle with boxes."""
CLOCKS: Final = 120
"""Seconds by which two clocks together may be wrong."""
AT_ONCE: Final = 60
"""Seconds within which nobody is at two places, where it is not known how far they are apart."""
_EARTH: Final = 6_371_000


class Impossible(NamedTuple):
    """Two papers that cannot both be true: the other stay, whole kilometres, seconds it took and needs at least."""

    other: Stay
    km: int
    took: int
    needs: int

    @property
    def case(self) -> str:
        """Whether it was at once, or too fast."""
        return "at-once" if self.took < AT_ONCE else "speed"


def metres(one: PlaceWatch, other: PlaceWatch) -> int:
    """The straight line between two places (haversine)."""
    lat, lon = radians(float(one.lat)), radians(float(one.lon))
    lat_, lon_ = radians(float(other.lat)), radians(float(other.lon))
    half = sin((lat_ - lat) / 2) ** 2 + cos(lat) * cos(lat_) * sin((lon_ - lon) / 2) ** 2
    return round(2 * _EARTH * asin(sqrt(half)))


def impossible(stay: Stay, at: int, apart: int | None) -> Impossible | None:
    """
    Whether being elsewhere at that time contradicts a stay; `apart` is how far that is, where it is known.

    Of a stay only its ends were sighted: between them it may have been elsewhere.
    """
    took = min(abs(stay.since - at), abs(stay.until - at))
    if apart is None:
        return Impossible(stay, 0, took, AT_ONCE) if took < AT_ONCE else None
    needs = apart // FASTEST
    return Impossible(stay, apart // 1000, took, needs) if took + CLOCKS < needs else None
