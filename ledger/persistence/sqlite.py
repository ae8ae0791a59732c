"""
A ledger in one SQLite file: opened so that what was acknowledged survives a power cut, and so that a hostile file
stays data.

Writers wait for each other at `BEGIN IMMEDIATE`; readers see the journal as it was when they began. A reader of
evidence leaves nothing behind beside the file, and never looks past a `-wal` that holds entries.
"""

import math
import os
import sqlite3
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from ledger.errors import Reason, Unavailable
from ledger.persistence.tables import LARGEST

ABSENT = Reason("DB-003", "There is no ledger at {ledger}.", "Name another with --ledger, or found one: kotak init.")
OTHER_FILE = Reason(
    "DB-004",
    "SQLite opened {found} instead of {ledger}.",
    "Move the ledger to a path of plain letters and name it with --ledger.",
)
NOT_DURABLE = Reason(
    "DB-005",
    "This disk or this SQLite does not keep {ledger} through a power cut: {setting} is {found}.",
    "Keep the ledger on a local disk; kotak doctor says more.",
)
NOT_A_LEDGER = Reason(
    "DB-009",
    "{ledger} is a file of something else, not a ledger.",
    "Name the ledger with --ledger; an exported copy can be read by kotak verify.",
)
THERE_ALREADY = Reason("DB-006", "There is a ledger at {ledger} already.", "Name another file with --ledger.")

NOT_OPENED = Reason("DB-020", "The file {ledger} cannot be opened: {why}.", "Name a ledger you may read with --ledger.")

APPLICATION_ID: Final = 0x4B6F7461
"""In the header of the file, so that no database of somebody else is ever touched."""
WAITS: Final = 10
"""Seconds for another writer."""
DEADLINE: Final = 300
"""Seconds for one statement on a file of somebody else."""

_WRITER: Final = (
    # What is deleted are old read models, which the papers tell again; some builds overwrite it with zeros.
    "PRAGMA secure_delete=OFF",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA fullfsync=ON",
)
_READER: Final = "PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0", "PRAGMA query_only=ON"
_DURABLE: Final = {"journal_mode": ("WAL", "wal"), "synchronous": ("FULL", 2)}
_ALLOWED: Final = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_PRAGMA,
    sqlite3.SQLITE_TRANSACTION,
}
_FUNCTIONS: Final = {"count", "min", "max", "sum", "like"}
_MAGIC: Final = b"SQLite format 3\0"
_STEPS: Final = 10_000


class _Deadline:
    """When the statement that runs is to be given up."""

    def __init__(self) -> None:
        self._ends = math.inf

    def begin(self) -> None:
        self._ends = time.monotonic() + DEADLINE

    def has_passed(self) -> bool:
        return time.monotonic() > self._ends


def open_for_writing(url: URL, *, create: bool) -> Engine:
    """An engine on a file that is there, or, to found a ledger, on one that may not be."""
    path = _path(url, create=create)
    engine = create_engine(url, creator=lambda: _connect(path, "mode=rwc" if create else "mode=rw"))

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        with ExitStack() as unless_ready:
            unless_ready.callback(connection.close)
            _compare_path(connection, path)
            _compare_owner(connection, path, create=create)
            _run(connection, _WRITER)
            _make_durable(connection, path)
            unless_ready.pop_all()

    event.listen(engine, "begin", _begin)
    return engine


