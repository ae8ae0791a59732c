"""Of every time, number and word in a paper there is one spelling, and members do not contradict each other."""

from typing import Any

import msgspec
import pytest

from ledger.domain.documents.base import Base64, Code, Coordinates, Day, Instant, Ref, Times, Word, seconds
from ledger.domain.documents.government import Authority, AuthorityKey, Deadline, PlanLine
from ledger.domain.documents.people import Term, UnitLine

KEY = {"alg": "ed25519", "public": "A" * 43 + "="}
DUE = "2029-02-14T23:59:59+07:00"


def refused(type_: Any, value: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value, type_)


@pytest.mark.parametrize(
    ("type_", "good", "bad"),
    [
        (Instant, "2029-02-14T17:08:00+07:00", "2029-02-14T17:08:00Z"),
        (Instant, "2029-02-14T17:08:00-09:30", "2029-02-14T17:08:00-00:00"),
        (Instant, "2029-02-14T17:08:00+14:00", "2029-02-14T17:08:00+14:01"),
        (Instant, "2029-02-14T23:59:59+00:00", "2029-02-14T24:00:00+00:00"),
        (Instant, "2029-02-14T17:08:00-01:30", "2029-02-14t17:08:00-01:30"),
        (Instant, "0001-01-01T00:00:00+00:00", "2029-02-14T17:08:60+07:00"),
        (Instant, "2029-02-14T17:08:00+07:00", "2029-02-14T17:08:00.0+07:00"),
        (Instant, "2029-02-14T17:08:00+07:00", "2029-02-14T17:08:00+07:00\n"),
        (Instant, "2029-02-14T17:08:00+07:00", "\uff12029-02-14T17:08:00+07:00"),
        (Day, "2029-02-28", "2029-2-28"),
        (Word, "kabel-ties", "kabel--ties"),
        (Word, "a" * 60, "a" * 61),
        (Word, "3579021234567", "3579021234567890"),
        (Word, "a-b-c-d-e-f-g-h", "a-b-c-d-e-f-g-h-i"),
        (Code, "N 1234 AB", " N 1234 AB"),
        (Code, "547/PY.01.1-SD/07/2024", "3579021234567890"),
        (Code, "800.1.11.1/123/35.79.406/2024", "3579 0212 3456 7890"),
        (Code, "a" * 60, "a" * 61),
        (Base64, "", "="),
        (Base64, "AA==", "AB=="),
        (Base64, "AAA=", "AAB="),
        (Base64, "AAAA", "AAA"),
        (Base64, "AA==", "AA==\n"),
    ],
)
def test_every_word_has_one_spelling(type_: Any, good: str, bad: str) -> None:
    assert msgspec.convert(good, type_) == good
    refused(type_, bad)


@pytest.mark.parametrize("value", ["90.0", "-90.000000", "0.5", "-7.871", "8.1"])
def test_coordinates_are_degrees_on_earth(value: str) -> None:
    assert msgspec.convert({"lat": value, "lon": value}, Coordinates)


@pytest.mark.parametrize("value", ["90.1", "-91.0", "-0.0", "00.5", "1", "1.", ".5", "1.0000000", "1e1", "+1.0"])
def test_other_latitudes_are_refused(value: str) -> None:
    refused(Coordinates, {"lat": value, "lon": "0.0"})


@pytest.mark.parametrize("value", ["180.1", "-181.0", "-0.00", "0180.0", "1000.0", "112.5271234"])
def test_other_longitudes_are_refused(value: str) -> None:
    refused(Coordinates, {"lat": "0.0", "lon": value})


@pytest.mark.parametrize("at", ["2029-02-30T00:00:00+07:00", "2029-02-29T00:00:00+07:00", "2029-04-31T00:00:00+07:00"])
def test_days_that_are_in_no_calendar_are_refused_wherever_a_time_stands(at: str) -> None:
    refused(Times, {"arrived": at})
    refused(UnitLine, {"id": "kpu/35.79", "until": at})
    refused(Deadline, {"leg": "pps-kpps", "due": at})
    refused(PlanLine, {"leg": "35.79:pps-kpps", "due": at})
    refused(Ref, {"what": "letter", "number": "1", "date": at[:10]})
    refused(Term, {"from": "2028-01-01T00:00:00+07:00", "until": at})


def test_seconds_count_from_the_epoch_whatever_the_zone() -> None:
    assert seconds("1970-01-01T07:00:00+07:00") == 0
    assert seconds("2029-02-14T17:08:00+07:00") == seconds("2029-02-14T18:08:00+08:00")


# Members that make no sense together.


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (Times, {}),
        (Deadline, {"leg": "pps-kpps"}),
        (Deadline, {"leg": "pps-kpps", "due": DUE, "same_day": True}),
        (PlanLine, {"leg": "35.79:pps-kpps"}),
        (PlanLine, {"leg": "35.79:pps-kpps", "due": DUE, "until": "day-end"}),
        (Term, {"from": DUE, "until": "2029-02-14T23:59:58+07:00"}),
        (UnitLine, {"id": "kpu/35.79/1", "until": DUE}),
        (UnitLine, {"id": "kpu/35.79/1", "successor": "kpu/35.79"}),
        (UnitLine, {"id": "kpu/35.79", "keepers": ["kpu/35.79"]}),
        (UnitLine, {"id": "kpu/35.79", "coordinates": {"lat": "0.0", "lon": "0.0"}}),
        (Authority, {"threshold": 2, "keys": [{"officer": "kpu/35.79#1", "key": KEY}]}),
        (Authority, {"threshold": 0, "keys": [{"officer": "kpu/35.79#1", "key": KEY}]}),
        (Authority, {"threshold": 1, "keys": []}),
        (Authority, {"threshold": 1, "keys": [{"officer": f"kpu/35.79#{n}", "key": KEY} for n in (1, 2)]}),
    ],
)
def test_members_that_contradict_each_other_are_refused(type_: Any, value: Any) -> None:
    refused(type_, value)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (Deadline, {"leg": "pps-kpps", "same_day": True, "grace": 60}),
        (PlanLine, {"leg": "35.79:pps-kpps", "until": "day-end"}),
        (Term, {"from": DUE, "until": DUE}),
        (UnitLine, {"id": "kpu/35.79", "until": DUE, "successor": "kpu/35.80"}),
        (UnitLine, {"id": "kpu/35.79/1", "keepers": ["kpu/35.79"], "coordinates": {"lat": "0.0", "lon": "0.0"}}),
        (Authority, {"threshold": 1, "keys": [{"officer": "kpu/35.79#1", "key": KEY}]}),
    ],
)
def test_members_that_belong_together_are_read(type_: Any, value: Any) -> None:
    assert msgspec.convert(value, type_)


def test_one_officer_does_not_hold_two_authority_keys() -> None:
    other = {"alg": "ed25519", "public": "B" + "A" * 42 + "="}
    keys = [{"officer": "kpu/35.79#1", "key": KEY}, {"officer": "kpu/35.79#1", "key": other}]

    refused(Authority, {"threshold": 1, "keys": keys})
    assert msgspec.convert(keys[0], AuthorityKey)
