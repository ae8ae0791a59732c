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
    with journal.database.writing() as connection:
        there = shelf.reached(connection)
        for one in wanted:
            shelf.make(connection, one, one.name + shelf.BESIDE, there[one.name].generation + 1)
    found = _compared(journal, wanted, page, watched)
    _fill(journal, wanted, journal.size(), page, watched)
    with journal.database.writing() as connection:
        for one in wanted:
            _swap(connection, one)
    return [difference for one in wanted for difference in found[one]]


def _fill(journal: Journal, wanted: Sequence[Projection], head: int, page: int, watched: Watched) -> None:
    for _ in watched(shelf.fill(journal, wanted, head, page=page, beside=shelf.BESIDE)):
        pass


def _compared(
    journal: Journal, wanted: Sequence[Projection], page: int, watched: Watched
) -> dict[Projection, list[Difference]]:
    """Fill the new ones as far as the old ones are, and compare them there."""
    found: dict[Projection, list[Difference]] = {}
    while left := [one for one in wanted if one not in found]:
        with journal.database.reading() as connection:
            there, head = shelf.reached(connection), entries.head(connection)
            goals = {one: min(there[one.name].position, head) for one in left}
            for one in left:
                new = shelf.standing_of(there, one, shelf.BESIDE)
                if new.position == goals[one]:
                    old = one.tables(there[one.name].generation)
                    pair = (connection, one.tables(new.generation)), (connection, old)
                    found[one] = list(islice(between(one, *pair), SHOWN))
        behind = [one for one in left if one not in found]
        if behind:
            _fill(journal, behind, min(goals[one] for one in behind), page, watched)
    return found


def _swap(connection: Connection, one: Projection) -> None:
    """From here on the new one is asked."""
    there = shelf.reached(connection)
    new = shelf.standing_of(there, one, shelf.BESIDE)
    connection.execute(delete(projections).where(projections.c.name == one.name))
    connection.execute(update(projections).where(projections.c.name == one.name + shelf.BESIDE).values(name=one.name))
    if there[one.name].generation != new.generation:
        shelf.drop(connection, one, there[one.name].generation)