def open_for_reading(url: URL) -> Engine:
    """An engine on a file that may be hostile, in which nothing can be written."""
    path = _path(url, create=False)
    engine = create_engine(url, creator=lambda: _connect_untrusted(path))

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["deadline"] = deadline = _Deadline()
        entry.info["alone"], entry.info["stamp"] = not _is_open_elsewhere(path), _stamp(path)
        with ExitStack() as unless_ready:
            unless_ready.callback(connection.close)
            _compare_path(connection, path)
            _run(connection, _READER)
            _bound(connection, deadline)
            unless_ready.pop_all()

    @event.listens_for(engine, "checkout")
    def look_again(_connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        # Who took the file for unchanging has to be told of what was written since.
        if entry.info["alone"] and (_is_open_elsewhere(path) or _stamp(path) != entry.info["stamp"]):
            raise DisconnectionError

    @event.listens_for(engine, "before_cursor_execute")
    def begin(connection: Connection, *_statement: object) -> None:
        # Of this connection alone: what others ask extends nobody's time.
        connection.info["deadline"].begin()

    event.listen(engine, "begin", _begin)
    return engine


def finish(engine: Engine) -> None:
    """
    Bring all entries into the one file, so that a copy of it is a copy of the ledger.

    Where others still read, or the disk refuses, they stay in the `-wal`, where every reader finds them.
    """
    with suppress(DBAPIError, sqlite3.Error), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA busy_timeout=0")
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _path(url: URL, *, create: bool) -> Path:
    path = Path(str(url.database)).absolute()
    begins = _beginning(path)
    if not (begins or create):
        raise Unavailable(ABSENT, ledger=url.database)
    if begins not in (b"", _MAGIC):
        raise Unavailable(NOT_A_LEDGER, ledger=url.database)
    return path


def _beginning(path: Path) -> bytes:
    """The first bytes of a file; nothing of what is none."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(len(_MAGIC))
    except OSError as error:
        raise Unavailable(NOT_OPENED, ledger=path, why=error.strerror) from error


def _connect(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(os.fsencode(path))}?{how}",
        uri=True,
        timeout=WAITS,
        isolation_level=None,
        check_same_thread=False,
    )
    # A changed bit in a name is found by comparing the name, not by a codec.
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    return connection


def _connect_untrusted(path: Path) -> sqlite3.Connection:
    """`immutable` leaves no files behind, and would ignore a `-wal`: only where nobody has the ledger open."""
    return _connect(path, "mode=ro" if _is_open_elsewhere(path) else "mode=ro&immutable=1")


def _is_open_elsewhere(path: Path) -> bool:
    return any(Path(f"{path}{beside}").exists() for beside in ("-wal", "-shm", "-journal"))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _bound(connection: Any, deadline: _Deadline) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_VDBE_OP, 25_000)
    connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100)
    connection.set_authorizer(_authorise)
    connection.set_progress_handler(deadline.has_passed, _STEPS)


def _authorise(action: int, first: str | None, second: str | None, _database: str | None, within: str | None) -> int:
    """Reading tables, and nothing that a view or a trigger asks for."""
    named = action == sqlite3.SQLITE_FUNCTION and f"{second or first}".lower() in _FUNCTIONS
    return sqlite3.SQLITE_OK if within is None and (action in _ALLOWED or named) else sqlite3.SQLITE_DENY


def _run(connection: DBAPIConnection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.cursor().execute(statement)


def _one(connection: DBAPIConnection, statement: str) -> Any:
    cursor = connection.cursor()
    cursor.execute(statement)
    row = cursor.fetchone()
    return row[0] if row else None


def _make_durable(connection: DBAPIConnection, path: Path) -> None:
    for setting, (wanted, expected) in _DURABLE.items():
        _run(connection, (f"PRAGMA {setting}={wanted}",))
        found = _one(connection, f"PRAGMA {setting}")
        if found != expected:
            raise Unavailable(NOT_DURABLE, ledger=path, setting=setting, found=found)


def _compare_owner(connection: DBAPIConnection, path: Path, *, create: bool) -> None:
    """A file is ours, or empty and to be made ours."""
    is_empty = create and not _one(connection, "SELECT count(*) FROM sqlite_master")
    if not is_empty and _one(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise Unavailable(NOT_A_LEDGER, ledger=path)


def _compare_path(connection: DBAPIConnection, path: Path) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA database_list")
    found = {name: file for _, name, file in cursor.fetchall()}.get("main", "")
    if not found or not path.samefile(found):
        raise Unavailable(OTHER_FILE, ledger=path, found=found or '""')
