"""
Which boxes to open first: those with the gravest open breaks, then those whose links are witnessed worst.

Boxes of which the same is open are told once, so that one truck does not fill the list.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from projections.codes import SEVERITIES
from projections.desk import Break

FEW: Final = 5
_GRAVEST: Final = tuple(SEVERITIES)


@dataclass(frozen=True)
class First:
    """A box to open, with what is open of it, the gravest first, and others of which the same is open."""

    box: str
    breaks: tuple[Break, ...]
    weak: int
    """How many of its links are weak."""
    alike: int

    @property
    def told(self) -> list[tuple[Break, int]]:
        """The first break of each code, and how many more there are of it."""
        by_code: dict[str, list[Break]] = {}
        for one in self.breaks:
            by_code.setdefault(one.code, []).append(one)
        return [(same[0], len(same) - 1) for same in by_code.values()]


def first(breaks: Iterable[Break], weak: Mapping[str, int], most: int = FEW) -> list[First]:
    """The boxes to open first."""
    open_: dict[str, list[Break]] = {}
    for one in (each for each in breaks if each.settled is None):
        for box in one.boxes:
            open_.setdefault(box, []).append(one)
    ranked = sorted(open_, key=lambda box: (*_gravity(open_[box]), -weak.get(box, 0), box))
    groups: dict[tuple[int, ...], list[str]] = {}
    for box in ranked:
        groups.setdefault(tuple(sorted(map(id, open_[box]))), []).append(box)
    chosen = list(groups.values())[:most]
    return [First(same[0], tuple(open_[same[0]]), weak.get(same[0], 0), len(same) - 1) for same in chosen]


def _gravity(breaks: Iterable[Break]) -> tuple[int, ...]:
    """More of the gravest before all else."""
    counted = Counter(one.severity for one in breaks)
    return tuple(-counted[severity] for severity in _GRAVEST)
