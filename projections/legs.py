"""
Which legs are expected of which boxes, and until when: the plan in force, and where it is silent the rules.

    35.79.02.2009/004:pps-kpps  due 2029-02-13T23:59:00+07:00
    35.79.02.2009:pps-ppk       until the end of the day on which the count ended

Which leg a box that nobody planned for takes is told by its label: a box of a station goes to its KPPS, one of a
village no further than its PPS.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ledger.domain import names
from ledger.domain.custody import flags
from ledger.domain.documents.base import seconds
from ledger.domain.documents.government import Deadline, Plan, PlanLine, Rules
from ledger.domain.names import COMMISSION, is_home
from ledger.recorded import Recorded

_DEPTHS: Final = {"kpu": 2, "ppk": 3, "pps": 4, "kpps": 5}
"""How many parts the area of a unit has at most; a station counts as the fifth."""


@cache
def ends(leg: str) -> tuple[str, str]:
    """The types of unit a leg leads from and to."""
    giver, _, receiver = leg.partition("-")
    return giver, receiver


@cache
def order(leg: str) -> tuple[int, str]:
    """Out from above to below, then home."""
    giver, _receiver = ends(leg)
    level = COMMISSION.index(giver) if giver in COMMISSION else len(COMMISSION)
    return (2 * len(COMMISSION) - level if is_home(leg) else level), leg


@dataclass(frozen=True)
class Due:
    """
    Until when, and the paper that says so. `at` is None while the end of a count is not known; `assumed` where it is
    that of most other stations.
    """

    at: str | None
    grace: int
    index: int
    assumed: bool = False

    @property
    def last(self) -> int | None:
        """The last second in time."""
        return None if self.at is None else seconds(self.at) + self.grace


@dataclass(frozen=True)
class Limit:
    """One deadline: an instant, or None for the end of the day on which the count ended; and the paper that says so."""

    instant: str | None
    grace: int
    index: int


@dataclass(frozen=True)
class Expected:
    """One leg: where, between which types of unit, and its deadlines by the plan and the rules."""

    area: str
    """Empty for all areas."""
    leg: str
    limits: tuple[Limit, ...]

    def due(self, counted: str | None, *, assumed: bool) -> Due:
        """Until when, of a station whose count ended so: of several deadlines the first to pass, as the fold has it."""
        dues = [_due(one, counted, assumed=assumed) for one in self.limits]
        return min(dues, key=_passes) if len(dues) > 1 else dues[0]


def _due(limit: Limit, counted: str | None, *, assumed: bool) -> Due:
    if limit.instant is not None or counted is None:
        return Due(limit.instant, limit.grace, limit.index)
    return Due(flags.day_end(counted), limit.grace, limit.index, assumed)


def _passes(due: Due) -> tuple[bool, bool, int]:
    """Deadlines that are known before those that are assumed, and these before those nobody knows yet."""
    return due.last is None, due.assumed, due.last or 0


class Legs:
    """What is expected: asked box by box."""

    def __init__(self, plan: tuple[int, Recorded] | None, rules: tuple[int, Recorded] | None) -> None:
        self.by_leg: dict[str, dict[str, Expected]] = {}
        """By leg and area."""
        ruled: dict[str, tuple[Limit, ...]] = {}
        if rules is not None and isinstance(rules[1].document, Rules):
            ruled = _ruled(rules[0], rules[1].document.deadlines)
            self.by_leg = {leg: {"": Expected("", leg, limits)} for leg, limits in ruled.items()}
        if plan is not None and isinstance(plan[1].document, Plan):
            self._plan(plan[0], (line for line in plan[1].lines if isinstance(line, PlanLine)), ruled)

    def _plan(self, index: int, lines: Iterable[PlanLine], ruled: Mapping[str, tuple[Limit, ...]]) -> None:
        """What the rules say of a leg counts beside what the plan says."""
        for line in lines:
            area, _, leg = line.leg.partition(":")
            limits = Limit(line.due, line.grace, index), *ruled.get(leg, ())
            self.by_leg.setdefault(leg, {})[area] = Expected(area, leg, limits)

    def of(self, box: str, first: str) -> list[Expected]:
        """The legs expected of a box whose first custodian was of this type, in their order."""
        found = (_closest(planned, box, first) for planned in self.by_leg.values())
        return sorted((one for one in found if one is not None), key=lambda one: order(one.leg))


def _ruled(index: int, deadlines: Iterable[Deadline]) -> dict[str, tuple[Limit, ...]]:
    by_leg: dict[str, tuple[Limit, ...]] = {}
    for one in deadlines:
        by_leg[one.leg] = *by_leg.get(one.leg, ()), Limit(one.due, one.grace, index)
    return by_leg


def _closest(planned: Mapping[str, Expected], box: str, first: str) -> Expected | None:
    """The line for the smallest area the box lies in; that of all areas if the box takes such a leg at all."""
    area = names.area_of_box(box)
    while area:
        if area in planned:
            return planned[area]
        area = area.rpartition("/")[0] or area.rpartition(".")[0]
    everywhere = planned.get("")
    return everywhere if everywhere is not None and _takes(everywhere.leg, box, first) else None


def _takes(leg: str, box: str, first: str) -> bool:
    giver, receiver = ends(leg)
    lower = giver if is_home(leg) else receiver
    if lower not in _DEPTHS or first not in COMMISSION:
        return False
    area = names.area_of_box(box)
    deep_enough = len(area.replace("/", ".").split(".")) >= _DEPTHS[lower]
    return deep_enough and (is_home(leg) or COMMISSION.index(first) <= COMMISSION.index(giver))
