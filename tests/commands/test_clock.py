from datetime import UTC, datetime

import pytest

from commands.drafting import clock

WIB = 7


class Midnight(datetime):
    """Half an hour after midnight in Batu, on 15 February 2029."""

    @classmethod
    def now(cls, tz: object = None) -> "Midnight":  # noqa: ARG003 - as datetime has it
        return cls(2029, 2, 14, 17, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "datetime", Midnight)


@pytest.mark.parametrize(
    ("beside", "said", "meant"),
    [
        ("2029-02-13T17:08:00+07:00", "16:40", "2029-02-13T16:40:00+07:00"),
        ("2029-02-13T17:08:00+07:00", "18.30", "2029-02-13T18:30:00+07:00"),
        ("2029-02-14T00:10:00+07:00", "23:50", "2029-02-13T23:50:00+07:00"),
        ("2029-02-13T23:50:00+07:00", "00:10", "2029-02-14T00:10:00+07:00"),
        ("2029-02-14T20:00:00+07:00", "01:00", "2029-02-14T01:00:00+07:00"),
        ("2029-02-13T17:08:00+07:00", "2029-02-14T16:40", "2029-02-14T16:40:00+07:00"),
        ("2029-03-01T09:00:00+07:00", "10:00", "2029-03-01T10:00:00+07:00"),
    ],
)
def test_beside_the_time_of_a_paper_it_is_the_nearest_that_can_have_been(beside: str, said: str, meant: str) -> None:
    assert clock.instant(said, WIB, beside) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (None, "2029-02-15T00:30:00+07:00"),
        ("00:10", "2029-02-15T00:10:00+07:00"),
        ("00.40", "2029-02-15T00:40:00+07:00"),
        ("23:50", "2029-02-14T23:50:00+07:00"),
        ("2029-02-15T23:50", "2029-02-15T23:50:00+07:00"),
        ("2029-02-14T18:00+08:00", "2029-02-14T17:00:00+07:00"),
    ],
)
def test_a_time_without_a_day_is_the_last_one(said: str | None, meant: str) -> None:
    assert clock.instant(said, WIB) == meant
