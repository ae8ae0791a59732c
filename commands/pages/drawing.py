"""
Drawings that stand inside the page: SVG made of values, the same bytes for the same values.

Words come translated, and whatever they hold is text there. Each drawing says in its title what it shows, and what it
shows stands in a table beside it; shades differ by pattern and not by colour alone. Patterns are drawn line by line,
since not every program that prints a page knows those of SVG.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from commands.program.language import number
from commands.program.output import safe
from ledger.domain.documents.base import HOUR

WIDTH: Final = 680
INK: Final = "#222222"
HATCHED: Final = "hatched"
DOTTED: Final = "dotted"
FILLS: Final = {
    "there": "#cfe3d4",
    "late": HATCHED,
    "in_transit": DOTTED,
    "missing": INK,
    "pending": "#ffffff",
}
"""By state of a box, what its part of a bar is filled with: a colour or a pattern."""
FONT: Final = "DejaVu Sans, Noto Sans, Arial, sans-serif"
_LABEL: Final = 150
_ROW: Final = 17
_BAR: Final = 380
_LEAST: Final = 0.01
"""What is not nothing is seen: the least share of a bar that is drawn."""
_PLOT: Final = 70
_LOWEST: Final = 1.5
"""A column of few boxes beside one of many is seen; all are drawn to one scale."""
_SEEN: Final = 12.0
"""A column after the deadline that is lower bears its number, so that nobody overlooks it."""
_TOP: Final = 22
_COLUMNS: Final = 160
_STEP: Final = 5
"""Between the lines and dots of a pattern."""


@dataclass(frozen=True)
class Bar:
    """A bar: so many of each state, and what is written at its end."""

    label: str
    counts: Mapping[str, int]
    note: str


@dataclass(frozen=True)
class Line:
    """Arrivals on one leg: by hour how many, the deadline if there is one, and what is written at the ends."""

    hours: Mapping[int, int]
    due: int | None
    begins: str
    ends: str
    deadline: str
    most: str
    """How the highest column is told, with `{n}` for its number."""


def inert(said: Any) -> Any:
    """Without control and bidirectional characters, unless it is markup of ours. Whoever joins it escapes it."""
    return safe(said) if isinstance(said, str) and not isinstance(said, Markup) else said


def element(name: str, *inside: str, **attributes: float | str) -> Markup:
    """`<name attribute="…">inside</name>`: what is not markup already is escaped. `_` stands for `-` in names."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(inert(value))}"' for key, value in attributes.items()
    )
    within = "".join(escape(inert(each)) for each in inside)
    return Markup(f"<{name}{said}>{within}</{name}>")  # noqa: S704 - names are ours, all else was escaped


def picture(height: float, title: str, told: str, *inside: str, role: str = "img") -> Markup:
    """A drawing as wide as the page, with what it shows in words; a `group` where parts of it lead elsewhere."""
    said = element("title", f"{title}: {told}")
    return element(
        "svg",
        said,
        *inside,
        role=role,
        viewBox=f"0 0 {WIDTH} {height:g}",
        class_="drawing",
        font_family=FONT,
        font_size=11,
    )


def text(x: float, y: float, said: str, **attributes: float | str) -> Markup:
    """A word at a place."""
    return element("text", said, x=f"{x:g}", y=f"{y:g}", **attributes)


def box(  # noqa: PLR0913 - four sides and two looks
    x: float, y: float, width: float, height: float, *, fill: str, stroke_width: float = 1
) -> Markup:
    """A rectangle, filled with a colour or a pattern."""
    sides = {"x": x, "y": y, "width": width, "height": height}
    patterned = fill in _PATTERNS
    ground = element(
        "rect",
        **{name: f"{side:.2f}" for name, side in sides.items()},
        stroke=INK,
        fill="#ffffff" if patterned else fill,
        stroke_width=stroke_width,
    )
    return ground + _PATTERNS[fill](x, y, width, height) if patterned else ground


def _hatching(x: float, y: float, width: float, height: float) -> Markup:
    """Lines from below left to above right."""
    lines = []
    for at in range(_STEP, int(width + height) + _STEP, _STEP):
        left, right = max(0.0, at - height), min(width, at)
        if left < right:
            lines.append(f"M{x + left:.1f} {y + at - left:.1f}L{x + right:.1f} {y + at - right:.1f}")
    return element("path", d="".join(lines), stroke=INK, stroke_width=1.2, fill="none") if lines else Markup("")


