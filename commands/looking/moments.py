"""
As at when an answer is, in words that are the same wherever it stands: on a page, on the command line, in a file.

What the last papers say of time is the middle of what they claim, so that one wrong clock moves nothing. Some of them
claim later times then, and lists show these: it is said how far they go.
"""

from dataclasses import replace
from typing import Any

from commands.program.language import _, number, short_moment
from projections.desk import Moment
from projections.moment import LAST, NOW


def plain(moment: Moment) -> dict[str, Any]:
    """As `--json` shows it."""
    return {"entries": moment.entries, "at": moment.at, "by": moment.by, "papers_reach": moment.reach}


def line(moment: Moment) -> str:
    """For a person."""
    said = {
        "index": _("As at entry {entry}; the last papers say {time}"),
        "time": _("As at {time}, by what papers say of time"),
        "papers": _("Now, as the last papers say: {time}"),
        "clock": _("Now, by the clock of this machine: {time}"),
    }
    told = said[moment.by].format(entry=moment.entries - 1, time=short_moment(moment.at))
    return " ".join(filter(None, (told, _reach(moment))))


def in_file(moment: Moment) -> str:
    """The same where it is read later, and now is another time: as at the last entry."""
    return line(replace(moment, by="index") if moment.by in NOW else moment)


def _reach(moment: Moment) -> str:
    """How late the papers claim to be of which the middle one tells the time."""
    if not moment.reach or moment.reach == moment.at:
        return ""
    if moment.by == "clock":
        said = _("(the latest time in the last {n} papers is {reach})")
    else:
        said = _("(the middle of the times in the last {n} papers; the latest is {reach})")
    return said.format(n=number(min(LAST, moment.entries)), reach=short_moment(moment.reach))
