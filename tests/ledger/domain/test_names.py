"""Names of boxes, units, officers, places: one spelling each."""

import msgspec
import pytest

from ledger.domain import names
from ledger.domain.names import BoxId, Digest, LegId, Location, OfficerId, Origin, PlaceId, UnitId, UnitOrPlace
from ledger.errors import Malformed

VILLAGE = "35.79.02.2009"
STATION = f"{VILLAGE}/004"
UNITS = (
    "kpu/35.79", "kpu/35", "bawaslu/35.79", "ppk/35.79.02", "panwascam/35.79.02", f"pps/{VILLAGE}", f"pkd/{VILLAGE}",
    f"kpps/{STATION}", f"ptps/{STATION}", "saksi/35.79/02", f"saksi/{VILLAGE}/11", "polri/batu-kota",
    "tni/koramil-0818", "satpolpp/batu", "linmas/punten", "carrier/pos", "vendor/pt-karton-2",
)  # fmt: skip
NOT_UNITS = (
    "", "kpu", "kpu/", "kpu/35.7", "kpu/35.79.02", "KPU/35.79", "kpu/35.79 ", " kpu/35.79", "kpu/35.79\n", "ppk/35.79",
    "pps/35.79.02", f"kpps/{VILLAGE}", f"kpps/{VILLAGE}/4", f"kpps/{VILLAGE}/0004", "saksi/35.79", "saksi/35.79/2",
    "polri/", "polri/Batu", "polri/batu--kota", "polri/-batu", "polri/batu_kota", "polri/3579021234567890",
    "polri/a-3579-0212-3456-7890", "p\u0440s/35.79.02.2009", "kpu/\uff13\uff15.79", "army/batu", "carrier/" + "a" * 21,
    f"pps/{VILLAGE}/", f"pps/{VILLAGE}//1",
)  # fmt: skip
BOXES = (
    f"{STATION}/DPD", f"{STATION}/DPRD-KABKOTA", f"{STATION}/DPD.2", f"{STATION}/RESULTS", "35.79.02/RECAP-DPD",
    "35.79/RESERVE.17", "35/RESERVE.999999",
)  # fmt: skip
NOT_BOXES = (
    STATION, f"{STATION}/", f"{STATION}/dpd", f"{STATION}/DPD.0", f"{STATION}/DPD.02", f"{STATION}/DPD.1000000",
    f"{STATION}/DPD-", f"{STATION}/DPD\n", f"\ufeff{STATION}/DPD", f"{STATION}/D\u0420D", f"{STATION}/DPD/DPD",
    "35.79.02.200/004/DPD", "35.79/004/DPD", f"{STATION}/2DPD", f"{STATION}/" + "A" * 17,
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_every_form_of_a_unit_is_read(unit: str) -> None:
    assert names.parse("a unit", unit) == unit
    assert msgspec.convert(unit, UnitId) == unit
    assert msgspec.convert(unit, UnitOrPlace) == unit
    assert names.is_unit(unit)
    assert names.family_of(unit) in {names.CUSTODY, names.SUPERVISION}


@pytest.mark.parametrize("unit", UNITS)
def test_places_and_officers_are_named_by_their_unit(unit: str) -> None:
    place, officer = f"{unit}/12", f"{unit}#3"

    assert msgspec.convert(place, PlaceId) == names.parse("a place", place) == place
    assert msgspec.convert(place, UnitOrPlace) == place
    assert msgspec.convert(officer, OfficerId) == names.parse("an officer", officer) == officer
    assert not names.is_unit(place)
    assert names.unit_of_place(place) == unit
    assert names.unit_of(officer) == unit


@pytest.mark.parametrize("text", NOT_UNITS)
def test_what_is_no_unit_names_neither_place_nor_officer(text: str) -> None:
    for type_, name in ((UnitId, text), (PlaceId, f"{text}/1"), (OfficerId, f"{text}#1")):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(name, type_)


@pytest.mark.parametrize("number", ["0", "01", "-1", "1000000", "1 ", "1\n", "\u0661", ""])
def test_numbers_of_places_and_officers_have_one_spelling(number: str) -> None:
    for what, name in (("a place", f"kpu/35.79/{number}"), ("an officer", f"kpu/35.79#{number}")):
        with pytest.raises(Malformed, match="is not the name of"):
            names.parse(what, name)


@pytest.mark.parametrize("box", BOXES)
def test_every_form_of_a_box_is_read(box: str) -> None:
    assert msgspec.convert(box, BoxId) == names.parse("a box", box) == box


@pytest.mark.parametrize("box", NOT_BOXES)
def test_what_is_no_box_is_refused(box: str) -> None:
    with pytest.raises(Malformed, match=r"35\.79\.02\.2009/004/DPD|is not the name of a box"):
        names.parse("a box", box)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(box, BoxId)


def test_a_refused_name_is_answered_with_an_example() -> None:
    with pytest.raises(Malformed) as caught:
        names.parse("a unit", "PPS Punten")

    assert caught.value.code == "NA-001"
    assert caught.value.remedy == "Write it like pps/35.79.02.2009: areas are named by their codes."


def test_areas_stations_legs_origins_and_digests() -> None:
    for type_, good, bad in (
        (Location, STATION, f"{VILLAGE}/4"),
        (Location, "35.79.02", "35.79.02."),
        (LegId, f"{STATION}:pps-kpps", f"{STATION}:PPS-KPPS"),
        (LegId, "35.79.02:ppk-pps", "35.79.02:ppk"),
        (Origin, "kpu.example/pemilu-2029/kota-batu", "kpu.example//kota-batu"),
        (Origin, "a", "-a"),
        (Digest, "0" * 64, "0" * 63 + "A"),
    ):
        assert msgspec.convert(good, type_) == good
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(bad, type_)


@pytest.mark.parametrize(
    ("unit", "area"),
    [
        ("kpu/35.79", "35.79"),
        (f"kpps/{STATION}", STATION),
        ("saksi/35.79/02", "35.79"),
        (f"saksi/{VILLAGE}/02", VILLAGE),
        ("polri/batu", ""),
        ("carrier/pos", ""),
    ],
)
def test_the_area_of_a_unit_is_in_its_name(unit: str, area: str) -> None:
    assert names.area_of(unit) == area


@pytest.mark.parametrize(
    ("area", "name", "covers"),
    [
        ("35.79", "35.79", True),
        ("35.79", "35.79.02", True),
        ("35.79.02", "35.79", False),
        ("35.7", "35.79", False),
        ("35.79.0", "35.79.02", False),
        (VILLAGE, STATION, True),
        (STATION, f"{STATION}/DPD", True),
        (STATION, f"{VILLAGE}/005/DPD", False),
        ("35.79", "35.79/RESERVE.1", True),
        ("35.79", "35.791", False),
        ("", STATION, False),
    ],
)
def test_an_area_covers_what_its_segments_begin(area: str, name: str, covers: bool) -> None:  # noqa: FBT001 - the answer
    assert names.covers(area, name) is covers


@pytest.mark.parametrize(
    ("above", "unit", "is_above"),
    [
        ("kpu/35.79", "ppk/35.79.02", True),
        ("ppk/35.79.02", f"kpps/{STATION}", True),
        ("bawaslu/35.79", f"ptps/{STATION}", True),
        ("ppk/35.79.02", "ppk/35.79.02", False),
        ("ppk/35.79.03", f"pps/{VILLAGE}", False),
        (f"pps/{VILLAGE}", "ppk/35.79.02", False),
        ("kpu/35.79", f"ptps/{STATION}", False),
        ("saksi/35.79/02", f"ptps/{STATION}", False),
        ("bawaslu/35.79", "saksi/35.79/02", False),
        ("saksi/35.79/01", "saksi/35.79/02", False),
        ("polri/batu", "linmas/batu", False),
    ],
)
def test_a_superior_is_of_the_same_chain_of_offices(above: str, unit: str, is_above: bool) -> None:  # noqa: FBT001 - the answer
    assert names.is_above(above, unit) is is_above


def test_the_area_of_a_box_is_on_its_label() -> None:
    assert names.area_of_box(f"{STATION}/DPD") == STATION
    assert names.area_of_box("35.79/RESERVE.17") == "35.79"


@pytest.mark.parametrize(
    ("area", "district"),
    [(STATION, "35.79.02"), (VILLAGE, "35.79.02"), ("35.79.02", "35.79.02"), ("35.79", "35.79"), ("", "")],
)
def test_stations_and_villages_lie_in_a_district_and_what_is_larger_in_none(area: str, district: str) -> None:
    assert names.district(area) == district


@pytest.mark.parametrize(
    ("area", "around"),
    [
        (STATION, [STATION, VILLAGE, "35.79.02", "35.79", "35"]),
        ("35.79.02", ["35.79.02", "35.79", "35"]),
        ("35", ["35"]),
        ("", []),
    ],
)
def test_an_area_lies_in_all_that_its_code_begins_with(area: str, around: list[str]) -> None:
    assert [*names.upward(area)] == around
