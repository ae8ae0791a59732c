"""The parts of an export that need a library of an extra, and what is said where it is not installed."""

from importlib import import_module
from types import ModuleType
from typing import ClassVar

from ledger.errors import LedgerError, NotInstalled, Reason

NOT_INSTALLED = Reason(
    "XP-002", "Files of this sort need a part of kotak that is not installed.", "pip install 'kotak[{extra}]'"
)
TOO_LONG = Reason(
    "XP-003",
    "The sheet {table} would have more than {most} rows, which no spreadsheet takes.",
    "Take one area: kotak export xlsx AREA -o FILE; or all of it: kotak export csv --table {table} -o FILE",
)
NOT_OF_ITS_SORT = Reason(
    "XP-006",
    "The table {table} holds what cannot stand in one of its columns: {problem}.",
    "kotak rebuild makes the read models again; kotak verify tells whether the papers are whole.",
)


class TooLong(LedgerError):
    """A table has more rows than a sheet."""

    exit_status: ClassVar[int] = 2


def part(module: str, extra: str) -> ModuleType:
    """A module of this folder that needs an extra."""
    try:
        return import_module(f"commands.exporting.{module}")
    except ModuleNotFoundError as error:
        raise NotInstalled(NOT_INSTALLED, extra=extra) from error
