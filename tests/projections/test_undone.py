"""What was left undone is a break: it rests on what was due, and on the last paper about the box."""

from pathlib import Path

import pytest

from ledger.domain.documents.government import Deadline, Transit
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CITRA,
    DPD,
    KPPS,
    PPK,
    PPS,
    TestLedger,
)
from tests.ledger.domain.custody.stories import rules
from tests.projections.acts import opened
from tests.projections.asking import breaks
from tests.projections.expecting import EVENING, MIDNIGHT, MORNING, counted, plan


def test_boxes_that_did_not_come_are_a_break_that_rests_on_the_plan_and_the_last_paper(
    ledger: TestLedger, tmp_path: Path
) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    counted(ledger)

    (found,) = breaks(ledger, tmp_path, "IR-14")

    assert (found.case, found.boxes, found.unit, found.facts.leg) == ("silent", BOXES, KPPS, "kpps-pps")
    assert [cite.kind for cite in found.papers] == ["plan", "sealing"]


def test_what_is_late_by_the_plan_alone_is_a_break_too_and_what_the_fold_flagged_is_not_told_twice(
    ledger: TestLedger, tmp_path: Path
) -> None:
    plan(ledger, home={"due": MIDNIGHT}, up={"due": MIDNIGHT})
    rules(ledger, deadlines=(Deadline(leg="pps-ppk", due=MIDNIGHT),))
    ledger.seal(*BOXES, at=EVENING)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=MORNING)
    ledger.hand_over(*BOXES, by=BUDI, to=CITRA, at="2029-02-15T09:00:00+07:00")

    found = breaks(ledger, tmp_path)

    assert [(each.code, each.facts.leg, each.unit, each.holds) for each in found if each.case == "late"] == [
        ("IR-14", "kpps-pps", KPPS, (PPK,)),
        ("IR-14", "pps-ppk", KPPS, (PPK,)),
    ]


@pytest.mark.parametrize(("came", "expected"), [(EVENING, []), (MIDNIGHT, [EVENING]), (MORNING, [MIDNIGHT])])
def test_where_the_plan_is_stricter_than_the_rules_a_box_is_late_by_one_of_them(
    ledger: TestLedger, tmp_path: Path, came: str, expected: list[str]
) -> None:
    plan(ledger, home={"due": EVENING})
    rules(ledger, deadlines=(Deadline(leg="kpps-pps", due=MIDNIGHT),))
    ledger.seal(*BOXES, at="2029-02-14T20:00:00+07:00")
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=came)

    late = [each for each in breaks(ledger, tmp_path) if each.case == "late"]

    assert [each.facts.expected for each in late] == expected


def test_boxes_that_left_only_after_they_were_due_were_kept_too_long(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    sent = ledger.release(*BOXES, by=ANI, to=PPS, at=MORNING)
    ledger.accept(sent.digest, *BOXES, by=BUDI, at=MORNING)

    (found,) = breaks(ledger, tmp_path, "dwell")

    assert (found.facts.expected, found.facts.found, found.unit) == (MIDNIGHT, MORNING, KPPS)


@pytest.mark.parametrize(("clock", "codes"), [("2029-02-14T22:00:00+07:00", []), (MORNING, ["unanswered"])])
def test_a_release_nobody_answers_is_a_break_after_as_long_as_the_journey_may_take(
    ledger: TestLedger, tmp_path: Path, clock: str, codes: list[str]
) -> None:
    rules(ledger, transits=(Transit(leg="kpps-pps", seconds=7200),))
    ledger.seal(at="2029-02-14T20:00:00+07:00")
    ledger.release(by=ANI, to=PPS, at=EVENING)

    assert [each.code for each in breaks(ledger, tmp_path, "unanswered", time=clock)] == codes


def test_a_box_opened_a_day_ago_and_not_sealed_since_was_left_open(ledger: TestLedger, tmp_path: Path) -> None:
    opened(ledger, 0)
    soon = breaks(ledger, tmp_path, "left-open", time=MORNING)
    late = breaks(ledger, tmp_path, "left-open")
    ledger.seal()

    after = breaks(ledger, tmp_path, "left-open")

    assert ([each.code for each in soon], [each.boxes for each in late], after) == ([], [(DPD,)], [])
