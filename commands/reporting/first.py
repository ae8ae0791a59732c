"""
Which boxes to open first, by a rule that anybody can follow again from the tables of the report:

    first those with more open breaks of severity high, then medium, then low; then those with more links of grade D or
    E; then by name

Of boxes of which the very same is open one stands for all, so that one truck does not fill the list. A box that is
lost, has not come or was disposed of cannot be opened: it is to be looked for. One of which papers wait for another
that is not here, or that was presented and refused, is with somebody: it is told apart, with whom.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ledger.domain.custody.effects import Present
from projections.codes import SEVERITIES
from projections.desk import Break
from projections.findings import LOST

FEW: Final = 5

Away = Literal["", "lost", "disposed", "not-found", "waits", "refused", "not-come"]
"""Why a box cannot be opened where it was due; empty if it can."""
ELSEWHERE: Final[frozenset[Away]] = frozenset({"waits", "refused"})
"""With somebody, by papers that count or wait."""


@dataclass(frozen=True)
class Ranked:
    """A box with what is open of it, the gravest first."""

    box: str
    breaks: tuple[Break, ...]
    weak: int
    """How many of its links are weak."""
    away: Away
    unit: str
    """Who answers for it."""

    @property
    def counts(self) -> tuple[int, ...]:
        """How many breaks are open, by severity from the gravest on."""
        counted = Counter(one.severity for one in self.breaks)
        return tuple(counted[severity] for severity in SEVERITIES)

    @property
    def order(self) -> tuple[object, ...]:
        """The rule."""
        return *(-count for count in self.counts), -self.weak, self.box

    @property
    def told(self) -> list[tuple[Break, int]]:
        """The first break of each code, and how many more there are of it."""
        by_code: dict[str, list[Break]] = {}
        for one in self.breaks:
            by_code.setdefault(one.code, []).append(one)
        return [(same[0], len(same) - 1) for same in by_code.values()]


@dataclass(frozen=True)
class Alike:
    """Boxes of which the very same is open: the one that stands for them, and the others."""

    first: Ranked
    others: tuple[Ranked, ...]


def ranked(
    breaks: Iterable[Break], weak: Mapping[str, int], now: Mapping[str, Present], absent: Mapping[str, Away]
) -> list[Ranked]:
    """Every box of which something is open, among those that were heard of here; `absent` is why it is not there."""
    open_: dict[str, list[Break]] = {}
    for one in (each for each in breaks if each.settled is None):
        for box in one.boxes:
            open_.setdefault(box, []).append(one)
    found = (
        Ranked(box, tuple(same), weak.get(box, 0), _away(same, now[box], absent.get(box, "")), now[box].custodian or "")
        for box, same in open_.items()
        if box in now
    )
    return sorted(found, key=lambda one: one.order)


def alike(found: Iterable[Ranked]) -> list[Alike]:
    """Boxes of which the same is open and that stand alike, told once."""
    groups: dict[tuple[object, ...], list[Ranked]] = {}
    for one in found:
        groups.setdefault((one.away, *map(id, one.breaks)), []).append(one)
    return [Alike(same[0], tuple(same[1:])) for same in groups.values()]


def _away(breaks: Iterable[Break], now: Present, absent: Away) -> Away:
    if any(one.code == LOST for one in breaks):
        return "lost"
    if now.disposed:
        return "disposed"
    if now.state == "missing":
        return "not-found"
    return absent
