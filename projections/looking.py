"""
Looking into the read models: all that one question needs, in one reading transaction.

Where a ledger may be written to, the read models beside its papers are asked, after they caught up; where it may only
be read, they are made for the moment.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from ledger.persistence.journal import Journal
from projections import shelf
from projections.projection import Tables
from projections.scratch import Scratch


@dataclass(frozen=True)
class View:
    """The read models as they were when the question was asked."""

    connection: Connection
    tables: Mapping[str, Tables]
    size: int
    """The number of entries they know."""
    noted: bool
    """Whether this machine noted when it read which entries."""


@contextmanager
def caught_up(journal: Journal, noted_at: str | None = None) -> Iterator[View]:
    """The read models beside the papers, which take in what was recorded since."""
    shelf.catch_up(journal, noted_at=noted_at)
    with journal.database.reading() as connection:
        there = shelf.reached(connection)
        tables = {one.name: one.tables(there[one.name].generation) for one in shelf.ALL}
        size = min(there[one.name].position for one in shelf.ALL)
        yield View(connection, tables, size, noted=True)


@contextmanager
def for_the_moment(journal: Journal) -> Iterator[View]:
    """The same without writing anything into the ledger, made from all it keeps of what its papers did."""
    with Scratch() as scratch:
        for start in range(0, size := journal.size(), shelf.PAGE):
            for effects in shelf.take(journal, start, min(size, start + shelf.PAGE)):
                scratch.take(effects)
        scratch.finish()
        yield View(scratch.connection, scratch.tables, size, noted=False)
