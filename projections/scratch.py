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

from ledger.domain.custody.effects import Effects
from projections.projection import Projection, Tables
from projections.shelf import ALL, PAGE


class Scratch:
    """Some read models, each of the entries before a position, or of all."""

    def __init__(self, wanted: Iterable[Projection] = ALL, before: Mapping[str, int] | None = None) -> None:
        self.size = 0
        self._wanted = list(wanted)
        self._before = before
        self._page: list[Effects] = []
        # SQLite keeps a database without a name in memory while it is small, and deletes its file when it is closed.
        self._engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(""), poolclass=StaticPool)
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

    def take(self, effects: Effects) -> None:
        """Take in what the next entry did."""
        self._page.append(effects)
        self.size += 1
        if len(self._page) >= PAGE:
            self.finish()

    def finish(self) -> None:
        """Write what was taken in. Afterwards the tables may be read, and more may be taken in."""
        for one in self._wanted:
            due = [each for each in self._page if self._before is None or each.index < self._before[one.name]]
            if due:
                one.write(self.connection, self.tables[one.name], due)
        self._page.clear()

    def close(self) -> None:
        """Throw them away."""
        self.connection.close()
        self._engine.dispose()