def _dots(x: float, y: float, width: float, height: float) -> Markup:
    """Small squares in rows."""
    across, down = (int(side / _STEP) for side in (width, height))
    dots = [
        f"M{x + (i + 0.4) * _STEP:.1f} {y + (j + 0.4) * _STEP:.1f}h2v2h-2z" for j in range(down) for i in range(across)
    ]
    return element("path", d="".join(dots), fill=INK) if dots else Markup("")


_PATTERNS: Final[Mapping[str, Callable[[float, float, float, float], Markup]]] = {HATCHED: _hatching, DOTTED: _dots}


def scrolling(drawn: str, name: str) -> Markup:
    """A drawing in a box of its own, in which a narrow screen scrolls, by keys as well, and no letter shrinks."""
    return element("div", drawn, class_="scroll", role="group", aria_label=name, tabindex="0")


def swatch(state: str, name: str) -> Markup:
    """A small rectangle for the legend, before the name of what it shows."""
    drawn = box(1, 1, 18, 10, fill=FILLS[state])
    return element("svg", element("title", name), drawn, viewBox="0 0 20 12", class_="swatch", aria_hidden="true")


def bars(title: str, told: str, rows: Sequence[Bar]) -> Markup:
    """One bar under the other, each as long as the page allows and divided by state."""
    drawn = [part for at, row in enumerate(rows) for part in _bar(row, at * _ROW)]
    return picture(len(rows) * _ROW + 4, title, told, *drawn)


def _bar(row: Bar, top: float) -> Iterable[Markup]:
    yield text(_LABEL - 8, top + 12, row.label, text_anchor="end")
    total, left = sum(row.counts.values()) or 1, float(_LABEL)
    shares = {state: max(_LEAST, count / total) for state, count in row.counts.items() if count}
    for state, share in shares.items():
        width = _BAR * share / sum(shares.values())
        yield box(left, top + 2, width, _ROW - 4, fill=FILLS[state])
        left += width
    yield text(_LABEL + _BAR + 8, top + 12, row.note)


def timeline(title: str, told: str, line: Line) -> Markup:
    """When boxes arrived, hour by hour, with the deadline as a line across."""
    marks = [*line.hours, *([line.due // HOUR] if line.due is not None else [])]
    first, last = min(marks), max(marks) + 1
    step = -(-(last - first) // _COLUMNS)
    columns: dict[int, int] = {}
    for hour, count in line.hours.items():
        columns[(hour - first) // step] = columns.get((hour - first) // step, 0) + count
    width, most = WIDTH / -(-(last - first) // step), max(columns.values())
    drawn = [
        part
        for at, count in sorted(columns.items())
        for part in _column(at, count, (width, most), _is_late(first + at * step, line.due))
    ]
    axis = element("path", d=f"M0 {_TOP + _PLOT}H{WIDTH}", stroke=INK)
    below = _TOP + _PLOT + 15
    ends = text(0, below, line.begins), text(WIDTH, below, line.ends, text_anchor="end")
    highest = text(WIDTH / 2, below, line.most.format(n=number(most)), text_anchor="middle")
    return picture(below + 6, title, told, *drawn, axis, highest, *ends, *_deadline(line, first, last))


def _column(
    at: int,
    count: int,
    scale: tuple[float, int],
    late: bool,  # noqa: FBT001 - which of two fills
) -> Iterable[Markup]:
    """`scale` is how wide a column is, and of how many boxes one as high as the plot."""
    width, most = scale
    height = max(_LOWEST, _PLOT * count / most)
    top = _TOP + _PLOT - height
    yield box(at * width, top, max(width - 0.5, 1), height, fill=FILLS["late" if late else "there"], stroke_width=0.5)
    if late and height < _SEEN:
        yield text((at + 0.5) * width, top - 3, number(count), text_anchor="middle", font_size=9)


def _is_late(hour: int, due: int | None) -> bool:
    return due is not None and hour * HOUR > due


def _deadline(line: Line, first: int, last: int) -> Iterable[Markup]:
    if line.due is None:
        return
    x = WIDTH * (line.due / HOUR - first) / (last - first)
    yield element("path", d=f"M{x:.2f} 4V{_TOP + _PLOT}", stroke=INK, stroke_dasharray="5 3", stroke_width=1.5)
    anchor, shift = ("end", -5) if x > WIDTH / 2 else ("start", 5)
    yield text(x + shift, 14, line.deadline, text_anchor=anchor)
