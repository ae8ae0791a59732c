"""What only several papers together show: places and times, devices and clocks, ballots, seals, stores."""

from pathlib import Path
from typing import Any

import pytest

from ledger.domain.documents.base import Coordinates, Packed, Seal, Seals
from ledger.domain.documents.boxes import Counts, OpeningLine, SealingLine
from ledger.domain.documents.people import UnitLine
from ledger.domain.documents.remarks import AccessLine, InspectionLine
from ledger.paper import Paper
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
    STATION,
    TIES,
    TestLedger,
)
from tests.ledger.domain.custody.stories import beside, handover
from tests.projections.asking import breaks, codes_of, one

BATU, NEAR, FAR = ("-7.870000", "112.520000"), ("-7.871000", "112.521000"), ("-7.750000", "112.530000")
OTHER = f"{STATION}/DPR"


def at(minute: int) -> str:
    """So many minutes after six."""
    return f"2029-02-14T{18 + minute // 60}:{minute % 60:02}:00+07:00"


def register(ledger: TestLedger, **places: tuple[str, str]) -> None:
    """Where places are."""
    where = {"kpps": f"{KPPS}/1", "pps": f"{PPS}/1", "ppk": f"{PPK}/1"}
    lines = [UnitLine(id=where[name], coordinates=Coordinates(lat=lat, lon=lon)) for name, (lat, lon) in places.items()]
    ledger.put("units", {KPU_REGISTRAR: "registers"}, lines)


def look(ledger: TestLedger, place: str, minute: int, box: str = DPD) -> None:
    """Dewi looks at a box."""
    line = InspectionLine(box=box, seals=TIES, state="intact")
    ledger.put("inspection", {DEWI: "inspects"}, [line], unit=PTPS, place=place, at=at(minute))


# Two places, impossible speed.


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


# Devices and clocks.


def test_a_number_of_a_device_that_is_missing_is_told_with_the_papers_around_it(
    ledger: TestLedger, tmp_path: Path
) -> None:
    before = ledger.seal(at=at(0))
    after = ledger.hand_over(by=ANI, to=BUDI, at=at(60), device_seq=len(ledger.papers) + 2)

    found = one(ledger, tmp_path, "device-gap")

    assert [cite.index for cite in found.papers] == [before.index, after.index]
    assert found.facts.expected == f"{before.device_seq + 1}-{after.device_seq - 1}"
    assert (found.facts.device, found.severity) == (ledger.device, "low")


