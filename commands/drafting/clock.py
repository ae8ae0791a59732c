"""
Times as officers type them: `17:08`, `17.08`, `2029-02-14T17:08`, or in full with the offset.

Without a day it is the last time it was so late: who types 23:50 after midnight means yesterday.
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


def instant(said: str | None, hours: int) -> str:
    """The instant as papers write it, in a zone so many hours before UTC; without a word it is now."""
    zone = timezone(timedelta(hours=hours))
    now = datetime.now(UTC).astimezone(zone).replace(microsecond=0)
    if said is None:
        return now.isoformat()
    found = _CLOCK.fullmatch(said)
    if found is None:
        raise Malformed(NOT_A_TIME, text=said)
    day, hour, minute, second, offset = found.groups()
    text = f"{day or now.date()}T{hour}:{minute}:{second or '00'}{offset or ''}"
    try:
        moment = datetime.fromisoformat(text)
        if offset is None:
            moment = moment.replace(tzinfo=zone)
        if day is None and moment > now + _FAST:
            moment -= timedelta(days=1)
        return moment.astimezone(zone).isoformat()
    except (ValueError, OverflowError) as error:
        raise Malformed(NOT_A_TIME, text=said) from error
