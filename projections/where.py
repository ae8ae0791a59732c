"""Where boxes are: now, when the journal had some entries, or at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select

from ledger.domain import names
from ledger.errors import Reason, Unknown
from projections import boxes, past, standing
from projections.looking import View
from projections.standing import Standing

_LONGEST: Final = 200
"""Letters of a word that can be an end of a name; of a longer one no pattern is made."""
NO_SUCH_ENTRY = Reason("PR-007", "There is no entry {index} yet; the last is {last}.", "Name {last} or one before it.")
EMPTY = Reason("PR-013", "There is no entry {index}: nothing is recorded yet.", "See how to begin: kotak init --help")


@dataclass(frozen=True)
class Question:
    """
    Which boxes, and as at when: a number of the journal, seconds of a clock, or neither for now; with both, as at that
    time by the papers up to that number.
    """

    words: tuple[str, ...] = ()
    unit: str | None = None
    place: str | None = None
    area: str | None = None
    index: int | None = None
    seconds: int | None = None
    me: str | None = None
    """The unit of whoever asks: its boxes go first where a word is ambiguous."""


def where(view: View, question: Question) -> list[Standing]:
    """The boxes asked for, by their names. Raises Unknown."""
    if question.index is not None:
        check_entry(view, question.index)
    named = _resolve(view, question.words, question.me) if question.words else None
    found = _asked(view, question, named)
    return sorted((one for one in found if _is_meant(one, question, named)), key=lambda one: one.box)


def check_entry(view: View, index: int) -> None:
    """Raises Unknown if the ledger has no such entry."""
    if index >= view.size:
        raise Unknown(NO_SUCH_ENTRY, index=index, last=view.size - 1) if view.size else Unknown(EMPTY, index=index)


def one(view: View, word: str, me: str | None) -> str:
    """The one box a word means. Raises Unknown."""
    known, ours = _known(view, word, me)
    return boxes.one(word, known, _mine(ours, me))


def _resolve(view: View, words: Collection[str], me: str | None) -> set[str]:
    found: set[str] = set()
    for word in words:
        known, ours = _known(view, word, me)
        found.update(ours if word == boxes.HELD else boxes.find(word, known, _mine(ours, me)))
    return found


def _known(view: View, word: str, me: str | None) -> tuple[list[str], set[str]]:
    """The boxes a word can mean, of all boxes if it means none; and those among them a unit answers for or has."""
    (location,) = view.tables["location"]
    held = [location.c.custodian == me, location.c.keeper == me]
    ends = [location.c.box.endswith(word, autoescape=True), location.c.box.contains(f"{word}/", autoescape=True)]
    spelt = [location.c.box == word] if names.is_box(word) or len(word) > _LONGEST else ends
    wanted = select(location.c.box, location.c.custodian, location.c.keeper)
    rows = view.connection.execute(wanted.where(or_(*(held if word == boxes.HELD else spelt)))).all()
    if word != boxes.HELD and not any(boxes.meant(box, word) for box, _, _ in rows):
        rows = view.connection.execute(wanted).all()
    ours = {box for box, custodian, keeper in rows if me and me in {custodian, keeper}}
    return sorted(box for box, _, _ in rows), ours


def _mine(ours: Collection[str], me: str | None) -> boxes.Mine:
    area = names.area_of(me) if me else ""
    return lambda box: box in ours or names.covers(area, box)


def _asked(view: View, question: Question, named: Collection[str] | None) -> list[Standing]:
    if question.seconds is not None:
        entries = None if question.index is None else question.index + 1
        return past.at_time(view, question.seconds, named, question.area, entries)
    if question.index is not None:
        return past.at_index(view, question.index, named, question.area)
    return _now(view, question, named)


def _now(view: View, question: Question, named: Collection[str] | None) -> list[Standing]:
    """What is kept of the present has an index for each of these."""
    (table,) = view.tables["location"]
    meant = past.among(view, table, named, question.area)
    if question.unit is not None:
        meant.append(or_(table.c.custodian == question.unit, table.c.keeper == question.unit))
    if question.place is not None:
        meant.append(table.c.place == question.place)
    return [standing.read(row) for row in view.connection.execute(select(table).where(*meant))]


def _is_meant(one: Standing, question: Question, named: Collection[str] | None) -> bool:
    return (
        (named is None or one.box in named)
        and (question.unit is None or question.unit in {one.custodian, one.keeper})
        and (question.place is None or question.place == one.place)
        and (question.area is None or names.covers(question.area, one.box))
    )
