"""
Where boxes are: now, when the journal had some entries, or at a time.

As at an index is the fold of that prefix: the last thing known of a box, counting a line that had waited from the entry
at which it took effect. As at a time is, of each box, the last link whose `at` is not later.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, Table, func, or_, select

from ledger.domain import names
from ledger.domain.documents.base import Seals
from ledger.errors import Reason, Unknown
from ledger.persistence.entries import SOME
from projections import boxes, standing
from projections.looking import View

HELD: Final = "@held"
"""All boxes the unit of whoever asks answers for or has."""

NO_SUCH_ENTRY = Reason("PR-007", "There is no entry {index} yet; the last is {last}.", "kotak where --as-of {last}")


@dataclass(frozen=True)
class Question:
    """Which boxes, and as at when: a number of the journal, seconds of a clock, or neither for now."""

    words: tuple[str, ...] = ()
    unit: str | None = None
    place: str | None = None
    area: str | None = None
    index: int | None = None
    seconds: int | None = None
    me: str | None = None
    """The unit of whoever asks: its boxes go first where a word is ambiguous."""


class Standing(NamedTuple):
    """A box as it stands. `moved` is the index of the paper that last changed where it is or its seals."""

    box: str
    custodian: str | None
    keeper: str | None
    place: str | None
    in_transit_to: str | None
    in_transit_since: str | None
    seals: Seals | None
    sealed: bool
    state: str
    held: bool
    disputed: tuple[str, ...]
    waiting: int
    disposed: bool
    listed: bool
    moved: int
    moved_at: str


_SEALS: Final = Standing._fields.index("seals")
_DISPUTED: Final = Standing._fields.index("disputed")


def where(view: View, question: Question) -> list[Standing]:
    """The boxes asked for, by their names. Raises Unknown."""
    if question.index is not None and question.index >= view.size:
        raise Unknown(NO_SUCH_ENTRY, index=question.index, last=view.size - 1)
    named = _resolve(view, question.words, question.me) if question.words else None
    rows = view.connection.execute(_statement(view, question, named)).all()
    found = (_standing(row) for row in rows)
    return sorted((one for one in found if _is_meant(one, question.area, named)), key=lambda one: one.box)


def one(view: View, word: str, me: str | None) -> str:
    """The one box a word means. Raises Unknown."""
    known, ours = _known(view, me)
    return boxes.one(word, known, _mine(ours, me))


def _resolve(view: View, words: Collection[str], me: str | None) -> set[str]:
    known, ours = _known(view, me)
    found: set[str] = set()
    for word in words:
        found.update(ours if word == HELD else boxes.find(word, known, _mine(ours, me)))
    return found


def _known(view: View, me: str | None) -> tuple[list[str], set[str]]:
    """All boxes, and those a unit answers for or has."""
    (location,) = view.tables["location"]
    rows = view.connection.execute(select(location.c.box, location.c.custodian, location.c.keeper)).all()
    ours = {box for box, custodian, keeper in rows if me and me in {custodian, keeper}}
    return sorted(box for box, _, _ in rows), ours


def _mine(ours: Collection[str], me: str | None) -> boxes.Mine:
    area = names.area_of(me) if me else ""
    return lambda box: box in ours or names.covers(area, box)


def _statement(view: View, question: Question, named: Collection[str] | None) -> Select[Any]:
    table, meant = _source(view, question, named)
    if question.unit is not None:
        meant.append(or_(table.c.custodian == question.unit, table.c.keeper == question.unit))
    if question.place is not None:
        meant.append(table.c.place == question.place)
    return select(table.c.box, *(table.c[name] for name in standing.NAMES)).where(*meant)


def _source(view: View, question: Question, named: Collection[str] | None) -> tuple[Table, list[ColumnElement[bool]]]:
    """Where it is written how boxes stood then, and which rows say it."""
    few = named if named is not None and len(named) <= SOME else None
    if question.index is None and question.seconds is None:
        (location,) = view.tables["location"]
        return location, [] if few is None else [location.c.box.in_(few)]
    chain, _ = view.tables["chain"]
    within: list[ColumnElement[bool]] = [] if few is None else [chain.c.box.in_(few)]
    if question.index is not None:
        within += [chain.c.took <= question.index, chain.c.verdict != standing.FOREIGN]
    if question.seconds is not None:
        within += [chain.c.seconds <= question.seconds, chain.c.verdict == "link"]
    last = select(func.max(chain.c.number)).where(*within).group_by(chain.c.box)
    return chain, [chain.c.number.in_(last)]


def _is_meant(one: Standing, area: str | None, named: Collection[str] | None) -> bool:
    return (named is None or one.box in named) and (area is None or names.covers(area, one.box))


def _standing(row: Sequence[Any]) -> Standing:
    values = list(row)
    values[_SEALS] = standing.seals(values[_SEALS])
    values[_DISPUTED] = tuple(values[_DISPUTED].split())
    return Standing(*values)
