"""
Read models made for the moment, in a file of their own that is thrown away: what the effects at hand make of them.

Against these the kept ones are compared; and where a ledger may only be read, these are asked instead.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from ledger.domain.custody.effects import Gathered
from projections import shelf
from projections.page import Page, Papers
from projections.projection import Projection, Tables, put


class Scratch:
    """Some read models, each of the entries before a position, or of all."""

    def __init__(
        self, papers: Papers, wanted: Iterable[Projection] = shelf.ALL, before: Mapping[str, int] | None = None
    ) -> None:
        self.size = 0
        self._papers = papers
        self._wanted = list(wanted)
        self._before = before
        self._page: list[Gathered] = []
        self._changes = 0
        # SQLite keeps a database without a name in memory while it is small, and deletes its file when it is closed.
        # Whoever keeps it for longer asks it from one thread at a time.
        self._engine = create_engine("sqlite://", creator=_connect, poolclass=StaticPool)
        self.connection = self._engine.connect()
        self.tables: dict[str, Tables] = {one.name: one.tables(0) for one in self._wanted}
        for tables in self.tables.values():
            for table in tables:
                table.create(self.connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def take(self, did: Gathered) -> None:
        """Take in what the next entry did."""
        self._page.append(did)
        self._changes += shelf.changes(did)
        self.size += 1
        if len(self._page) >= shelf.PAGE or self._changes >= shelf.CHANGES:
            self.finish()

    def finish(self) -> None:
        """Write what was taken in. Afterwards the tables may be read, and more may be taken in."""
        for one in self._wanted:
            due = [did for did in self._page if self._before is None or did.effects.index < self._before[one.name]]
            if due:
                put(self.connection, one.rows(self.connection, self.tables[one.name], Page(due, self._papers)))
        self._page.clear()
        self._changes = 0
        self._papers.forget()

    def close(self) -> None:
        """Throw them away."""
        self.connection.close()
        self._engine.dispose()


def _connect() -> sqlite3.Connection:
    return sqlite3.connect("", check_same_thread=False)
