"""What was expected against what happened: absence is a result, and somebody answers for it."""

from pathlib import Path

import pytest

from ledger.domain.documents.boxes import ManifestLine
from ledger.domain.documents.government import Deadline, PlanLine
from ledger.domain.documents.people import UnitLine
from projections import desk
from projections.desk import Part
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CITRA,
    DPD,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    STATION,
    VILLAGE,
    TestLedger,
)
from tests.ledger.domain.custody.stories import accept, correct, handover, rules, withdraw
from tests.projections.asking import looked_at, moment
from tests.projections.expecting import EVENING, HOME, MIDNIGHT, MORNING, cell, counted, covered, plan


def test_a_station_of_which_no_paper_speaks_is_missing_once_the_deadline_has_passed(
    ledger: TestLedger, tmp_path: Path
) -> None:
    plan(ledger, home={"due": MIDNIGHT})

    found = cell(ledger, tmp_path)

    assert (found.boxes, found.state, found.how, found.unit) == (BOXES, "missing", "silent", KPPS)
    assert (found.due.at, found.came) == (MIDNIGHT, None)


def test_before_the_deadline_nothing_is_missing(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT})

    found = covered(ledger, tmp_path, time=MIDNIGHT)

    assert found.open == ()
    assert [(row.expected, row.pending, row.missing) for row in found.rows] == [(5, 5, 0)]


def test_boxes_are_back_by_the_end_of_the_day_on_which_their_count_ended(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"until": "day-end"})
    counted(ledger)
    ledger.hand_over(*BOXES[:3], by=ANI, to=BUDI, at=MIDNIGHT)
    ledger.hand_over(*BOXES[3:], by=ANI, to=BUDI, at=MORNING)

    (row,) = covered(ledger, tmp_path).rows
    late = cell(ledger, tmp_path)

    assert (row.expected, row.there, row.late, row.due) == (5, 3, 2, MIDNIGHT)
    assert (late.boxes, late.state, late.unit) == (BOXES[3:], "late", KPPS)
    assert late.came is not None
    assert late.came.at == MORNING


def test_a_count_past_midnight_moves_the_day(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"until": "day-end"})
    counted(ledger, "2029-02-15T00:30:00+07:00")
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=MORNING)

    assert covered(ledger, tmp_path).open == ()


def test_where_no_end_of_the_count_is_known_that_of_most_stations_counts(ledger: TestLedger, tmp_path: Path) -> None:
    other = f"{VILLAGE}/005/DPD"
    ledger.list_boxes(other)
    lines = [PlanLine(leg=f"{VILLAGE}/005:kpps-pps", until="day-end"), PlanLine(leg=HOME, until="day-end")]
    ledger.put("plan", {KPU_REGISTRAR: "registers"}, lines)
    counted(ledger)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=EVENING)

    found = cell(ledger, tmp_path)

    assert (found.boxes, found.state) == ((other,), "missing")
    assert (found.due.at, found.due.assumed) == (MIDNIGHT, True)


def test_while_no_count_has_ended_anywhere_no_such_deadline_has_passed(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"until": "day-end"})

    assert covered(ledger, tmp_path).open == ()


@pytest.mark.parametrize(("when", "state"), [(EVENING, "in-transit"), (MORNING, "missing")])
def test_boxes_that_left_and_were_not_accepted_are_on_their_way_and_then_missing(
    ledger: TestLedger, tmp_path: Path, when: str, state: str
) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    ledger.release(by=ANI, to=PPS, at=EVENING)

    found = next(one for one in covered(ledger, tmp_path, time=when).open if one.boxes == (DPD,))

    assert (found.state, found.how, found.unit) == (state, "sent", KPPS)


@pytest.mark.parametrize("outcome", ["missing", "refused"])
def test_what_the_receiver_said_of_a_box_that_did_not_come_is_told(
    ledger: TestLedger, tmp_path: Path, outcome: str
) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    sent = ledger.release(*BOXES, by=ANI, to=PPS, at=EVENING)
    outcomes = {DPD: outcome, **dict.fromkeys(BOXES[1:], "accepted")}
    ledger.record(accept(ledger, sent.digest, outcomes, BUDI, at=EVENING))

    found = cell(ledger, tmp_path)

    assert (found.boxes, found.state) == ((DPD,), "missing")
    assert found.how == {"missing": "answered-missing", "refused": "refused"}[outcome]


def test_a_release_that_was_withdrawn_sent_nothing(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    sent = ledger.release(*BOXES, by=ANI, to=PPS, at=EVENING)
    ledger.record(withdraw(ledger, sent.digest, *BOXES))

    assert cell(ledger, tmp_path).how == "silent"


def test_papers_that_do_not_connect_are_no_arrival_and_are_said_to_be_there(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    between = handover(ledger, *BOXES, by=ANI, to=BUDI, at=EVENING)
    ledger.record(handover(ledger, *BOXES, by=BUDI, to=CITRA, after=between.digest, at=EVENING))

    assert cell(ledger, tmp_path).how == "waits"


def test_the_next_leg_begins_where_the_one_before_ended(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT}, up={"due": MIDNIGHT})
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=EVENING)

    home, up = (covered(ledger, tmp_path, leg).rows[0] for leg in ("kpps-pps", "pps-ppk"))
    missing = cell(ledger, tmp_path, "pps-ppk")

    assert (home.there, up.missing) == (5, 5)
    assert missing.unit == PPS


