"""
Many boxes in few lines: by station, by village, by district, whichever is the finest that still fits a screen.

    35.79.02.2009/004  DPD, DPR, DPRD-KABKOTA, DPRD-PROV, PPWP
    35.79.01.1001  155 boxes
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from commands.program.language import counted
from ledger.domain import names

SCREEN: Final = 30
"""Lines of a list that are read and not scrolled past."""
_LEVELS: Final[tuple[Callable[[str], str], ...]] = (
    names.area_of_box,
    lambda box: names.area_of_box(box).partition("/")[0],
    lambda box: names.district(names.area_of_box(box)),
    lambda box: names.part_of(names.area_of_box(box), names.DISTRICT - 1),
)

Alike = tuple[str, ...]


def briefly(boxes: Iterable[str]) -> Iterator[str]:
    """The boxes, by station while they fit, else by a larger area and counted."""
    found = sorted(boxes)
    for level in _LEVELS:
        areas = [(area, list(within)) for area, within in groupby(found, level)]
        if len(areas) <= SCREEN or level is _LEVELS[-1]:
            yield from (f"{area}  {_kinds(area, within, level)}" for area, within in areas)
            return


def _kinds(area: str, boxes: Sequence[str], level: Callable[[str], str]) -> str:
    if level is _LEVELS[0]:
        return ", ".join(box.removeprefix(f"{area}/") for box in boxes)
    return counted("{n} box", "{n} boxes", len(boxes))


def alike(said: Mapping[str, Alike], roughly: Callable[[Alike], Alike]) -> list[tuple[str, int, Alike]]:
    """The boxes of each area of which the same is said, or roughly the same where that would fill two screens."""
    rough = {box: roughly(each) for box, each in said.items()}
    for level, each in ((_LEVELS[1], said), *((level, rough) for level in _LEVELS[1:])):
        groups: dict[tuple[str, Alike], list[str]] = {}
        for box in sorted(each):
            groups.setdefault((level(box), each[box]), []).append(box)
        if len(groups) <= 2 * SCREEN:
            break
    return [(_among(area, boxes), len(boxes), told) for (area, told), boxes in groups.items()]


def _among(area: str, boxes: Sequence[str]) -> str:
    """The box where it is one, the station where they are of one."""
    if len(boxes) == 1:
        return boxes[0]
    stations = {names.area_of_box(box) for box in boxes}
    return stations.pop() if len(stations) == 1 else area
