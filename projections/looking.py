"""
Looking into the read models: all that one question needs, in one reading transaction.

Where a ledger may be written to, the read models beside its papers are asked, after they caught up; where it may only
be read, they are made for the moment. They point into what the entries did, which is read when it is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ledger.domain.custody.effects import Effects, Gathered
from ledger.errors import CheckFailed, Unavailable
from ledger.persistence.database import FORBIDDEN, READ_ONLY
from ledger.persistence.entries import as_bytes, chunks
from ledger.persistence.journal import Journal
from ledger.persistence.tables import effects
from projections import shelf
from projections.page import Papers
from projections.projection import Tables
from projections.scratch import Scratch


@dataclass(frozen=True)
class View:
    """The read models as they were when the question was asked."""

    connection: Connection
    journal: Connection
    """Where what the entries did is kept; the same, but where the read models are made for the moment."""
    tables: Mapping[str, Tables]
    papers: Papers
    size: int
    """The number of entries they know."""
    noted: bool
    """Whether this machine noted when it read which entries."""

    def did(self, indexes: Iterable[int]) -> dict[int, Effects]:
        """What these entries did. Raises CheckFailed if it is not kept or cannot be read."""
        return {index: shelf.read(index, value) for index, value in self._kept(indexes).items()}

    def gathered(self, indexes: Iterable[int]) -> dict[int, Gathered]:
        """The same, told once of boxes of which the same became: much less to read where papers are large."""
        return {index: shelf.gathered(index, value) for index, value in self._kept(indexes).items()}

    def _kept(self, indexes: Iterable[int]) -> dict[int, bytes]:
        wanted = dict.fromkeys(indexes)
        found: dict[int, bytes] = {}
        for some in chunks([index + 1 for index in wanted if type(index) is int and 0 <= index < self.size]):
            kept = select(effects).where(effects.c.position.in_(some))
            for position, value in self.journal.execute(kept).all():
                found[position - 1] = as_bytes(value)
        for index in wanted:
            if index not in found:
                raise CheckFailed(shelf.UNREADABLE, index=index)
        return found


@contextmanager
def look(journal: Journal, noted_at: str | None = None) -> Iterator[View]:
    """What the read models say once they took in all that was recorded; they note the time given."""
    with kept(journal) if catch_up(journal, noted_at) else _for_the_moment(journal) as view:
        yield view


def catch_up(journal: Journal, noted_at: str | None) -> bool:
    """Whether they know everything now. Who may only read cannot make them take anything in."""
    try:
        shelf.catch_up(journal, noted_at=noted_at)
    except Unavailable as error:
        if error.reason not in {FORBIDDEN, READ_ONLY}:
            raise
        return False
    return True


@contextmanager
def kept(journal: Journal) -> Iterator[View]:
    """What is kept beside the papers, as far as it has come."""
    with journal.database.reading() as connection:
        there = shelf.reached(connection)
        kept = {one: shelf.standing_of(there, one, "") for one in shelf.ALL}
        tables = {one.name: one.tables(each.generation) for one, each in kept.items()}
        size = min(each.position for each in kept.values())
        yield View(connection, connection, tables, Papers(journal.data), size, noted=True)


@contextmanager
def _for_the_moment(journal: Journal) -> Iterator[View]:
    papers = Papers(journal.data)
    with Scratch(papers) as scratch:
        size = advance(scratch, journal)
        with journal.database.reading() as connection:
            yield View(scratch.connection, connection, scratch.tables, papers, size, noted=False)


def advance(scratch: Scratch, journal: Journal) -> int:
    """Take in what it does not know yet; how many entries there are."""
    size = journal.size()
    while scratch.size < size:
        for did in shelf.take(journal, scratch.size, min(size, scratch.size + shelf.PAGE)):
            scratch.take(did)
    scratch.finish()
    return size
