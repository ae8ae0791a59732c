"""What every question about the boxes of a ledger shares: looking into it, as at when, and who asks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from commands.drafting import clock
from commands.drafting.known import Known
from commands.program.context import Context, NotSaid
from ledger.domain import names
from ledger.domain.documents.base import seconds

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal
    from projections.looking import View


class Moment(NamedTuple):
    """As at when: a number of the ledger, or seconds of a clock, or neither for now."""

    number: int | None
    seconds: int | None


@contextmanager
def look(context: Context) -> Iterator[tuple["Journal", "View"]]:
    """What is known now. Where the ledger may only be read, nothing is left in it."""
    from projections import looking  # noqa: PLC0415 - with SQLAlchemy

    journal = context.journal(read_only=not _is_writable(context.ledger))
    with looking.look(journal, noted_at=datetime.now(UTC).astimezone().isoformat(timespec="seconds")) as view:
        yield journal, view


def as_of(said: str | None, journal: "Journal") -> Moment:
    """`98` is an entry; anything else a time, in the zone of the stations where it names none. Raises Malformed."""
    if said is None:
        return Moment(None, None)
    if said.isdecimal():
        return Moment(int(said), None)
    return Moment(None, seconds(clock.instant(said, Known(journal).hours)))


def me(context: Context) -> str | None:
    """The unit of whoever asks, where that is known."""
    try:
        return names.unit_of(context.officer)
    except NotSaid:
        return None


def _is_writable(ledger: str) -> bool:
    if "://" in ledger or not os.path.exists(ledger):  # noqa: PTH110 - for Path an impossible name is an error
        return True
    return all(os.access(each, os.W_OK) for each in (ledger, Path(ledger).parent))
