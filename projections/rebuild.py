"""
Making the read models anew, beside the old ones, which are compared with them and then replaced.

Whoever looks meanwhile sees the old ones. If we die, the old ones stay in use, and the next rebuild clears away what
was left beside them.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from sqlalchemy import Connection, delete, update

from ledger.persistence import entries
from ledger.persistence.journal import Journal
from projections import shelf
from projections.compare import Difference, between
from projections.projection import Projection, projections

SHOWN: Final = 1000
"""Differences that are listed of one read model."""


def rebuild(
    journal: Journal,
    *,
    page: int = shelf.PAGE,
    wanted: Sequence[Projection] = shelf.ALL,
    watch: shelf.Watch = lambda _: None,
) -> list[Difference]:
    """Make them anew and swap; in what the old ones differed."""
    shelf.prepare(journal, wanted)
    return [difference for one in wanted for difference in _rebuild(journal, one, page, watch)]


def _rebuild(journal: Journal, one: Projection, page: int, watch: shelf.Watch) -> list[Difference]:
    with journal.database.writing() as connection:
        there = shelf.reached(connection)
        shelf.make(connection, one, one.name + shelf.BESIDE, there[one.name].generation + 1)
    found = _compared(journal, one, page, watch)
    shelf.fill(journal, [one], journal.size(), page=page, beside=shelf.BESIDE, watch=watch)
    with journal.database.writing() as connection:
        _swap(connection, one)
    return found


def _compared(journal: Journal, one: Projection, page: int, watch: shelf.Watch) -> list[Difference]:
    """Fill the new one as far as the old one is, and compare them there."""
    while True:
        with journal.database.reading() as connection:
            there = shelf.reached(connection)
            old, new = there[one.name], shelf.standing_of(there, one, shelf.BESIDE)
            goal = min(old.position, entries.head(connection))
            if new.position == goal:
                pair = (connection, one.tables(new.generation)), (connection, one.tables(old.generation))
                return list(islice(between(one, *pair), SHOWN))
        shelf.fill(journal, [one], goal, page=page, beside=shelf.BESIDE, watch=watch)


def _swap(connection: Connection, one: Projection) -> None:
    """From here on the new one is asked."""
    there = shelf.reached(connection)
    new = shelf.standing_of(there, one, shelf.BESIDE)
    connection.execute(delete(projections).where(projections.c.name == one.name))
    connection.execute(update(projections).where(projections.c.name == one.name + shelf.BESIDE).values(name=one.name))
    if there[one.name].generation != new.generation:
        shelf.drop(connection, one, there[one.name].generation)
