"""
What was left undone, as at a moment: boxes that should have come and did not, that left too late, that nobody accepted,
that were opened and not sealed again.

No paper shows an absence. Such a break rests on the paper that says what was due and on the last one known of the box.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final, NamedTuple

from ledger.domain import names
from ledger.domain.custody import flags
from ledger.domain.documents.base import DAY
from ledger.domain.documents.government import Rules
from projections import inquiry
from projections.book import Book, Cell, seconds
from projections.inquiry import Break, End, Held, Told
from projections.looking import View
from projections.moves import Move
from projections.watch.watching import Cite, Facts

SOON: Final = DAY
"""Seconds after which an answer or seals should be there, where the rules name no other limit."""
_ANSWERS: Final = {"came", "missing", "refused", "void", "set"}


class _Found(NamedTuple):
    """A break before it is known which boxes share it."""

    code: str
    case: str
    unit: str
    leg: str
    expected: str
    found: str
    papers: tuple[int, ...]
    at: str
    took: int
    since: int
    """The time from which on it is one."""
    end: End | None
    boxes: tuple[str, ...]
    holds: str = ""


class Left(NamedTuple):
    """What was left undone, and who had and has the boxes of which papers show already that they came late."""

    breaks: list[Break]
    late: Mapping[Told, Held]


def undone(view: View, book: Book) -> Left:
    """Everything left undone in the area of the book."""
    told = inquiry.told(view, book.moment, "late")
    late: dict[Told, Held] = {}
    slow = {took for _box, took in inquiry.told(view, book.moment, "transit")}
    found = sorted(_found(book, told, slow, late), key=_sameness)
    cited = _cites(view, {index for one in found for index in one.papers})
    breaks = [
        _break(same, cited) for _, group in groupby(found, key=lambda one: _sameness(one)[:-1]) if (same := list(group))
    ]
    return Left(breaks, late)


def _found(book: Book, told: Collection[Told], slow: Collection[int], late: dict[Told, Held]) -> Iterator[_Found]:
    """Papers tell already of which boxes they came `late`, which is noted there, and that an answer was `slow`."""
    limits = _limits(book)
    for boxes, happened in book.boxes():
        cells = list(book.cells(boxes, happened, None))
        for cell in cells:
            yield from _of_cell(cell, told)
            if cell.state == "late":
                late.update(_late(cell, told))
        if not any(cell.state == "missing" and cell.how == "sent" for cell in cells):
            waited = _unanswered(book, boxes, happened, limits)
            yield from (one for one in waited if one.end is None or one.end.index not in slow)
        yield from _left_open(book, boxes, happened)


def _of_cell(cell: Cell, told: Collection[Told]) -> Iterator[_Found]:
    due = cell.due
    if due.last is None or due.at is None:
        return
    if cell.state == "missing":
        sent = cell.sent.at if cell.sent and cell.how == "sent" else ""
        yield _on_leg(cell, cell.code, cell.how, cell.last, sent)
    elif cell.state == "late" and cell.came is not None:
        known = _told(cell, told)
        untold = replace(cell, boxes=tuple(box for box in cell.boxes if box not in known))
        if untold.boxes:
            yield _on_leg(untold, cell.code, "late", cell.came, cell.came.at)
    if cell.sent is not None and seconds(cell.sent.at) > due.last:
        yield _on_leg(cell, "dwell", "left", cell.sent, cell.sent.at)


def _late(cell: Cell, told: Collection[Told]) -> Iterator[tuple[Told, Held]]:
    held = Held(cell.asked, cell.holds or "")
    yield from (((box, cell.came.took), held) for box in _told(cell, told) if cell.came is not None)


def _told(cell: Cell, told: Collection[Told]) -> set[str]:
    """The boxes of which a paper shows already that they came late."""
    if cell.state != "late" or cell.came is None:
        return set()
    return {box for box in cell.boxes if (box, cell.came.took) in told}


def _on_leg(cell: Cell, code: str, case: str, shown: Move, found: str) -> _Found:
    papers = tuple(sorted({cell.due.index, shown.index}))
    facts = cell.asked, cell.leg, cell.due.at or "", found
    since, holds = cell.due.last or 0, cell.holds or ""
    return _Found(code, case, *facts, papers, shown.at, shown.took, since, None, cell.boxes, holds)


def _unanswered(
    book: Book, boxes: tuple[str, ...], happened: Sequence[Move], limits: Mapping[str, int]
) -> Iterator[_Found]:
    """Each release, until it was answered or still."""
    for nth, sent in enumerate(happened):
        if sent.act != "sent":
            continue
        answer = next((one for one in happened[nth + 1 :] if one.act in _ANSWERS), None)
        leg = flags.leg(sent.unit or "", sent.other or "")
        limit = limits.get(leg, SOON)
        since = seconds(sent.at) + limit
        if since < (book.moment.seconds if answer is None else seconds(answer.at)):
            told = sent.unit or "", leg, f"{limit}", sent.other or ""
            end = None if answer is None else End(answer.took, answer.at, "reply")
            yield _Found("unanswered", "release", *told, (sent.index,), sent.at, sent.took, since, end, boxes)


def _left_open(book: Book, boxes: tuple[str, ...], happened: Sequence[Move]) -> Iterator[_Found]:
    """Opened longer than a day, until it was sealed again or still."""
    opened: Move | None = None
    for one in happened:
        if one.act == "opened":
            opened = opened or one
        elif one.act == "closed":
            yield from _stood_open(boxes, opened, seconds(one.at), End(one.took, one.at, "sealing"))
            opened = None
    yield from _stood_open(boxes, opened, book.moment.seconds, None)


def _stood_open(boxes: tuple[str, ...], opened: Move | None, until: int, end: End | None) -> Iterator[_Found]:
    if opened is not None and seconds(opened.at) + SOON < until:
        told, since = (opened.unit or "", "", "", opened.at), seconds(opened.at) + SOON
        yield _Found("left-open", "opening", *told, (opened.index,), opened.at, opened.took, since, end, boxes)


def _limits(book: Book) -> dict[str, int]:
    """By leg the longest it may take: where the rules say several, the shortest of them, as the fold has it."""
    limits: dict[str, int] = {}
    for one in book.rules.transits if isinstance(book.rules, Rules) else ():
        limits[one.leg] = min(one.seconds, limits.get(one.leg, one.seconds))
    return limits


def _cites(view: View, indexes: Iterable[int]) -> dict[int, Cite]:
    effects = {index: did.effects for index, did in view.gathered(indexes).items()}
    return {index: Cite(index=index, digest=e.digest, kind=e.kind, at=e.at) for index, e in effects.items()}


def _break(same: Sequence[_Found], cited: Mapping[int, Cite]) -> Break:
    one, boxes = same[0], tuple(sorted(box for each in same for box in each.boxes))
    return Break(
        code=one.code,
        case=one.case,
        boxes=boxes,
        area=names.common_area(boxes),
        unit=one.unit,
        papers=tuple(cited[index] for index in one.papers),
        facts=Facts(expected=one.expected, found=one.found, leg=one.leg),
        at=one.at,
        took=one.took,
        of_lines=True,
        settled=one.end,
        since=one.since,
        holds=tuple(sorted({each.holds for each in same} - {""})),
    )


def _sameness(one: _Found) -> tuple[Any, ...]:
    end = (-1, "") if one.end is None else (one.end.index, one.end.at)
    return *one[:-3], end, one.boxes
