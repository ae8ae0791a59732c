"""
Making the read models anew, beside the old ones, which are compared with them and then replaced.

Whoever looks meanwhile sees the old ones. If we die, the old ones stay in use, and the next rebuild clears away what
was left beside them. Where there is much to do, a second process does half of it.
"""

import os
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, delete, update

from ledger.persistence.journal import Journal
from projections import helper, making, shelf
from projections.compare import Difference
from projections.making import Watched
from projections.projection import Projection, projections

MANY: Final = 10_000
"""Entries from which on a second process is sooner done than started."""
HERE: Final = frozenset({"breaks", "officers"})
"""As much work as all the others together, which a second process makes meanwhile."""


def rebuild(
    journal: Journal,
    *,
    page: int = shelf.PAGE,
    wanted: Sequence[Projection] = shelf.ALL,
    watched: Watched = iter,
    many: int = MANY,
) -> list[Difference]:
    """Make them anew and swap; in what the old ones differed. From `many` entries on with a second process."""
    shelf.prepare(journal, wanted)
    with journal.database.writing() as connection:
        there = shelf.reached(connection)
        for one in wanted:
            shelf.make(connection, one, one.name + shelf.BESIDE, there[one.name].generation + 1)
    if journal.size() < many or _cores() == 1:
        found = making.fill(journal, wanted, page, watched)
    else:
        found = _helped(journal, wanted, page, watched)
    with journal.database.writing() as connection:
        for one in wanted:
            _swap(connection, one)
    return [difference for one in wanted for difference in found[one.name]]


def _helped(journal: Journal, wanted: Sequence[Projection], page: int, watched: Watched) -> dict[str, list[Difference]]:
    with helper.filling(journal, [one for one in wanted if one.name not in HERE], page) as answer:
        found = making.fill(journal, [one for one in wanted if one.name in HERE], page, watched)
        found.update(answer())
    return found | making.fill(journal, [one for one in wanted if one.name not in found], page, watched)


def _cores() -> int:
    """Which this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _swap(connection: Connection, one: Projection) -> None:
    """From here on the new one is asked."""
    there = shelf.reached(connection)
    new = shelf.standing_of(there, one, shelf.BESIDE)
    connection.execute(delete(projections).where(projections.c.name == one.name))
    connection.execute(update(projections).where(projections.c.name == one.name + shelf.BESIDE).values(name=one.name))
    if there[one.name].generation != new.generation:
        shelf.drop(connection, one, there[one.name].generation)