def test_whoever_a_correction_names_answers_for_the_box(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, up={"due": MIDNIGHT})
    given = ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=EVENING)
    both = {ANI: "acts", BUDI: "acts"}
    ledger.record(correct(ledger, given.digest, both, DPD, custodian=KPPS, at=EVENING))

    units = {found.boxes: found.unit for found in covered(ledger, tmp_path, "pps-ppk").open}

    assert units == {(DPD,): KPPS, BOXES[1:]: PPS}


def test_rules_alone_give_deadlines_to_boxes_that_take_the_leg(ledger: TestLedger, tmp_path: Path) -> None:
    due = {"due": MIDNIGHT, "grace": 60}
    rules(ledger, deadlines=tuple(Deadline(leg=leg, **due) for leg in ("kpps-pps", "pps-ppk", "pps-kpps")))  # type: ignore[arg-type]  # members
    recap = ManifestLine(box="35.79.02/RECAP-DPD", type="dpd", unit=PPK, place=f"{PPK}/1")
    ledger.put("manifest", {KPU_REGISTRAR: "registers"}, [recap])

    found = covered(ledger, tmp_path, None)

    assert {(row.leg, row.expected) for row in found.rows} == {("kpps-pps", 5), ("pps-ppk", 5)}


def test_a_box_struck_from_the_manifest_is_not_expected(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    ledger.put("manifest", {KPU_REGISTRAR: "registers"}, [ManifestLine(box=DPD)], withdrawn="printed-twice")

    assert covered(ledger, tmp_path).rows[0].expected == 4


@pytest.mark.parametrize(
    ("area", "below"), [(None, "35.79.02"), ("35.79", "35.79.02"), ("35.79.02", VILLAGE), (VILLAGE, STATION)]
)
def test_counts_are_told_one_step_below_the_area_asked_about(
    ledger: TestLedger, tmp_path: Path, area: str | None, below: str
) -> None:
    plan(ledger, home={"due": MIDNIGHT})

    with looked_at(ledger, tmp_path) as view:
        found = desk.coverage(view, moment(view), Part(area=area))
        elsewhere = desk.coverage(view, moment(view), Part(area="35.79.01"))

    assert {row.area for row in found.rows} == {below}
    assert elsewhere.rows == ()


def test_only_the_plan_in_force_counts(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": EVENING})
    first = ledger.papers[-1].digest
    ledger.put("plan", {KPU_REGISTRAR: "registers"}, [PlanLine(leg=HOME, due=MORNING)], replaces=first)

    assert cell(ledger, tmp_path).due.at == MORNING
    assert covered(ledger, tmp_path, index=len(ledger.papers) - 2).rows[0].due == EVENING


def test_a_station_with_a_kpps_and_without_a_box_is_named(ledger: TestLedger, tmp_path: Path) -> None:
    """Of the present as the fold has it, of the past as the papers say; a KPPS that ended is none."""
    other, ended = f"{VILLAGE}/005", f"{VILLAGE}/006"
    lines = [UnitLine(id=f"kpps/{other}"), UnitLine(id=f"kpps/{ended}", until="2029-02-20T00:00:00+07:00")]
    before = len(ledger.papers) - 1
    registered = ledger.put("units", {KPU_REGISTRAR: "registers"}, lines)

    now, then = covered(ledger, tmp_path, None), covered(ledger, tmp_path, None, index=registered.index)
    earlier = covered(ledger, tmp_path, None, time="2029-02-19T00:00:00+07:00")

    assert (now.listed, now.unlisted) == (5, (other,))
    assert then.unlisted == (other, ended)  # by what the last papers say of time
    assert earlier.unlisted == (other, ended)
    assert covered(ledger, tmp_path, None, index=before).unlisted == ()


def test_what_is_on_its_way_in_time_is_neither_late_nor_absent(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    counted(ledger)
    ledger.release(*BOXES, by=ANI, to=PPS, at=EVENING)

    before, after = (covered(ledger, tmp_path, time=time) for time in (MIDNIGHT, MORNING))

    assert [one.state for one in before.open] == ["in-transit"]
    assert (before.late, before.absent) == ((), frozenset())
    assert [one.state for one in after.late] == ["missing"]
    assert after.absent == set(BOXES)


def test_a_box_that_is_further_along_than_the_leg_it_never_took_is_not_absent(
    ledger: TestLedger, tmp_path: Path
) -> None:
    """Ani brings two boxes past the village to Citra, and keeps the others."""
    plan(ledger, home={"due": MIDNIGHT}, up={"due": MIDNIGHT})
    counted(ledger)
    ledger.hand_over(*BOXES[:2], by=ANI, to=CITRA, at=EVENING)

    found = covered(ledger, tmp_path, None)

    assert {box for one in found.late for box in one.boxes} == set(BOXES)
    assert found.absent == set(BOXES[2:])


def test_who_had_a_late_box_at_its_deadline_is_told_beside_who_has_it_now(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT}, up={"due": MIDNIGHT})
    counted(ledger)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=MORNING)
    ledger.hand_over(*BOXES, by=BUDI, to=CITRA, at="2029-02-15T09:00:00+07:00")

    first, second = (cell(ledger, tmp_path, leg) for leg in ("kpps-pps", "pps-ppk"))
    then = cell(ledger, tmp_path, time="2029-02-15T00:30:00+07:00")

    assert [(one.unit, one.holds) for one in (first, second)] == [(KPPS, PPK), (KPPS, PPK)]
    assert (then.unit, then.holds) == (KPPS, KPPS)
