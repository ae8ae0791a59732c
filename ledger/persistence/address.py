"""
What may be named as a ledger: the path of a file (SQLite), or a database URL (PostgreSQL).

A path is a path, whatever characters it holds; only an address that SQLite would read as something else than a file is
refused. Nothing is opened here.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from ledger.errors import Reason, Unavailable

NOT_AN_ADDRESS = Reason(
    "DB-001",
    "{ledger} names neither a file nor a PostgreSQL database.",
    "Write --ledger PATH or --ledger postgresql+psycopg://USER@HOST/DATABASE.",
)
NOT_A_FILE = Reason(
    "DB-002",
    "{ledger} is no file that lasts: a ledger is kept on a disk.",
    "Write --ledger PATH; a name that looks like an address begins with ./ there.",
)

_DRIVER: Final = "postgresql+psycopg"


def address(ledger: str | Path | URL) -> URL:
    """`sqlite` with a path and nothing else, or `postgresql+psycopg`."""
    if isinstance(ledger, Path):
        return _file(str(ledger))
    if isinstance(ledger, str) and "://" not in ledger:
        return _file(ledger)
    try:
        url = make_url(ledger)
    except ArgumentError as error:
        raise Unavailable(NOT_AN_ADDRESS, ledger=ledger) from error
    if url.drivername in ("postgresql", _DRIVER):
        return url.set(drivername=_DRIVER)
    if url.drivername != "sqlite":
        raise Unavailable(NOT_AN_ADDRESS, ledger=name(url))
    if url.query or url.host:
        raise Unavailable(NOT_A_FILE, ledger=name(url))
    return _file(url.database or "")


def name(url: URL) -> str:
    """How a ledger is called in messages: its path, or its address without the password."""
    return url.database or "" if url.drivername == "sqlite" else url.render_as_string(hide_password=True)


def _file(path: str) -> URL:
    if not path or "\0" in path or path.startswith((":memory:", "file:")):
        raise Unavailable(NOT_A_FILE, ledger=path or '""')
    return URL.create("sqlite", database=path)
