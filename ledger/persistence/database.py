"""
One database and its two kinds of transactions: readers, who see the journal as it was, and one writer at a time.

What a driver says is translated here, once. An error while committing is never called a failure: it may have happened.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, RootTransaction
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from ledger.errors import OutcomeUnknown, Reason, Unavailable
from ledger.persistence.address import address
from ledger.persistence.address import name as name_of
from ledger.persistence.postgresql import NOTICES, open_server
from ledger.persistence.sqlite import finish, open_for_reading, open_for_writing

LOCKED = Reason("DB-010", "Somebody else is writing in {ledger}.", "Wait a moment, then run the command again.")
FULL = Reason("DB-011", "There is no room left for {ledger}.", "Free some space on the disk, then run it again.")
CORRUPT = Reason(
    "DB-012",
    "{ledger} cannot be read as a ledger: {detail}.",
    "Keep this file as it is, and put a copy that was made earlier in its place.",
)
UNAVAILABLE = Reason("DB-013", "{ledger} cannot be used: {detail}.", "kotak doctor looks for the reason.")
UNKNOWN = Reason(
    "DB-014",
    "It is not known whether this was recorded in {ledger}: {detail}.",
    "Record the same paper again: if it is there already, you are told where, and it is not recorded twice.",
)

UNREACHABLE = Reason(
    "DB-016",
    "{ledger} cannot be used: {detail}.",
    "Compare the address with what you were told by whoever runs the server. With --offline you sign and keep papers.",
)
FORBIDDEN = Reason(
    "DB-017",
    "This may not be done in {ledger} by whom the address names: {detail}.",
    "Ask whoever runs the server for the rights; those that each task needs stand in docs/operating.md.",
)
READ_ONLY = Reason("DB-018", "{ledger} may only be read: {detail}.", "Name a ledger you may write in with --ledger.")

_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CORRUPT: CORRUPT,
    sqlite3.SQLITE_NOTADB: CORRUPT,
}
_POSTGRESQL: Final = {
    "55P03": LOCKED,
    "53100": FULL,
    "XX001": CORRUPT,
    "XX002": CORRUPT,
    "42501": FORBIDDEN,
    "25006": READ_ONLY,
    "57P01": UNREACHABLE,
    "57P03": UNREACHABLE,
}


class Database:
    """Where a ledger and its read models are kept. Every path that writes goes through `writing`."""

    def __init__(self, engine: Engine, name: str, *, read_only: bool) -> None:
        self.name = name
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.url = engine.url
        """The address, with any password there is in it: for another process of ours."""
        self._engine = engine
        self._writers = engine.execution_options(writes=True)
        self._read_only = read_only
        # Everything a reader asks in one transaction is answered from one snapshot, as in SQLite.
        self._readers = engine if self.is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the journal as it was when it began."""
        with _translated(self.name), self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The only writing transaction; it is committed when the block ends, and undone if the block raises."""
        with _translated(self.name), self._writers.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            except BaseException:
                with suppress(DBAPIError):
                    transaction.rollback()
                raise
            self._commit(connection, transaction)

    def close(self) -> None:
        """Leave one whole file behind."""
        if self.is_sqlite and not self._read_only:
            finish(self._engine)
        self._engine.dispose()

    def abandon(self) -> None:
        """Let go of what could not be used."""
        self._engine.dispose()

    def _commit(self, connection: Connection, transaction: RootTransaction) -> None:
        try:
            transaction.commit()
        except (DBAPIError, KeyboardInterrupt) as error:
            with suppress(DBAPIError):
                connection.invalidate()
            raise OutcomeUnknown(UNKNOWN, ledger=self.name, detail=_detail(error)) from error
        if warnings := connection.info.get(NOTICES):
            raise OutcomeUnknown(UNKNOWN, ledger=self.name, detail=warnings[0])


def open_database(ledger: str | Path | URL, *, create: bool, read_only: bool) -> Database:
    """Open what is named; whether there is a ledger in it is not looked at."""
    url = address(ledger)
    name = name_of(url)
    if url.drivername != "sqlite":
        with _translated(name):
            return Database(open_server(url, name, read_only=read_only), name, read_only=read_only)
    engine = open_for_reading(url) if read_only else open_for_writing(url, create=create)
    return Database(engine, name, read_only=read_only)


@contextmanager
def _translated(name: str) -> Iterator[None]:
    try:
        yield
    # A damaged name in SQLite's own message ends in a UnicodeDecodeError.
    except (DBAPIError, UnicodeDecodeError) as error:
        raise Unavailable(_reason(error), ledger=name, detail=_detail(error)) from error


def _reason(error: DBAPIError | UnicodeDecodeError) -> Reason:
    if isinstance(error, UnicodeDecodeError):
        return CORRUPT
    if state := getattr(error.orig, "sqlstate", None):
        return _POSTGRESQL.get(state, UNAVAILABLE)
    # What the driver says before a server has spoken has no state.
    if hasattr(error.orig, "sqlstate") and isinstance(error, OperationalError | ProgrammingError):
        return UNREACHABLE
    # The low byte is the error, the rest its variety: https://sqlite.org/rescode.html#extrc
    return _SQLITE.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF, UNAVAILABLE)


def _detail(error: BaseException) -> str:
    """One line of what the driver said."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".")
