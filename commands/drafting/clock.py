"""
Times as officers type them: `17:08`, `17.08`, `2029-02-14T17:08`, or in full with the offset.

Without a day it is the last time it was so late: who types 23:50 after midnight means yesterday. Beside the time of a
paper it is the one nearest to that: who copies yesterday's form and types when the vehicle came means yesterday too.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from ledger.errors import Malformed, Reason

NOT_A_TIME = Reason(
    "DR-030",
    "{text} is not a time.",
    "Write it like 17:08 or 2029-02-14T17:08, in the station's zone; see: kotak help times",
)
_FAST: Final = timedelta(minutes=15)
"""How much another clock may be ahead of this one's."""
_CLOCK: Final = re.compile(r"(?:(\d{4}-\d\d-\d\d)[T ])?(\d\d)[:.](\d\d)(?:[:.](\d\d))?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def instant(said: str | None, hours: int, beside: str | None = None) -> str:
    """The instant as papers write it, in a zone so many hours before UTC; without a word it is now."""
    zone = timezone(timedelta(hours=hours))
    now = datetime.now(UTC).astimezone(zone).replace(microsecond=0)
    if said is None:
        return now.isoformat()
    found = _CLOCK.fullmatch(said)
    if found is None:
        raise Malformed(NOT_A_TIME, text=said)
    day, hour, minute, second, offset = found.groups()
    near = datetime.fromisoformat(beside).astimezone(zone) if beside else now
    text = f"{day or near.date()}T{hour}:{minute}:{second or '00'}{offset or ''}"
    try:
        moment = datetime.fromisoformat(text)
        if offset is None:
            moment = moment.replace(tzinfo=zone)
        if day is None:
            moment = _nearest(moment, near, now + _FAST)
        return moment.astimezone(zone).isoformat()
    except (ValueError, OverflowError) as error:
        raise Malformed(NOT_A_TIME, text=said) from error


def _nearest(moment: datetime, to: datetime, latest: datetime) -> datetime:
    """The same time of the day before, that day or the next: not later than can be, unless all of them are."""
    found = [moment + timedelta(days=days) for days in (-1, 0, 1)]
    return min([one for one in found if one <= latest] or found, key=lambda one: abs(one - to))
