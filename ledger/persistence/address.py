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
from ledger.persistence.secrecy import without_password

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
SEVERAL_AT = Reason(
    "DB-015",
    "{ledger} cannot be read as an address: there is an @ too many in it.",
    "In a name or password write %40 for @, %3A for : and %2F for /.",
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
    except (ArgumentError, ValueError) as error:
        raise Unavailable(NOT_AN_ADDRESS, ledger=without_password(f"{ledger}")) from error
    if url.drivername in ("postgresql", _DRIVER):
        return _server(url)
    if url.drivername != "sqlite":
        raise Unavailable(NOT_AN_ADDRESS, ledger=name(url))
    if url.query or url.host:
        raise Unavailable(NOT_A_FILE, ledger=name(url))
    return _file(url.database or "")


def name(url: URL) -> str:
    """How a ledger is called in messages: its path, or its address without the password."""
    return url.database or "" if url.drivername == "sqlite" else without_password(url.render_as_string())


def _server(url: URL) -> URL:
    # What follows the first @ would be taken for the host, looked up in the network and shown.
    if "@" in f"{url.host}{url.database}":
        raise Unavailable(SEVERAL_AT, ledger=name(url))
    return url.set(drivername=_DRIVER)


def _file(path: str) -> URL:
    if not path or "\0" in path or path.startswith((":memory:", "file:")):
        raise Unavailable(NOT_A_FILE, ledger=path or '""')
    return URL.create("sqlite", database=path)
