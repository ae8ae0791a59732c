"""
Making the read models anew, beside the old ones, which are compared with them and then replaced.

Whoever looks meanwhile sees the old ones. If we die, the old ones stay in use, and the next rebuild clears away what
was left beside them.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

from sqlalchemy import Connection, delete, update

from ledger.persistence import entries
from ledger.persistence.journal import Journal
from projections import shelf
from projections.compare import Difference, between
from projections.projection import Projection, projections

Watched = Callable[[Iterable[int]], Iterable[int]]
"""Hands on how many entries were taken in, page by page, and may show it."""

SHOWN: Final = 1000
"""Differences that are listed of one read model."""


def rebuild(
    journal: Journal,
    *,
    page: int = shelf.PAGE,
    wanted: Sequence[Projection] = shelf.ALL,
    watched: Watched = iter,
) -> list[Difference]:
    """Make them anew and swap; in what the old ones differed."""
    shelf.prepare(journal, wanted)
    return [difference for one in wanted for difference in _rebuild(journal, one, page, watched)]


def _rebuild(journal: Journal, one: Projection, page: int, watched: Watched) -> list[Difference]:
    with journal.database.writing() as connection:
        there = shelf.reached(connection)
        shelf.make(connection, one, one.name + shelf.BESIDE, there[one.name].generation + 1)
    found = _compared(journal, one, page, watched)
    _fill(journal, one, journal.size(), page, watched)
    with journal.database.writing() as connection:
        _swap(connection, one)
    return found


def _fill(journal: Journal, one: Projection, head: int, page: int, watched: Watched) -> None:
    for _ in watched(shelf.fill(journal, [one], head, page=page, beside=shelf.BESIDE)):
        pass


def _compared(journal: Journal, one: Projection, page: int, watched: Watched) -> list[Difference]:
    """Fill the new one as far as the old one is, and compare them there."""
    while True:
        with journal.database.reading() as connection:
            there = shelf.reached(connection)
            old, new = there[one.name], shelf.standing_of(there, one, shelf.BESIDE)
            goal = min(old.position, entries.head(connection))
            if new.position == goal:
                pair = (connection, one.tables(new.generation)), (connection, one.tables(old.generation))
                return list(islice(between(one, *pair), SHOWN))
        _fill(journal, one, goal, page, watched)


def _swap(connection: Connection, one: Projection) -> None:
    """From here on the new one is asked."""
    there = shelf.reached(connection)
    new = shelf.standing_of(there, one, shelf.BESIDE)
    connection.execute(delete(projections).where(projections.c.name == one.name))
    connection.execute(update(projections).where(projections.c.name == one.name + shelf.BESIDE).values(name=one.name))
    if there[one.name].generation != new.generation:
        shelf.drop(connection, one, there[one.name].generation)
