"""
Looking again and again, from several threads: what a desk does that stays open.

The read models catch up when `refresh` is called and at no other time, so that a question never waits for papers that
came in meanwhile. Where a ledger may only be read, those made for the moment are kept and grow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from ledger.persistence.journal import Journal
from projections import looking
from projections.looking import View
from projections.page import Papers
from projections.scratch import Scratch


class Lookout:
    """The read models of one ledger, for as long as it is looked at."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._papers = Papers(journal.data)
        self._scratch: Scratch | None = None
        self._alone = RLock()
        """What is made for the moment is asked by one thread at a time."""

    def refresh(self, noted_at: str | None = None) -> int:
        """Take in what was recorded since; how many entries are known now."""
        if looking.catch_up(self.journal, noted_at):
            self.close()
            with self.view() as view:
                return view.size
        with self._alone:
            self._scratch = self._scratch or Scratch(self._papers)
            return looking.advance(self._scratch, self.journal)

    @contextmanager
    def view(self) -> Iterator[View]:
        """What was known when it was refreshed last."""
        with self._alone:
            scratch = self._scratch
            if scratch is not None:
                with self.journal.database.reading() as connection:
                    papers = Papers(self.journal.data)
                    yield View(scratch.connection, connection, scratch.tables, papers, scratch.size, noted=False)
        if scratch is None:
            with looking.kept(self.journal) as view:
                yield view

    def close(self) -> None:
        """Throw away what was made for the moment."""
        with self._alone:
            if self._scratch is not None:
                self._scratch.close()
                self._scratch = None
