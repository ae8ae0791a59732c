"""As at when an answer is, in the same words on a page, on the command line and in a file."""

import pytest

from commands.looking import moments
from commands.program.language import speak
from projections.desk import Moment

EARLY, LATE = "2029-02-26T10:00:00+07:00", "2029-02-26T17:00:00+07:00"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (
            Moment(40, EARLY, "papers", LATE),
            (
                "Now, as the last papers say: 26 Feb 2029 10:00 WIB "
                "(the middle of the times in the last 9 papers; the latest is 26 Feb 2029 17:00 WIB)"
            ),
        ),
        (
            Moment(3, EARLY, "index", LATE),
            (
                "As at entry 2; the last papers say 26 Feb 2029 10:00 WIB "
                "(the middle of the times in the last 3 papers; the latest is 26 Feb 2029 17:00 WIB)"
            ),
        ),
        (
            Moment(40, EARLY, "clock", LATE),
            (
                "Now, by the clock of this machine: 26 Feb 2029 10:00 WIB "
                "(the latest time in the last 9 papers is 26 Feb 2029 17:00 WIB)"
            ),
        ),
        (Moment(40, EARLY, "papers", EARLY), "Now, as the last papers say: 26 Feb 2029 10:00 WIB"),
        (Moment(40, EARLY, "time"), "As at 26 Feb 2029 10:00 WIB, by what papers say of time"),
    ],
)
def test_a_time_that_some_papers_have_passed_is_told_with_the_latest_of_them(moment: Moment, said: str) -> None:
    speak("en")

    assert moments.line(moment) == said


def test_in_a_file_now_is_the_last_entry_and_the_time_stays_the_same() -> None:
    speak("en")
    now, then = Moment(40, EARLY, "papers", LATE), Moment(40, EARLY, "time")

    assert moments.in_file(now) == moments.line(Moment(40, EARLY, "index", LATE))
    assert moments.in_file(then) == moments.line(then)


def test_programs_are_told_the_same() -> None:
    assert moments.plain(Moment(40, EARLY, "papers", LATE)) == {
        "entries": 40,
        "at": EARLY,
        "by": "papers",
        "papers_reach": LATE,
    }
