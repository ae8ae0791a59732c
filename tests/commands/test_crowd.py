from collections.abc import Iterator

import pytest

from commands.looking import crowd
from commands.program import language

KINDS = ("DPD", "DPR", "DPRD-KABKOTA", "DPRD-PROV", "PPWP")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    language.speak("en")
    yield
    language.speak("en")


def _boxes(villages: int, stations: int) -> list[str]:
    return [
        f"35.79.02.{2001 + village}/{station:03}/{kind}"
        for village in range(villages)
        for station in range(1, stations + 1)
        for kind in KINDS
    ]


def test_few_stations_are_told_with_their_boxes() -> None:
    assert list(crowd.briefly(_boxes(1, 1))) == ["35.79.02.2001/001  DPD, DPR, DPRD-KABKOTA, DPRD-PROV, PPWP"]


def test_many_stations_are_told_by_village_and_many_villages_by_district() -> None:
    assert list(crowd.briefly(_boxes(2, 20))) == ["35.79.02.2001  100 boxes", "35.79.02.2002  100 boxes"]
    assert list(crowd.briefly(_boxes(40, 1))) == ["35.79.02  200 boxes"]


def test_a_box_that_stands_otherwise_is_named_among_many_that_stand_alike() -> None:
    said = dict.fromkeys(_boxes(2, 20), ("kpu/35.79", "SEALED"))
    said["35.79.02.2001/007/DPR"] = ("kpu/35.79", "MISSING")
    said |= {f"35.79.02.2002/009/{kind}": ("kpu/35.79", "OPEN") for kind in KINDS}

    assert crowd.alike(said, lambda one: one) == [
        ("35.79.02.2001", 99, ("kpu/35.79", "SEALED")),
        ("35.79.02.2001/007/DPR", 1, ("kpu/35.79", "MISSING")),
        ("35.79.02.2002", 95, ("kpu/35.79", "SEALED")),
        ("35.79.02.2002/009", 5, ("kpu/35.79", "OPEN")),
    ]


def test_what_differs_from_station_to_station_is_told_roughly() -> None:
    said = {box: (f"kpps/{box.rpartition('/')[0]}", "SEALED") for box in _boxes(4, 20)}

    told = crowd.alike(said, lambda one: ("kpps/…", one[1]))

    assert told == [(f"35.79.02.{2001 + village}", 100, ("kpps/…", "SEALED")) for village in range(4)]
