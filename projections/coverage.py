"""
Coverage: what was expected against what happened, for each leg and box, as at a moment.

A box is there, late, on its way, missing or not yet due. Missing is a result and not a gap: once the deadline has
passed, a station about which no paper says anything is listed with who answers for it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ledger.domain import names
from ledger.domain.documents.base import HOUR
from projections import heard
from projections.book import LATE, OPEN, STATES, Book, Cell, seconds
from projections.closing import ended
from projections.legs import ends, order
from projections.replies import Replies

_DUE: Final = LATE | {"there"}


@dataclass(frozen=True)
class Row:
    """So many boxes of an area on a leg: expected, and in which state."""

    leg: str
    area: str
    expected: int
    there: int
    late: int
    in_transit: int
    missing: int
    pending: int
    due: str | None
    """The deadline, if it is the same for all."""
    proved: int = 0
    """Of those that are there, so many that the time from outside proves to have come in time."""
    straddling: int = 0
    """Of those that are there, so many whose time from outside lies on both sides of the deadline."""
    proved_late: int = 0
    """Of those that came late, so many that the time from outside proves to have."""
    late_open: int = 0
    """Of those that came late, so many whose time from outside lies on both sides of the deadline."""
    closed: int = 0
    """Of those late or missing, so many that supervision or a ruling closed."""
    undated: int = 0
    """So many of which it is not known yet when they are due."""


@dataclass(frozen=True)
class Coverage:
    """Counts by leg and area, and each box that was not there in time."""

    rows: tuple[Row, ...]
    open: tuple[Cell, ...]
    """Late, missing or on their way, in the order of legs and names."""
    listed: int = 0
    """So many boxes are listed, whether a leg is expected of them or not."""
    unlisted: tuple[str, ...] = ()
    """Stations whose KPPS is registered and of which no box is listed."""
    arrivals: Mapping[str, Counter[int]] = field(default_factory=dict)
    """By leg how many boxes came to its end in which hour: those that are there and those that came late."""
    absent: frozenset[str] = frozenset()
    """Boxes that have not come where they were due last, and are not with whoever should have them by now."""

    @property
    def late(self) -> tuple[Cell, ...]:
        """Late or missing; what is on its way in time is neither."""
        return tuple(cell for cell in self.open if cell.state in LATE)


@dataclass(frozen=True)
class Part:
    """Which part of it is asked for."""

    area: str | None = None
    leg: str | None = None


def coverage(book: Book, leg: str | None, replies: Replies) -> Coverage:
    """Counted by leg, or on one, and area; boxes not there in time one by one."""
    counts: dict[tuple[Any, str], Counter[str]] = {}
    dues: dict[tuple[Any, str], set[str | None]] = {}
    late: list[tuple[Cell, Counter[str]]] = []
    listed: dict[str, int] = {}
    absent: set[str] = set()
    arrivals: dict[str, Counter[int]] = {}
    for boxes, happened in book.boxes():
        area = below(book.area, boxes[0])
        listed[names.area_of_box(boxes[0])] = listed.get(names.area_of_box(boxes[0]), 0) + len(boxes)
        cells = list(book.cells(boxes, happened, leg))
        absent.update(boxes if _are_absent(cells) else ())
        for cell in cells:
            key = order(cell.leg), area
            count = counts.setdefault(key, Counter())
            count[cell.state] += len(boxes)
            count[f"{cell.state} {cell.proof}"] += len(boxes)
            dues.setdefault(key, set()).add(cell.due.at)
            count["undated"] += len(boxes) if cell.due.at is None else 0
            if cell.came is not None:
                arrivals.setdefault(cell.leg, Counter())[seconds(cell.came.at) // HOUR] += len(boxes)
            if cell.state in OPEN:
                late.append((cell, count))
    told = list(_told(book, late, replies))
    rows = tuple(_row(key[0][1], key[1], counts[key], dues[key]) for key in sorted(counts))
    return Coverage(
        rows,
        tuple(sorted(told, key=lambda cell: (order(cell.leg), cell.boxes))),
        sum(listed.values()),
        tuple(heard.silent(book.view, book.moment, book.area, listed)),
        arrivals,
        frozenset(absent),
    )


def _are_absent(cells: Sequence[Cell]) -> bool:
    """Whether boxes did not come on the last leg that was due; who has them may have got them another way."""
    due = [cell for cell in cells if cell.state in _DUE]
    return bool(due) and due[-1].state == "missing" and names.type_of(due[-1].holds or "") != ends(due[-1].leg)[1]


def _told(book: Book, late: Sequence[tuple[Cell, Counter[str]]], replies: Replies) -> Iterator[Cell]:
    """Boxes apart, and counted, of which somebody closed that they are late or missing."""
    closable: list[tuple[Cell, Counter[str], int, set[int]]] = []
    for cell, count in late:
        if replies and cell.state in LATE and cell.due.last is not None:
            closable.append((cell, count, cell.due.last, _rests_on(cell)))
        else:
            yield cell
    did = book.view.gathered({index for *_cell, rests_on in closable for index in rests_on})
    for cell, count, since, rests_on in closable:
        papers = {one.digest: one.kind for one in (did[index].effects for index in rests_on)}
        for boxes, reply in replies.parted(cell.code, papers, cell.boxes, since):
            count["closed"] += len(boxes) if reply is not None else 0
            yield replace(cell, boxes=boxes, closed=ended(reply))


def _rests_on(cell: Cell) -> set[int]:
    """The paper that says what was due, and the one that says how it stands."""
    return {cell.due.index, (cell.came or cell.last).index}


def below(area: str | None, box: str) -> str:
    """The area one step below the one asked about that a box lies in: of everything its district."""
    here = names.area_of_box(box)
    depth = len(area.split(".")) + 1 if area else names.DISTRICT
    if "/" in here and depth > len(here.split(".")):
        return here
    return names.part_of(here, depth)


def _row(leg: str, area: str, count: Counter[str], dues: set[str | None]) -> Row:
    return Row(
        leg=leg,
        area=area,
        expected=sum(count[state] for state in STATES),
        there=count["there"],
        late=count["late"],
        in_transit=count["in-transit"],
        missing=count["missing"],
        pending=count["pending"],
        due=next(iter(dues)) if len(dues) == 1 else None,
        proved=count["there in-time"],
        straddling=count["there open"],
        proved_late=count["late late"],
        late_open=count["late open"],
        closed=count["closed"],
        undated=count["undated"],
    )
