"""Irregularities that only the rules of an election, its places and its holds tell."""

from typing import Any

import pytest

from ledger.domain.documents.base import Cited, Times
from ledger.domain.documents.government import Deadline, Transit, Wanted
from ledger.domain.documents.people import UnitLine
from ledger.domain.documents.remarks import StockLine
from tests.harness import (
    ANI,
    BAWASLU,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU_REGISTRAR,
    PPS,
    PTPS,
    TestLedger,
)
from tests.ledger.domain.custody.stories import beside, deposit, release, rules

LATE = "2029-02-15T00:10:00+07:00"


def test_a_station_whose_boxes_came_after_the_deadline_is_flagged(ledger: TestLedger) -> None:
    rules(ledger, deadlines=(Deadline(leg="kpps-pps", due="2029-02-14T23:59:59+07:00", grace=60),))
    ledger.seal()

    in_time = ledger.hand_over(by=ANI, to=BUDI, at="2029-02-15T00:00:59+07:00")
    back = ledger.hand_over(by=BUDI, to=ANI, at=LATE)
    late = ledger.hand_over(by=ANI, to=BUDI, at=LATE)

    assert [one.changes[0].flags for one in (in_time, back, late)] == [(), (), ("IR-14",)]


def test_boxes_come_back_on_the_day_the_count_ended(ledger: TestLedger) -> None:
    rules(ledger, deadlines=(Deadline(leg="kpps-pps", same_day=True),))
    unknown = ledger.release(by=ANI, to=PPS)
    ledger.accept(unknown.digest, by=BUDI, at=LATE)
    ledger.hand_over(by=BUDI, to=ANI, at=LATE)
    ledger.seal(at=LATE, times=Times(ended="2029-02-14T22:00:00+07:00"))

    made = ledger.hand_over(by=ANI, to=BUDI, at=LATE)

    assert made.changes[0].flags == ("IR-14",)


def test_a_journey_longer_than_the_rules_allow_is_flagged(ledger: TestLedger) -> None:
    rules(ledger, transits=(Transit(leg="kpps-pps", seconds=3600),))
    ledger.seal()
    sent = ledger.release(by=ANI, to=PPS, at="2029-02-14T20:00:00+07:00")

    made = ledger.accept(sent.digest, by=BUDI, at="2029-02-14T21:00:01+07:00")

    assert made.changes[0].flags == ("IR-10",)


def test_an_acceptance_claimed_before_its_release_is_flagged(ledger: TestLedger) -> None:
    ledger.seal()
    sent = ledger.release(by=ANI, to=PPS, at="2029-02-14T20:00:00+07:00")

    made = ledger.accept(sent.digest, by=BUDI, at="2029-02-14T19:00:00+07:00")

    assert made.changes[0].flags == ("IR-14",)


def test_a_box_taken_by_a_unit_of_another_area_is_flagged(ledger: TestLedger) -> None:
    other = "35.79.02.2001"
    unit, officer = f"pps/{other}", f"pps/{other}#1"
    ledger.put("units", {KPU_REGISTRAR: "registers"}, [UnitLine(id=unit), UnitLine(id=f"{unit}/1")])
    ledger.enrol(officer, by={KPU_REGISTRAR: "registers"})
    ledger.seal()

    made = ledger.hand_over(by=ANI, to=officer)

    assert made.changes[0].flags == ("IR-05",)


def test_a_place_that_is_not_registered_is_flagged(ledger: TestLedger) -> None:
    assert ledger.seal(place="?").flags == ("IR-09",)
    assert ledger.seal(place=f"{PPS}/2").flags == ("IR-09",)
    assert ledger.seal(place="vendor/unknown/1").flags == ("IR-09",)


