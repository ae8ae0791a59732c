"""
Ballots accounted for, box by box and added up by area: those due by the list of boxes, packed at sealing, found at
opening, and what the count says became of them.

    received = valid + invalid + unused + damaged            valid + invalid = voters who came

Received is what was found at the opening, else what was packed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from ledger.persistence.entries import as_bytes
from projections import past, said
from projections.coverage import below
from projections.looking import View
from projections.moment import Moment
from projections.said import Said


@dataclass(frozen=True)
class Held:
    """One box, or all of an area: what was said last of each. None is said by no paper."""

    area: str
    boxes: int
    due: int | None = None
    packed: int | None = None
    found: int | None = None
    counted: int = 0
    """So many of the boxes were counted."""
    valid: int | None = None
    invalid: int | None = None
    unused: int | None = None
    damaged: int | None = None
    voters: int | None = None
    papers: tuple[int, ...] = ()
    """Where a single box is meant: the papers that say so."""

    @property
    def received(self) -> int | None:
        """What came to whoever counted."""
        return self.packed if self.found is None else self.found

    @property
    def used(self) -> int | None:
        """What lay in the box."""
        return _sum(self.valid, self.invalid)

    @property
    def accounted(self) -> int | None:
        """What the count says became of them."""
        return _sum(self.used, self.unused, self.damaged)

    @property
    def gap(self) -> int | None:
        """How many were accounted for above those that were received; below nought they are missing."""
        return _less(self.accounted, self.received) if self.counted == self.boxes else None

    @property
    def over_voters(self) -> int | None:
        """How many lay in the box above the voters who came."""
        return _less(self.used, self.voters)

    @property
    def above_due(self) -> int | None:
        """How many were packed above those that were due; below nought they were short."""
        return _less(self.packed, self.due)

    @property
    def changed(self) -> int | None:
        """How many were found above those that were packed."""
        return _less(self.found, self.packed)

    @property
    def is_wrong(self) -> bool:
        """Whether any two of these differ that should not."""
        return any((self.gap, self.over_voters, self.above_due, self.changed))


@dataclass(frozen=True)
class BallotAccount:
    """By area, and each box whose numbers do not add up."""

    rows: tuple[Held, ...]
    wrong: tuple[Held, ...]


_COUNTED: Final = ("valid", "invalid", "unused", "damaged", "voters")
NUMBERS: Final = tuple(one.name for one in fields(Held) if one.name not in {"area", "boxes", "papers"})


def account(view: View, moment: Moment, area: str | None) -> BallotAccount:
    """As at a moment, of everything or of an area."""
    rows: dict[str, Held] = {}
    wrong: list[Held] = []
    for box in _boxes(view, moment, area):
        part = below(area, box.area)
        rows[part] = _added(rows.get(part, Held(part, 0)), box)
        if box.is_wrong:
            wrong.append(box)
    return BallotAccount(tuple(rows[part] for part in sorted(rows)), tuple(wrong))


def _boxes(view: View, moment: Moment, area: str | None) -> Iterator[Held]:
    table = view.tables["accounts"][3]
    for box, value in view.connection.execute(past.by_area(view, table, area)):
        told = [one for one in said.read(box, as_bytes(value)) if moment.counts(one.took, one.seconds)]
        if told:
            yield _held(box, told)


def _held(box: str, told: Sequence[Said]) -> Held:
    """What was packed and found before the box was counted, and the last count of it."""
    first = next((one.took for one in told if one.act == "counted"), None)
    last = {one.act: one for one in told if one.act in {"due", "counted"} or first is None or one.took < first}
    ballots = {act: one.ballots for act, one in last.items()}
    held = Held(
        area=box,
        boxes=1,
        due=ballots.get("due"),
        packed=ballots.get("packed"),
        found=ballots.get("found"),
        papers=tuple(sorted({one.took for one in last.values()})),
    )
    count = last.get("counted")
    return held if count is None else replace(held, counted=1, **_numbers(count, _COUNTED))


def _numbers(one: Said, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _added(one: Held, other: Held) -> Held:
    """What is known of both together; a number no paper tells adds nothing."""
    both: dict[str, Any] = {name: _both(getattr(one, name), getattr(other, name)) for name in NUMBERS}
    return Held(area=one.area, boxes=one.boxes + other.boxes, **both)


def _both(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


def _sum(*parts: int | None) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _less(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other
