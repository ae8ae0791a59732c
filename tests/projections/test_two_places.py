"""Two places at once: of boxes and of officers, by what several papers say together."""

from pathlib import Path

import pytest

from ledger.domain.documents.base import Coordinates
from ledger.domain.documents.people import UnitLine
from ledger.domain.documents.remarks import InspectionLine
from tests.harness import (
    ANI,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    PTPS,
    TIES,
    TestLedger,
)
from tests.ledger.domain.custody.stories import handover
from tests.projections.acts import OTHER, at
from tests.projections.asking import breaks, codes_of, one

BATU, NEAR, FAR = ("-7.870000", "112.520000"), ("-7.871000", "112.521000"), ("-7.750000", "112.530000")


def register(ledger: TestLedger, **places: tuple[str, str]) -> None:
    """Where places are."""
    where = {"kpps": f"{KPPS}/1", "pps": f"{PPS}/1", "ppk": f"{PPK}/1"}
    lines = [UnitLine(id=where[name], coordinates=Coordinates(lat=lat, lon=lon)) for name, (lat, lon) in places.items()]
    ledger.put("units", {KPU_REGISTRAR: "registers"}, lines)


def look(ledger: TestLedger, place: str, minute: int, box: str = DPD) -> None:
    """Dewi looks at a box."""
    line = InspectionLine(box=box, seals=TIES, state="intact")
    ledger.put("inspection", {DEWI: "inspects"}, [line], unit=PTPS, place=place, at=at(minute))


def test_a_box_seen_where_its_chain_does_not_have_it_is_at_two_places(ledger: TestLedger, tmp_path: Path) -> None:
    sealed = ledger.seal(at=at(0))
    look(ledger, f"{PPK}/1", 90)

    found = one(ledger, tmp_path, "two-places")

    assert (found.case, found.facts.expected, found.facts.found) == ("elsewhere", f"{KPPS}/1", f"{PPK}/1")
    assert [cite.index for cite in found.papers] == [sealed.index, sealed.index + 1]
    assert found.unit == KPPS


def test_the_paper_that_brought_it_there_may_come_later(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(at=at(0))
    moved = handover(ledger, by=ANI, to=BUDI, at=at(30))
    look(ledger, f"{PPS}/1", 60)
    before = codes_of(breaks(ledger, tmp_path, "two-places"))
    ledger.record(moved)

    after = one(ledger, tmp_path, "two-places")

    assert before == ["two-places"]
    assert after.settled is not None
    assert after.settled.way == "paper"


def test_a_box_on_its_way_may_be_seen_anywhere(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(at=at(0))
    ledger.release(by=ANI, to=PPS, at=at(10))
    look(ledger, f"{PPK}/1", 40)

    assert breaks(ledger, tmp_path, "two-places") == []


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(0, "two-places"), (1, "too-fast"), (5, "too-fast"), (6, None), (60, None)],
)
def test_nothing_travels_faster_than_a_vehicle_and_clocks_may_differ_by_two_minutes(
    ledger: TestLedger, tmp_path: Path, minutes: int, code: str | None
) -> None:
    """13.4 km on the straight line: 478 seconds at a hundred kilometres an hour."""
    register(ledger, kpps=BATU, pps=FAR)
    ledger.seal(at=at(0))
    ledger.hand_over(by=ANI, to=BUDI, at=at(minutes))

    found = [each.code for each in breaks(ledger, tmp_path) if each.code in {"two-places", "too-fast"}]

    assert found == ([code] if code else [])


def test_what_is_too_fast_is_told_with_distance_and_both_durations(ledger: TestLedger, tmp_path: Path) -> None:
    register(ledger, kpps=BATU, pps=FAR)
    ledger.seal(at=at(0))
    ledger.hand_over(by=ANI, to=BUDI, at=at(2))

    found = one(ledger, tmp_path, "too-fast")

    assert (found.facts.km, found.facts.expected, found.facts.found) == (13, 478, 120)


def test_two_places_next_to_each_other_are_no_contradiction(ledger: TestLedger, tmp_path: Path) -> None:
    register(ledger, kpps=BATU, pps=NEAR)
    ledger.seal(at=at(0))
    ledger.hand_over(by=ANI, to=BUDI, at=at(0))

    assert [each for each in breaks(ledger, tmp_path) if each.code in {"two-places", "officer-twice"}] == []


def test_a_paper_that_comes_late_is_held_against_those_before_and_after_its_own_time(
    ledger: TestLedger, tmp_path: Path
) -> None:
    register(ledger, kpps=BATU, pps=BATU, ppk=FAR)
    ledger.seal(at=at(0))
    between = handover(ledger, by=ANI, to=BUDI, at=at(30))
    ledger.record(handover(ledger, by=BUDI, to=CITRA, after=between.digest, at=at(33)))
    ledger.record(between)

    found = one(ledger, tmp_path, "too-fast")

    assert (found.facts.km, found.facts.found) == (13, 180)


def test_an_officer_who_signs_at_two_places_at_once_is_told_with_both_papers(
    ledger: TestLedger, tmp_path: Path
) -> None:
    register(ledger, pps=BATU, ppk=FAR)
    ledger.seal(DPD, OTHER, at=at(0))
    first = ledger.hand_over(DPD, by=ANI, to=BUDI, at=at(60))
    second = ledger.hand_over(OTHER, by=ANI, to=BUDI, at=at(60), place=f"{PPK}/1")

    found = breaks(ledger, tmp_path, "officer-twice")

    assert {each.facts.officer for each in found} == {ANI, BUDI}
    assert [cite.index for cite in found[0].papers] == [first.index, second.index]


def test_between_two_papers_of_one_place_an_officer_may_have_been_elsewhere(ledger: TestLedger, tmp_path: Path) -> None:
    register(ledger, pps=BATU, ppk=FAR)
    ledger.seal(DPD, OTHER, at=at(0))
    ledger.hand_over(DPD, by=ANI, to=BUDI, at=at(60))
    ledger.hand_over(DPD, by=BUDI, to=ANI, at=at(180), place=f"{PPS}/1")
    ledger.hand_over(OTHER, by=ANI, to=BUDI, at=at(120), place=f"{PPK}/1")

    assert breaks(ledger, tmp_path, "officer-twice") == []


def test_who_was_elsewhere_meanwhile_is_compared_though_the_place_is_the_last_one(
    ledger: TestLedger, tmp_path: Path
) -> None:
    register(ledger, kpps=BATU, ppk=FAR)
    ledger.seal(at=at(0))
    for minute in (10, 190):
        look(ledger, f"{PPK}/1", minute)
    look(ledger, f"{KPPS}/1", 100)
    before = breaks(ledger, tmp_path, "officer-twice")
    look(ledger, f"{KPPS}/1", 191)

    found = one(ledger, tmp_path, "officer-twice")

    assert before == []
    assert (found.facts.officer, found.facts.km, found.facts.found) == (DEWI, 13, 60)


def test_of_boxes_on_one_paper_each_came_from_where_it_was(ledger: TestLedger, tmp_path: Path) -> None:
    register(ledger, kpps=BATU, pps=BATU, ppk=FAR)
    ledger.seal(DPD, at=at(0))
    ledger.seal(OTHER, at=at(0), place=f"{PPK}/1")
    ledger.hand_over(DPD, OTHER, by=ANI, to=BUDI, at=at(3))

    assert [found.boxes for found in breaks(ledger, tmp_path, "too-fast")] == [(OTHER,)]
