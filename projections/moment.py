"""
As at when a question is asked: which papers count, and which time deadlines are held against.

As at an index, the papers up to it; the time is what the last of them say. As at a time, the papers that claim to be
no later. Of the present, all papers, and the later of this machine's clock and what the last papers say: a ledger is
looked at years later, and a simulated one plays in the future.

What the last papers say is the middle of their times. No rule that one clock cannot move is as late as the latest of
them, so a moment also knows how far they reach.
"""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, Table

from ledger.domain.documents.base import seconds
from projections.looking import View
from projections.where import Question, check_entry

EARLIEST: Final = "1970-01-01T00:00:00+00:00"
"""Stands for the clock of this machine where a file is made and no clock is asked: the last papers tell the time."""
LAST: Final = 9
"""Of so many last papers the middle one tells the time: one wrong clock does not."""

By = Literal["index", "time", "papers", "clock"]
NOW: Final = frozenset({"papers", "clock"})


@dataclass(frozen=True)
class Moment:
    """The first `entries` papers count, those alone that claim to be no later if a time was asked for."""

    entries: int
    at: str
    by: By
    reach: str | None = None
    """The latest time in the last papers, of which the middle one tells the time; it may be later than `at`."""

    @property
    def seconds(self) -> int:
        """The time, as it is compared."""
        return seconds(self.at)

    @property
    def latest(self) -> int | None:
        """The latest time a paper may claim to count."""
        return self.seconds if self.by == "time" else None

    def counts(self, took: int, claimed: int) -> bool:
        """Whether what an entry did, that claims this time, was so at the moment."""
        return took < self.entries and (self.latest is None or claimed <= self.latest)


def counted(moment: Moment, table: Table) -> ColumnElement[bool]:
    """The same, asked of the database: rows that say which entry `took` what in, and what time it claims."""
    then = table.c.took < moment.entries
    return then if moment.latest is None else then & (table.c.seconds <= moment.latest)


def as_at(view: View, *, index: int | None, time: str | None, clock: str, size: int | None = None) -> Moment:
    """
    The moment asked for; `clock` is this machine's. Of entries from `size` on, which came in since somebody counted
    them, nothing is said. Raises Unknown.
    """
    entries = view.size if size is None else min(size, view.size)
    if time is not None:
        return Moment(entries, time, "time")
    if index is not None:
        check_entry(view, index)
        told = _told(view, index + 1)
        return Moment(index + 1, told.middle, "index", told.latest) if told else Moment(index + 1, clock, "index")
    told = _told(view, entries)
    if told is None:
        return Moment(entries, clock, "clock")
    if seconds(clock) >= seconds(told.middle):
        later = seconds(told.latest) > seconds(clock)
        return Moment(entries, clock, "clock", told.latest if later else None)
    return Moment(entries, told.middle, "papers", told.latest)


def boxes_then(view: View, moment: Moment) -> Question:
    """How boxes stood at the moment: as what is kept of the present says, while nothing came in since."""
    if is_now(view, moment):
        return Question()
    return Question(index=moment.entries - 1, seconds=moment.latest)


def is_now(view: View, moment: Moment) -> bool:
    """Whether it is the present of what the read models know."""
    return moment.by in NOW and moment.entries == view.size


class _Told(NamedTuple):
    """The middle and the latest of the times in the last papers."""

    middle: str
    latest: str


def _told(view: View, entries: int) -> _Told | None:
    did = view.gathered(range(max(0, entries - LAST), entries))
    told = sorted((one.effects.at for one in did.values()), key=seconds)
    return _Told(told[len(told) // 2], told[-1]) if told else None
