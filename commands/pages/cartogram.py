"""
A map of areas that needs no map: each area a labelled rectangle, those of one district together in their order.

It shows which areas belong together and how they stand, never where they lie; the ledger knows areas by their codes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from markupsafe import Markup

from commands.pages.areas import Areas
from commands.pages.drawing import DOTTED, HATCHED, WIDTH, box, element, picture, text
from commands.program.language import counted, number

SHADES: Final = {"high": HATCHED, "medium": DOTTED, "low": "#dddddd", "": "#ffffff"}
"""By the gravest open break of an area, what its rectangle is filled with."""
_ACROSS: Final = 7
_SIDE: Final = (WIDTH - 4) / _ACROSS
_HEIGHT: Final = 54
_HEAD: Final = 22
_LETTERS: Final = 13
"""Of a name, as many as a rectangle has room for."""


@dataclass(frozen=True)
class Spot:
    """One area: its name, the code below it, its gravest open break, its numbers, and in a sentence; where it leads."""

    label: str
    code: str
    worst: str
    note: str
    told: str
    address: str = ""


@dataclass(frozen=True)
class District:
    """Areas that belong together."""

    label: str
    spots: Sequence[Spot]


class Standing(NamedTuple):
    """How an area stands: its gravest open break, how many are open, and how many boxes were not in time."""

    worst: str
    broken: int
    away: int


def spot(named: Areas, area: str, called: str, stands: Standing, address: str = "") -> Spot:
    """An area under its name, if it has one here, and the last part of its code; `called` so in the sentence."""
    code = area.rpartition("/" if "/" in area else ".")[2]
    name = named.names.get(area, "")
    broken, away = number(stands.broken), number(stands.away)
    open_ = counted("{n} open break", "{n} open breaks", stands.broken)
    late = counted("{n} box not in time", "{n} boxes not in time", stands.away)
    told = f"{called}: {open_}, {late}"
    return Spot(name or code, code if name else "", stands.worst, f"{broken} / {away}", told, address)


def cartogram(title: str, told: str, districts: Iterable[District]) -> Markup:
    """All districts, one under the other."""
    drawn: list[Markup] = []
    top, leads = 0.0, False
    for one in districts:
        drawn.append(text(0, top + 15, one.label, font_weight="bold"))
        drawn += [_spot(spot, at, top + _HEAD) for at, spot in enumerate(one.spots)]
        top += _HEAD + _HEIGHT * -(-len(one.spots) // _ACROSS) + 8
        leads = leads or any(spot.address for spot in one.spots)
    return picture(top, title, told, *drawn, role="group" if leads else "img")


def _spot(spot: Spot, at: int, top: float) -> Markup:
    x, y = 2 + at % _ACROSS * _SIDE, top + at // _ACROSS * _HEIGHT
    frame = box(x, y, _SIDE - 4, _HEIGHT - 4, fill=SHADES[spot.worst])
    plate = box(x + 4, y + 4, _SIDE - 12, _HEIGHT - 12, fill="#ffffff", stroke_width=0)
    middle = x + (_SIDE - 4) / 2
    label = text(middle, y + 17, spot.label[:_LETTERS], text_anchor="middle", font_weight="bold", font_size=10)
    code = text(middle, y + 29, spot.code, text_anchor="middle", font_size=9)
    note = text(middle, y + 41, spot.note, text_anchor="middle", font_size=10)
    drawn = element("title", spot.told), frame, plate, label, code, note
    return element("a", *drawn, href=spot.address, aria_label=spot.told) if spot.address else element("g", *drawn)
