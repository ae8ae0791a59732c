"""When things happen. Voting day is invented: when Indonesia votes in 2029 is not known to this program."""

from datetime import datetime, timedelta, timezone
from typing import Final

VOTING_DAY: Final = datetime(2029, 2, 14, tzinfo=timezone(timedelta(hours=7)))


def at(day: int, minute: int) -> str:
    """So many days after voting day (before it: negative), so many minutes after midnight there, as papers write it."""
    return (VOTING_DAY + timedelta(days=day, minutes=minute)).isoformat()


def clock(hour: int, minute: int = 0) -> int:
    """Minutes after midnight."""
    return hour * 60 + minute


def date(day: int) -> str:
    """The day, as official papers are dated."""
    return at(day, 0)[:10]