def test_the_gap_is_closed_when_all_its_papers_came(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(at=at(0))
    number = len(ledger.papers)
    ledger.hand_over(by=ANI, to=BUDI, at=at(60), device_seq=number + 2)
    ledger.hand_over(by=BUDI, to=ANI, at=at(120), device_seq=number)
    still = one(ledger, tmp_path, "device-gap").settled
    ledger.hand_over(by=ANI, to=BUDI, at=at(180), device_seq=number + 1)

    found = one(ledger, tmp_path, "device-gap")

    assert still is None
    assert found.settled is not None
    assert found.settled.way == "number"


def test_a_number_that_comes_twice_is_told(ledger: TestLedger, tmp_path: Path) -> None:
    first = ledger.seal(at=at(0))
    ledger.hand_over(by=ANI, to=BUDI, at=at(60), device_seq=first.device_seq)

    found = one(ledger, tmp_path, "device-gap")

    assert (found.case, found.facts.expected) == ("twice", f"{first.device_seq}")
    assert found.papers[0].index == first.index


def test_a_device_counts_from_nought(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.device = "e" * 32
    first = ledger.seal(at=at(10), device_seq=2)

    found = one(ledger, tmp_path, "device-gap")

    assert (found.facts.expected, [cite.index for cite in found.papers]) == ("0-1", [first.index])


def test_a_clock_that_was_set_back_is_told_with_the_paper_before(ledger: TestLedger, tmp_path: Path) -> None:
    before = ledger.seal(at=at(60))
    after = ledger.hand_over(by=ANI, to=BUDI, at=at(30))

    found = one(ledger, tmp_path, "clock")

    assert [cite.index for cite in found.papers] == [before.index, after.index]
    assert (found.case, found.facts.expected, found.facts.found) == ("backwards", at(60), at(30))


def test_ten_minutes_are_no_reason_to_doubt_a_clock(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(at=at(60))
    ledger.hand_over(by=ANI, to=BUDI, at=at(50))

    assert breaks(ledger, tmp_path, "clock") == []


# Contents.


def packed(ledger: TestLedger, minute: int, *names: str, seals: Seals = TIES, **said: Any) -> None:
    """Ani closes boxes and says what is in them or on them."""
    lines = [
        SealingLine(box=box, after=ledger.last(box), seals=seals, state="intact", **said) for box in names or (DPD,)
    ]
    ledger.put("sealing", {ANI: "acts"}, lines, unit=KPPS, purpose="results", at=at(minute))


def opened(ledger: TestLedger, minute: int, found: int | None = None, **said: Any) -> None:
    """Ani opens a box and says what she finds."""
    held = Packed(ballots=found) if found is not None else None
    line = OpeningLine(box=DPD, after=ledger.last(), seals=TIES, state="intact", broken=TIES, found=held, **said)
    ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="voting", basis="voting", at=at(minute))


def test_ballots_received_are_those_used_spoiled_and_unused(ledger: TestLedger, tmp_path: Path) -> None:
    """105 + 1 + 394 = 500 (Elections Canada)."""
    opened(ledger, 0, found=275)
    packed(ledger, 60, counts=Counts(valid=105, invalid=0, damaged=1, unused=169))
    adds_up = breaks(ledger, tmp_path, "ballots-differ")
    packed(ledger, 90, counts=Counts(valid=105, invalid=0, damaged=1, unused=160))

    found = one(ledger, tmp_path, "ballots-differ")

    assert adds_up == []
    assert (found.case, found.facts.expected, found.facts.found) == ("received", 275, 266)
    assert [cite.kind for cite in found.papers] == ["opening", "sealing"]


def test_as_many_ballots_are_in_the_box_as_voters_came(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 60, counts=Counts(valid=100, invalid=5, voters=103))

    found = one(ledger, tmp_path, "ballots-differ")

    assert (found.case, found.facts.expected, found.facts.found) == ("voters", 103, 105)


@pytest.mark.parametrize(("ballots", "expected"), [(250, ("packed", 275, 250)), (275, None)])
def test_what_was_packed_is_held_against_the_list(
    ledger: TestLedger, tmp_path: Path, ballots: int, expected: tuple[str, int, int] | None
) -> None:
    packed(ledger, 0, packed=Packed(ballots=ballots, dapil="BATU-2"))

    found = [(each.case, each.facts.expected, each.facts.found) for each in breaks(ledger, tmp_path, "IR-07")]

    assert found == ([expected] if expected else [])


def test_what_is_found_is_held_against_what_was_packed_and_told_with_both(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, packed=Packed(ballots=275))
    opened(ledger, 60, found=250)

    found = one(ledger, tmp_path, "IR-07")

    assert (found.case, [cite.kind for cite in found.papers]) == ("found", ["sealing", "opening"])


def test_ballots_of_another_district_are_told_with_the_list(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, packed=Packed(ballots=275, dapil="BATU-3"))

    found = one(ledger, tmp_path, "IR-06")

    assert (found.facts.expected, found.facts.found) == ("BATU-2", "BATU-3")
    assert [cite.kind for cite in found.papers] == ["manifest", "sealing"]


def numbered(*serials: str) -> Seals:
    """Ties that bear numbers."""
    return Seals(ties=Seal(on=len(serials), serials=serials))


def test_one_serial_on_two_boxes_is_a_clone(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, DPD, seals=numbered("A1", "A2"))
    packed(ledger, 5, OTHER, seals=numbered("A2", "A3"))

    found = one(ledger, tmp_path, "serial-twice")

    assert (found.boxes, found.facts.expected, found.facts.found) == ((OTHER,), "A2", DPD)


def test_a_broken_seal_that_is_put_on_again_is_told(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, seals=numbered("A1", "A2"))
    line = OpeningLine(box=DPD, after=ledger.last(), seals=numbered("A1", "A2"), state="intact", broken=numbered("A1"))
    ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="voting", basis="voting", at=at(30))
    packed(ledger, 60, seals=numbered("A1"))

    found = one(ledger, tmp_path, "serial-again")

    assert [cite.kind for cite in found.papers] == ["opening", "sealing"]


# Stores.


def store(ledger: TestLedger, action: str, boxes: int, minute: int) -> Paper:
    """The store of the PPK is opened or closed."""
    lines = [AccessLine(id="padlock-1", holder=PPK, seen="intact")]
    ledger.put("access", {CITRA: "acts"}, lines, unit=PPK, action=action, why="recap", boxes=boxes, at=at(minute))
    return ledger.papers[-1]


def test_a_store_is_opened_with_as_many_boxes_as_it_was_closed_with(ledger: TestLedger, tmp_path: Path) -> None:
    store(ledger, "closed", 895, 0)
    store(ledger, "opened", 895, 60)
    store(ledger, "closed", 895, 120)
    store(ledger, "opened", 894, 180)

    found = one(ledger, tmp_path, "store-count")

    assert (found.facts.expected, found.facts.found) == (895, 894)
    assert [cite.kind for cite in found.papers] == ["access", "access"]


def test_a_padlock_holder_who_was_not_there_is_named(ledger: TestLedger, tmp_path: Path) -> None:
    lines = [AccessLine(id="padlock-1", holder="polri/batu", seen="intact")]
    away = beside("polri/batu", "unlocks", "absent", reason="unknown")
    said = {"unit": PPK, "action": "opened", "why": "recap", "boxes": 5}
    ledger.put("access", {CITRA: "acts"}, lines, present=away, **said)

    assert one(ledger, tmp_path, "IR-11").facts.found == "polri/batu"
