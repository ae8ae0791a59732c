"""
Columns of read models. SQLite keeps anything in any column, and whoever has the file can put it there: what does not
belong into its column is refused where it is read, whoever asks for it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, Column, ColumnElement, Dialect, Integer, Text, TypeDecorator, type_coerce

from ledger.domain.documents.base import Instant, seconds
from ledger.errors import CheckFailed, Reason

UNREADABLE = Reason(
    "PR-032",
    "The read models hold {found} where something else belongs.",
    "kotak rebuild makes them again from the papers; kotak verify tells whether they are whole.",
)
_LONGEST: Final = 40

Check = Callable[[Any], Any]


class Whole(Integer):
    """A number, as SQLite keeps it."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Check:  # noqa: ARG002 - as SQLAlchemy calls it
        """Refuses what is none."""
        return _whole


class Words(TypeDecorator[str]):
    """A text of some form."""

    impl = Text
    cache_ok = True

    def __init__(self, form: Any = str) -> None:
        super().__init__()
        self.form = form

    def result_processor(self, dialect: Dialect, coltype: object) -> Check:  # noqa: ARG002 - as SQLAlchemy calls it
        """Refuses what is not of that form. What is said again and again is looked at once."""
        return _text if self.form is str else lru_cache(maxsize=1 << 14, typed=True)(self._formed)

    def _formed(self, value: Any) -> str | None:
        try:
            return None if value is None else str(check(value, self.form))
        except ValueError as error:
            raise _unreadable(value) from error


Number: Final = BigInteger().with_variant(Whole(), "sqlite")
"""As everywhere in a ledger, but that only numbers are read from it."""


def as_kept(column: Column[Any]) -> ColumnElement[Any]:
    """A column as it is, for whoever looks for what does not belong there."""
    plain = Text() if isinstance(column.type, Words) else BigInteger() if column.type is Number else column.type
    return type_coerce(column, plain).label(column.name)


def check(value: Any, form: Any) -> Any:
    """The value, if it is of a form of papers: an instant is of a day there is. Raises ValueError."""
    if form is Instant:
        seconds(msgspec.convert(value, Instant))
    return msgspec.convert(value, form)


def _whole(value: Any) -> Any:
    if value is None or type(value) is int:
        return value
    raise _unreadable(value)


def _text(value: Any) -> Any:
    if value is None or type(value) is str:
        return value
    raise _unreadable(value)


def _unreadable(value: Any) -> CheckFailed:
    return CheckFailed(UNREADABLE, found=repr(value)[:_LONGEST])
