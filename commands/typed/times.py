"""A time that is an option of the command line. What is none is wrong usage, as every word that says nothing."""

from commands.drafting import clock
from commands.typed.boxes import NotUnderstood
from ledger.errors import Malformed


def instant(said: str | None, hours: int, beside: str | None = None) -> str:
    """The instant as papers write it; without a word it is now. Raises NotUnderstood."""
    try:
        return clock.instant(said, hours, beside)
    except Malformed as error:
        raise NotUnderstood(error.reason, **error.facts) from error
