"""
`DCBRecorder` on SQLAlchemy Core: an event is appended unless something that matters to it was written in between.

The only importer of eventsourcing. Of the library we take the words of dynamic consistency boundaries and its
conformance tests: no application, no mapper, no topic. Positions are 1, 2, 3, …, given under the lock of the writer.
"""

import os
import time
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, select, true

from ledger.persistence.database import Database
from ledger.persistence.entries import PAGE, Stored, chunks, head, page, write
from ledger.persistence.tables import entries, entry_tags

# The next import would import whatever module this variable names.
os.environ.pop("TZINFO_TOPIC", None)

from eventsourcing.dcb.api import (  # see the line above
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBQueryItem,
    DCBReadResponse,
    DCBRecorder,
    DCBSequencedEvent,
    DCBSubscription,
)
from eventsourcing.persistence import IntegrityError, ProgrammingError  # see above

POLL: Final = 0.05
"""Seconds between two looks of a subscription."""


class SQLAlchemyRecorder(DCBRecorder):
    """A store of events in the journal's own tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> "ReadResponse":
        """The head is read before the events: a reader may know too little, never too much."""
        after = after or 0
        with self._database.reading() as connection:
            last = head(connection)
            positions = _positions(connection, query, after, last) if query and query.items else None
        events = self._events(after, last) if positions is None else self._events_at(positions[:limit])
        if limit is None:
            return ReadResponse(events, last)
        some = [event for event, _ in zip(events, range(limit), strict=False)]
        return ReadResponse(iter(some), some[-1].position if some else None)

    def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
        """All or nothing; the last position."""
        with self._database.writing() as connection:
            return append(connection, events, condition)

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> "Subscription":
        """Every event, now and later; no thread is started."""
        return Subscription(self, query, after)

    def _events(self, after: int, last: int) -> Iterator[DCBSequencedEvent]:
        while True:
            with self._database.reading() as connection:
                found = page(connection, entries.c.position.between(after + 1, last))
            yield from map(_sequenced, found)
            if len(found) < PAGE:
                return
            after = found[-1].position

    def _events_at(self, positions: Sequence[int]) -> Iterator[DCBSequencedEvent]:
        for start in range(0, len(positions), PAGE):
            with self._database.reading() as connection:
                yield from map(_sequenced, page(connection, entries.c.position.in_(positions[start : start + PAGE])))


class ReadResponse(DCBReadResponse):
    """Events, and the position known before they were read."""

    def __init__(self, events: Iterator[DCBSequencedEvent], last: int | None) -> None:
        self._events = events
        self._head = last

    @property
    def head(self) -> int | None:
        """The last position of the store; with a limit, of the events returned."""
        return self._head

    def __next__(self) -> DCBSequencedEvent:
        return next(self._events)


class Subscription(DCBSubscription[SQLAlchemyRecorder]):
    """Looks again until it is stopped."""

    def __init__(self, recorder: SQLAlchemyRecorder, query: DCBQuery | None, after: int | None) -> None:
        super().__init__(recorder, query, after)
        self._waiting: deque[DCBSequencedEvent] = deque()

    def __next__(self) -> DCBSequencedEvent:
        while not self._waiting:
            if self._has_been_stopped:
                raise StopIteration
            self._waiting.extend(self._recorder.read(self._query, after=self._last_position, limit=PAGE))
            if not self._waiting:
                time.sleep(POLL)
        event = self._waiting.popleft()
        self._last_position = event.position
        return event


def append(connection: Connection, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
    """Within the one writing transaction: check the condition, then write and read back each event."""
    if not events:
        message = "There is nothing to append."
        raise ProgrammingError(message)
    position = head(connection)
    if condition and _is_met(connection, condition, position):
        raise IntegrityError(condition)
    for position, event in enumerate(events, start=position + 1):  # noqa: B020  # it goes on from the head
        write(connection, Stored(position, event.type, event.data, tuple(sorted(set(event.tags)))))
    return position


def was_written(connection: Connection, subjects: Collection[str], after: int) -> bool:
    """Whether one of these subjects (none given: anything at all) was written after that position."""
    boundary = DCBQuery(items=[DCBQueryItem(tags=[subject]) for subject in subjects])
    return _is_met(connection, DCBAppendCondition(boundary, after), head(connection))


def append_one(connection: Connection, kind: str, data: bytes, tags: Collection[str]) -> int:
    """One entry, written and read back; its position."""
    return append(connection, [DCBEvent(kind, data, list(tags))])


def _is_met(connection: Connection, condition: DCBAppendCondition, last: int) -> bool:
    after = condition.after or 0
    if not condition.fail_if_events_match.items:
        return last > after
    return any(
        connection.execute(matching.where(position > after).limit(1)).first()
        for matching, position in _matching(condition.fail_if_events_match)
    )


def _positions(connection: Connection, query: DCBQuery, after: int, last: int) -> list[int]:
    return sorted(
        {
            found
            for matching, position in _matching(query)
            for found in connection.execute(matching.where(position > after, position <= last)).scalars()
        }
    )


def _matching(query: DCBQuery) -> Iterator[tuple[Select[Any], ColumnElement[int]]]:
    """
    Statements that together find what a query does, each with its column of positions.

    Positions are found by tag alone: with OR over sub-queries SQLite would walk all entries. Items of one tag and equal
    types are asked together.
    """
    single: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for item in query.items:
        types, tags = tuple(sorted(set(item.types))), set(item.tags)
        if len(tags) == 1:
            single[types] |= tags
        elif tags:
            found = select(entry_tags.c.position).where(entry_tags.c.tag.in_(tags)).group_by(entry_tags.c.position)
            yield _of_types(found.having(func.count() == len(tags)), types), entry_tags.c.position
        else:
            yield select(entries.c.position).where(entries.c.type.in_(types) if types else true()), entries.c.position
    for types, tags in single.items():
        for some in chunks(tags):
            yield (
                _of_types(select(entry_tags.c.position).where(entry_tags.c.tag.in_(some)), types),
                entry_tags.c.position,
            )


def _of_types(found: Select[Any], types: Sequence[str]) -> Select[Any]:
    if not types:
        return found
    return found.where(entry_tags.c.position.in_(select(entries.c.position).where(entries.c.type.in_(types))))


def _sequenced(entry: Stored) -> DCBSequencedEvent:
    return DCBSequencedEvent(DCBEvent(entry.type, entry.data, list(entry.tags)), entry.position)
