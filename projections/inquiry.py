"""Which breaks there are: of an area, a code or a severity, as at a moment, those alike told once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Table, and_, or_, select

from ledger.domain import names
from ledger.domain.custody.effects import Gathered
from ledger.domain.documents.base import seconds
from ledger.errors import CheckFailed, Reason
from ledger.persistence.entries import as_bytes, chunks
from projections import codes, past
from projections.breaks import decode_told
from projections.codes import Case, Code, Settling
from projections.looking import View
from projections.moment import Moment, counted
from projections.replies import Replies, Reply
from projections.watch.watching import Cite, Facts

UNREADABLE = Reason(
    "BR-001",
    "The read model breaks holds what nobody can read (break {number}).",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)
_WORST: Final = {severity: number for number, severity in enumerate(codes.SEVERITIES)}


@dataclass(frozen=True)
class End:
    """What settled a break."""

    index: int
    at: str
    way: Settling


@dataclass(frozen=True)
class Break:
    """
    One thing that does not agree: the same papers show the same of these boxes. `papers` are all it rests on, the last
    of them shows it; `unit` answers for it, or where its case says so is to be asked. It is open while nothing settled
    it.
    """

    code: str
    case: str
    boxes: tuple[str, ...]
    area: str
    unit: str
    papers: tuple[Cite, ...]
    facts: Facts
    at: str
    took: int
    """The entry from which on it is known."""
    of_lines: bool
    """Whether it is told of each box, and not of the paper that names them."""
    settled: End | None = None
    since: int = 0
    """When it became one, in seconds, if no paper shows it."""
    answers: tuple[Reply, ...] = ()
    """What was answered to the papers it rests on."""
    holds: tuple[str, ...] = ()
    """Of boxes that came too late or not at all: who answers for them now. Who did when the time ran out is `unit`."""

    @property
    def definition(self) -> Code:
        """What is said of all of its kind."""
        return codes.of(self.code)

    @property
    def shown(self) -> Case:
        """In which way it shows itself."""
        return self.definition.cases.get(self.case, Case(""))

    @property
    def question(self) -> str:
        """What to ask next."""
        return self.shown.question or self.definition.question

    @property
    def severity(self) -> str:
        """How grave it is."""
        return self.definition.severity

    @property
    def order(self) -> tuple[Any, ...]:
        """Worst first, then as they came to be known."""
        return _WORST[self.definition.severity], self.code, self.took, self.case, self.boxes


Told = tuple[str, int]
"""A box, and the entry in which something became so that a paper shows."""


class Held(NamedTuple):
    """Who had a box when its time ran out, and who has it now."""

    had: str
    holds: str


@dataclass(frozen=True)
class Narrowed:
    """Which breaks are asked for."""

    area: str | None = None
    code: str | None = None
    severity: str | None = None


ALL: Final = Narrowed()


def kept(
    view: View, moment: Moment, replies: Replies, asked: Narrowed = ALL, late: Mapping[Told, Held] | None = None
) -> list[Break]:
    """
    Those that papers show, open and settled, as at a moment. Boxes outside an area asked about are left out; of those
    that came `late` it is told who had them when the time ran out.
    """
    found, _, _ = view.tables["breaks"]
    ends = _ends(view, moment, replies)
    wanted = select(found).where(counted(moment, found), *_asked(view, found, asked)).order_by(found.c.number)
    rows = view.connection.execute(wanted).all()
    known = (_break(row, ends.get(row.number)) for row in rows if _is_one(row, ends.get(row.number), moment))
    broken = [_held(one, late or {}) for one in known]
    return [*_told_of_papers(view, broken), *_grouped(one for one in broken if one.of_lines)]


def _asked(view: View, table: Table, asked: Narrowed) -> Iterator[ColumnElement[bool]]:
    """A paper as a whole is known by its boxes, which are not kept here."""
    if asked.code is not None:
        yield table.c.code == asked.code
    if asked.area is not None:
        yield or_(table.c.box.is_(None), and_(*past.inside(view, table.c.box, asked.area)))


def _held(one: Break, late: Mapping[Told, Held]) -> Break:
    held = late.get((one.boxes[0], one.took)) if one.case == "late" and one.boxes else None
    return one if held is None else replace(one, unit=held.had, holds=(held.holds,) if held.holds else ())


def told(view: View, moment: Moment, case: str) -> set[Told]:
    """Each box of which a paper shows this, with the entry in which it became so."""
    found, _, _ = view.tables["breaks"]
    shown = select(found.c.box, found.c.took).where(found.c.case == case, found.c.took < moment.entries)
    return {(box, took) for box, took in view.connection.execute(shown)}


def narrowed(breaks: Iterable[Break], asked: Narrowed) -> list[Break]:
    """Those asked for, worst first."""
    found = [_within(one, asked.area) for one in breaks if _is_meant(one, asked)]
    return sorted((one for one in found if one is not None), key=lambda one: one.order)


def _is_meant(one: Break, asked: Narrowed) -> bool:
    return asked.code in {None, one.code} and asked.severity in {None, one.severity}


def _within(one: Break, area: str | None) -> Break | None:
    """The break with its boxes in the area alone; one of a whole paper keeps all."""
    if area is None or (names.covers(area, one.area) and not one.of_lines):
        return one
    inside = tuple(box for box in one.boxes if names.covers(area, box))
    if not inside:
        return None
    return replace(one, boxes=inside) if one.of_lines else one


def _is_one(row: Any, end: End | None, moment: Moment) -> bool:
    """What is one only after some time, if that passed before it was settled."""
    until = moment.seconds if end is None else seconds(end.at)
    return bool(row.ripe <= row.seconds or row.ripe <= until)


def _ends(view: View, moment: Moment, replies: Replies) -> Mapping[int, End]:
    """What had settled which break; where the answer that did claims to be later, the first of those that count."""
    found, ended, _ = view.tables["breaks"]
    rows = view.connection.execute(select(ended).where(ended.c.took < moment.entries)).all()
    ends = {row.number: End(row.took, row.at, row.way) for row in rows if moment.counts(row.took, row.seconds)}
    later = [row.number for row in rows if row.way == "answer" and row.number not in ends]
    for some in chunks(later if replies else ()):
        shown = select(found.c.number, found.c.took, found.c.code, found.c.digest, found.c.box)
        for number, took, code, digest, box in view.connection.execute(shown.where(found.c.number.in_(some))):
            reply = replies.settled(code, digest, box, took)
            if reply is not None:
                ends[number] = End(reply.index, reply.at, "answer")
    return ends


def _break(row: Any, end: End | None) -> Break:
    try:
        told = decode_told(as_bytes(row.told))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CheckFailed(UNREADABLE, number=row.number) from error
    return Break(
        code=row.code,
        case=row.case,
        boxes=(row.box,) if row.box else (),
        area=row.area,
        unit=row.unit,
        papers=told.papers,
        facts=told.facts,
        at=row.at,
        took=row.took,
        of_lines=row.box is not None,
        settled=end,
    )


def _told_of_papers(view: View, broken: Iterable[Break]) -> Iterator[Break]:
    """Whole papers, with the boxes they name."""
    whole = [one for one in broken if not one.of_lines]
    did = view.gathered({one.took for one in whole})
    for one in whole:
        boxes = _boxes(did[one.took])
        yield replace(one, boxes=boxes, area=names.common_area(boxes) or one.area)


def _boxes(did: Gathered) -> tuple[str, ...]:
    own = (group for group in did.together if group.change.index == did.effects.index)
    return tuple(dict.fromkeys(box for group in own for box in group.boxes))


def _grouped(broken: Iterable[Break]) -> Iterator[Break]:
    """Boxes of which the same papers show the same, told once."""
    alike = sorted(broken, key=_sameness)
    for _, group in groupby(alike, key=_sameness):
        same = list(group)
        boxes = tuple(sorted(box for one in same for box in one.boxes))
        holds = tuple(sorted({unit for one in same for unit in one.holds}))
        yield replace(same[0], boxes=boxes, area=names.common_area(boxes), holds=holds)


def _sameness(one: Break) -> tuple[Any, ...]:
    end = (-1, "", "") if one.settled is None else (one.settled.index, one.settled.at, one.settled.way)
    papers = tuple(cite.index for cite in one.papers)
    facts = msgspec.structs.astuple(one.facts)
    return one.took, one.code, one.case, one.unit, papers, tuple(map(str, facts)), end
