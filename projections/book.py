"""
How every box stands on every leg, as at a moment: there, late, on its way, missing or not yet due.

Missing is a result and not a gap: once the deadline has passed, a box about which no paper says anything is missing,
and somebody answers for it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any, Final, Literal

from sqlalchemy import Table, and_, or_, select

from ledger.domain import names
from ledger.domain.custody import flags
from ledger.domain.documents import base
from ledger.log.bracket import Bracket, Marks, Proof
from projections import past
from projections.grades import NOTHING, brackets
from projections.inquiry import End
from projections.legs import Due, Expected, Legs
from projections.looking import View
from projections.moment import Moment
from projections.moves import Move
from projections.travelled import How, how_it_stands, is_listed, travelled

State = Literal["there", "late", "in-transit", "missing", "pending"]
STATES: Final[tuple[State, ...]] = ("there", "late", "in-transit", "missing", "pending")
LATE: Final[frozenset[State]] = frozenset({"late", "missing"})
OPEN: Final[frozenset[State]] = LATE | {"in-transit"}

_AT_ONCE: Final = 256
"""Papers that are dated at once."""

seconds = lru_cache(maxsize=1 << 16)(base.seconds)


@dataclass(frozen=True)
class Cell:
    """Boxes of one station or area to which the same happened, on one leg."""

    boxes: tuple[str, ...]
    leg: str
    state: State
    how: How
    due: Due
    unit: str | None
    """
    Who is to be asked: of a late or missing box who answered for it when the time ran out, if anybody did; of one that
    came in time who answered for it until then, else who answers for it as at that moment.
    """
    sent: Move | None
    came: Move | None
    last: Move
    """The last that is known of the box."""
    proof: Proof = "unknown"
    """What the time from outside says of when it came."""
    closed: End | None = None
    """The answer of those who may that closed its being late or missing."""
    holds: str | None = None
    """Who answers for it as at that moment, wherever it went since."""

    @property
    def asked(self) -> str:
        """The unit that a break about it names: whoever has a box that nobody had when its time ran out."""
        return self.unit or self.holds or ""

    @property
    def code(self) -> str:
        """The irregularity that a late or missing box is."""
        return flags.too_late(self.leg)


class Book:
    """All that is needed to say of boxes, of an area or of all, how they stand: what was expected, ends of counts."""

    def __init__(self, view: View, moment: Moment, area: str | None = None, marks: Marks = NOTHING) -> None:
        self.view = view
        self.moment = moment
        self.area = area
        self._marks = marks
        self._brackets: dict[int, Bracket] = {}
        counted, ruled = view.tables["deadlines"]
        rules = self._paper(ruled, "rules")
        self.rules = rules[1].document if rules else None
        """The rules in force."""
        self.legs = Legs(self._paper(ruled, "plan"), rules)
        self._counted = self._ends(counted, area)
        self._of: dict[tuple[str, str], list[Expected]] = {}

    def boxes(self) -> Iterator[tuple[tuple[str, ...], list[Move]]]:
        """The boxes that are listed, with what happened to them by then; those of one label to which the same did."""
        _, table, _ = self.view.tables["chain"]
        rows = past.moved(self.view, past.by_area(self.view, table, self.area))
        for _area, some in groupby(rows, key=lambda row: names.area_of_box(row[0])):
            alike: dict[int, tuple[Sequence[Move], list[str]]] = {}
            for box, own in some:
                alike.setdefault(id(own), (own, []))[1].append(box)
            for happened, same in self._then(alike.values()).items():
                if is_listed(happened):
                    yield tuple(sorted(same)), list(happened)

    def _then(self, alike: Iterable[tuple[Sequence[Move], list[str]]]) -> dict[tuple[Move, ...], list[str]]:
        """By what had happened by then; what happened later parts nobody."""
        counts, found = self.moment.counts, dict[tuple[Move, ...], list[str]]()
        for own, same in alike:
            happened = tuple(one for one in own if one.act is not None and counts(one.took, seconds(one.at)))
            found.setdefault(happened, []).extend(same)
        return found

    def cells(self, boxes: tuple[str, ...], happened: Sequence[Move], leg: str | None) -> Iterator[Cell]:
        """Boxes on each leg that is expected of them."""
        first = names.type_of(next((one.unit for one in happened if one.act == "listed" and one.unit), ""))
        key = names.area_of_box(boxes[0]), first
        if key not in self._of:
            self._of[key] = self.legs.of(boxes[0], first)
        for expected in self._of[key]:
            if leg in {None, expected.leg}:
                yield self._cell(boxes, happened, expected)

    def _cell(self, boxes: tuple[str, ...], happened: Sequence[Move], expected: Expected) -> Cell:
        came, sent = travelled(boxes[0], happened, expected)
        due = self._due(boxes[0], expected)
        state, how = self._state(happened, came, sent, due)
        holds = next((one.unit for one in reversed(happened) if one.unit), None)
        unit = _had(happened, due) if state in LATE else came.other if came is not None else holds
        proof = self._proof(came, due)
        return Cell(boxes, expected.leg, state, how, due, unit, sent, came, happened[-1], proof, holds=holds)

    def _proof(self, came: Move | None, due: Due) -> Proof:
        if came is None or due.last is None or not self._marks:
            return "unknown"
        if came.index not in self._brackets:
            # Papers that belong together stand together.
            first = came.index - came.index % _AT_ONCE
            self._brackets |= brackets(self.view, self._marks, range(first, first + _AT_ONCE))
        return self._brackets[came.index].proves(due.last)

    def _due(self, box: str, expected: Expected) -> Due:
        counted = self._counted.get(names.area_of_box(box))
        return expected.due(counted or self._usual, assumed=counted is None)

    @cached_property
    def _usual(self) -> str | None:
        """When most counts of the whole ledger ended."""
        counted, _ = self.view.tables["deadlines"]
        return _most_common_day(self._ends(counted, None).values())

    def _state(self, happened: Sequence[Move], came: Move | None, sent: Move | None, due: Due) -> tuple[State, How]:
        if came is not None:
            return ("there" if due.last is None or seconds(came.at) <= due.last else "late"), "came"
        how = how_it_stands(happened, sent)
        if due.last is not None and self.moment.seconds > due.last:
            return "missing", how
        return ("in-transit" if how == "sent" else "pending"), how

    def _paper(self, table: Table, kind: str) -> tuple[int, Any] | None:
        rows = self.view.connection.execute(select(table).where(table.c.kind == kind).order_by(table.c.took)).all()
        known = [row.took for row in rows if self.moment.counts(row.took, row.seconds)]
        return (known[-1], self.view.papers.of(known[-1])) if known else None

    def _ends(self, table: Table, area: str | None) -> dict[str, str]:
        wanted = select(table).order_by(table.c.took)
        if area is not None:
            wanted = wanted.where(or_(table.c.area == area, and_(*past.inside(self.view, table.c.area, area))))
        rows = self.view.connection.execute(wanted).all()
        return {row.area: row.ended for row in rows if self.moment.counts(row.took, row.seconds)}


def _had(happened: Sequence[Move], due: Due) -> str | None:
    """Who answered for a box at the last second in time."""
    if due.last is None:
        return None
    return next((one.unit for one in reversed(happened) if one.unit and seconds(one.at) <= due.last), None)


def _most_common_day(ends: Iterable[str]) -> str | None:
    """An end of a count on the day on which most counts ended."""
    counted = list(ends)
    days = Counter(ended[:10] for ended in counted).most_common()
    if not days:
        return None
    best = max(days, key=lambda one: (one[1], one[0]))[0]
    return max(ended for ended in counted if ended[:10] == best)
