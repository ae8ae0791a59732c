"""
The chain of one box as a drawing: a line for each unit that answered for it, a column for each paper.

Columns are as far apart as papers follow each other, not as time passes: months lie between packing and voting day, and
minutes between two hand-overs. The time of each stands above its day; everything drawn is told in the list below it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from commands.pages.drawing import FILLS, box, element, picture, text

_LABEL: Final = 190
_ROW: Final = 26
_TOP: Final = 34
_WIDTH: Final = 680
_MARK: Final = 5
_LETTER: Final = 6.0
"""How wide a letter of a day is."""


@dataclass(frozen=True)
class Step:
    """One paper: who answered for the box afterwards, the day it names, what it was, and where that is told."""

    custodian: str
    day: str
    told: str
    address: str
    open: bool
    """A release that nobody has accepted yet."""
    wrong: bool
    """Contested, waiting or flagged."""


def timeline(title: str, told: str, steps: Sequence[Step]) -> Markup:
    """Who answered for the box from paper to paper."""
    units = list(dict.fromkeys(step.custodian for step in steps))
    width = (_WIDTH - _LABEL - 10) / max(1, len(steps))
    height = _TOP + _ROW * len(units) + 8
    return picture(
        height, title, told, *_lines(units), *_days(steps, width), *_drawn(steps, units, width), role="group"
    )


def _lines(units: Sequence[str]) -> Iterator[Markup]:
    for at, unit in enumerate(units):
        yield text(_LABEL - 8, _TOP + at * _ROW + 17, unit, text_anchor="end")
        y = _TOP + at * _ROW + _ROW / 2
        yield element("path", d=f"M{_LABEL} {y:g}H{_WIDTH}", stroke="#cccccc")


def _days(steps: Sequence[Step], width: float) -> Iterator[Markup]:
    """Each day once, where there is room beside the one before."""
    free, before = 0.0, ""
    for at, step in enumerate(steps):
        x = _LABEL + at * width
        if step.day != before and x >= free:
            room = _LETTER * len(step.day)
            yield text(min(x, _WIDTH - room), 12, step.day, font_size=10)
            yield element("path", d=f"M{x:g} 16V{_TOP - 6}", stroke="#777777")
            free, before = x + room + _LETTER, step.day


def _drawn(steps: Sequence[Step], units: Sequence[str], width: float) -> Iterator[Markup]:
    for at, step in enumerate(steps):
        x, y = _LABEL + at * width, _TOP + units.index(step.custodian) * _ROW
        bar = box(x, y + 6, width, _ROW - 12, fill=FILLS["in_transit" if step.open else "there"], stroke_width=0.5)
        middle, centre = x + width / 2, y + _ROW / 2
        shape = _cross(middle, centre) if step.wrong else _dot(middle, centre)
        yield element("a", element("title", step.told), bar, shape, href=step.address, aria_label=step.told)


def _dot(x: float, y: float) -> Markup:
    return element("circle", cx=f"{x:g}", cy=f"{y:g}", r=_MARK - 1, fill="#222222")


def _cross(x: float, y: float) -> Markup:
    low, high = f"{x - _MARK:g} {y - _MARK:g}", f"{x + _MARK:g} {y + _MARK:g}"
    other = f"M{x - _MARK:g} {y + _MARK:g}L{x + _MARK:g} {y - _MARK:g}"
    return element("path", d=f"M{low}L{high}{other}", stroke="#222222", stroke_width=2.5, fill="none")
