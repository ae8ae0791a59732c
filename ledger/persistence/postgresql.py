"""
A ledger in one schema of a PostgreSQL database, for officers who share it.

Writers take one advisory lock, which needs no right but to connect; readers see one snapshot. Nothing comes from the
environment but a password: which server, which database and which settings is said by the address alone.
"""

import os
from contextlib import ExitStack
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from ledger.errors import Reason, Unavailable

NO_DRIVER = Reason("DB-007", "The driver for PostgreSQL is not installed.", "pip install 'kotak[postgres]'")
NOT_DURABLE_THERE = Reason(
    "DB-008",
    "The server of {ledger} may forget what it acknowledged: {setting} is {found}.",
    "Ask whoever runs the server to set {setting} = on.",
)

SCHEMA: Final = "kotak"
WAITS: Final = 10
"""Seconds for another writer."""
NOTICES: Final = "notices"
"""Under this name a connection's `info` lists what the server warned of."""

_LOCK: Final = text("SELECT pg_advisory_xact_lock(7739543316)")
_SETTINGS: Final = (
    f"SET search_path TO {SCHEMA}, pg_temp; SET client_encoding TO 'UTF8'; SET standard_conforming_strings TO on;"
    "SET lock_timeout TO '{waits}s'; SET default_transaction_read_only TO {read_only}"
)
_SECRETS: Final = {"PGPASSWORD", "PGPASSFILE"}


def open_server(url: URL, name: str, *, read_only: bool) -> Engine:
    """An engine on the schema of the ledger, in which only a writer can write."""
    for variable in [variable for variable in os.environ if variable.startswith("PG")]:
        if variable not in _SECRETS:
            del os.environ[variable]
    try:
        engine = create_engine(url, isolation_level="READ COMMITTED")
    except ModuleNotFoundError as error:
        raise Unavailable(NO_DRIVER) from error

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        with ExitStack() as unless_ready:
            unless_ready.callback(connection.close)
            _set_up(connection, name, read_only=read_only)
            _listen(connection, entry.info.setdefault(NOTICES, []))
            unless_ready.pop_all()

    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.execute(_LOCK)
        connection.info[NOTICES].clear()


def _set_up(connection: Any, name: str, *, read_only: bool) -> None:
    connection.autocommit = True
    connection.execute(_SETTINGS.format(waits=WAITS, read_only="on" if read_only else "off"))
    if not read_only:
        _assert_durable(connection, name)
    connection.autocommit = False


def _listen(connection: Any, notices: list[str]) -> None:
    """A cancelled wait for the standby makes COMMIT succeed with nothing but a warning, in the server's language."""
    connection.add_notice_handler(
        lambda notice: notices.append(f"{notice.message_primary}") if notice.sqlstate == "01000" else None
    )


def _assert_durable(connection: Any, name: str) -> None:
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        (found,) = connection.execute("SELECT current_setting(%s)", (setting,)).fetchone()
        if found == "off":
            raise Unavailable(NOT_DURABLE_THERE, ledger=name, setting=setting, found=found)