def test_boxes_are_deposited_where_their_keeper_may_keep_them(ledger: TestLedger) -> None:
    elsewhere = ledger.record(deposit(ledger, place=f"{KPPS}/1"))
    shared = UnitLine(id=f"{KPPS}/1", keepers=(PPS,))
    ledger.put("units", {KPU_REGISTRAR: "registers"}, [shared])
    allowed = ledger.record(deposit(ledger, place=f"{KPPS}/1"))

    assert (elsewhere.flags, allowed.flags) == (("IR-09",), ())


@pytest.mark.parametrize(("part", "flag"), [("witnesses", "IR-15"), ("escorts", "IR-10"), ("acts", "part-missing")])
def test_a_part_the_rules_want_is_taken_or_excused(ledger: TestLedger, part: Any, flag: str) -> None:
    rules(
        ledger, wanted=(Wanted(kind="handover", parts=(part,), leg="kpps-pps"), Wanted(kind="opening", parts=(part,)))
    )
    excuse = beside(PTPS, part, "absent", reason="distance")

    lacking = ledger.hand_over(by=ANI, to=BUDI)
    other_leg = ledger.hand_over(by=BUDI, to=ANI)
    excused = ledger.hand_over(by=ANI, to=BUDI, present=excuse)

    assert (lacking.flags, other_leg.flags, excused.flags) == ((flag,), (), ())


def test_an_absence_without_a_reason_excuses_nothing(ledger: TestLedger) -> None:
    rules(ledger, wanted=(Wanted(kind="handover", parts=("witnesses",)),))

    absent = ledger.hand_over(by=ANI, to=BUDI, present=beside(PTPS, "witnesses", "absent"))
    there = ledger.hand_over(by=BUDI, to=CITRA, witnesses={DEWI: "witnesses"})

    assert (absent.flags, there.flags) == (("IR-15",), ())


def test_an_acceptance_knows_its_leg_by_its_release(ledger: TestLedger) -> None:
    rules(ledger, wanted=(Wanted(kind="acceptance", parts=("witnesses",), leg="kpps-pps"),))
    sent, unseen = ledger.release(by=ANI, to=PPS), release(ledger, by=BUDI, to="ppk/35.79.02", after="a" * 64)

    made = ledger.accept(sent.digest, by=BUDI)
    early = ledger.accept(unseen.digest, by=CITRA)

    assert (made.flags, early.flags) == (("IR-15",), ())


def test_a_move_under_a_hold_is_recorded_and_flagged(ledger: TestLedger) -> None:
    ledger.seal()
    held = ledger.put("hold", {EKO: "authorises"}, [Cited(box=DPD)], unit=BAWASLU, why="counting-dispute")

    made = ledger.hand_over(by=ANI, to=BUDI)

    assert held.changes[0].now.held
    assert made.changes[0].flags == ("on-hold",)
    assert ledger.box().custodian == PPS


def test_a_finding_counts_under_its_code(ledger: TestLedger) -> None:
    made = ledger.put(
        "finding", {DEWI: "reports"}, [Cited(box=DPD)], unit=PTPS, place=f"{KPPS}/1", sort="supervision", code="IR-13"
    )

    assert made.flags == ("IR-13",)


def test_goods_that_came_damaged_or_short_are_flagged(ledger: TestLedger) -> None:
    def stocked(**counted: Any) -> tuple[str, ...]:
        line = StockLine(batch="b", item="ties", giver="vendor/v", to=PPS, promised=10, **counted)
        return ledger.put("stock", {BUDI: "acts"}, [line], unit=PPS, action="delivered").flags

    assert stocked(good=10) == ()
    assert stocked(good=9, damaged=1) == ("IR-02",)
    assert stocked(good=9, missing=1) == ("IR-04",)
    assert stocked(good=9) == ("IR-04",)


def test_flags_of_a_paper_reach_its_effects(ledger: TestLedger) -> None:
    rules(ledger, wanted=(Wanted(kind="sealing", parts=("witnesses",)),))

    made = ledger.seal(place="?")

    assert made.flags == ("IR-09", "IR-15")
