"""Rules that name several deadlines, or several longest journeys, of one leg: each counts, so the strictest is told."""

from itertools import permutations
from pathlib import Path

import pytest

from ledger.domain.documents.base import Times
from ledger.domain.documents.government import Deadline, Transit
from tests.harness import ANI, BOXES, BUDI, PPS, TestLedger
from tests.ledger.domain.custody.stories import rules
from tests.projections.asking import breaks, one
from tests.projections.expecting import EVENING, MIDNIGHT, MORNING, cell, counted, covered

EARLY = Deadline(leg="kpps-pps", due=EVENING)
LATER = Deadline(leg="kpps-pps", due=MORNING)
SAME_DAY = Deadline(leg="kpps-pps", same_day=True)
NOON = "2029-02-15T12:00:00+07:00"


@pytest.mark.parametrize("deadlines", [*permutations((EARLY, LATER, SAME_DAY))])
def test_in_whatever_order_they_stand_coverage_and_the_fold_hold_boxes_against_the_first_to_pass(
    ledger: TestLedger, tmp_path: Path, deadlines: tuple[Deadline, ...]
) -> None:
    rules(ledger, deadlines=deadlines)
    counted(ledger, "2029-02-14T20:00:00+07:00")
    came = ledger.hand_over(*BOXES, by=ANI, to=BUDI, at="2029-02-14T22:00:00+07:00")

    late = cell(ledger, tmp_path)

    assert {flag for change in came.changes for flag in change.flags} == {"IR-14"}
    assert (late.boxes, late.state, late.due.at) == (BOXES, "late", EVENING)
    assert one(ledger, tmp_path, "IR-14").facts.expected == EVENING


def test_the_grace_of_each_deadline_is_its_own(ledger: TestLedger, tmp_path: Path) -> None:
    """Nine o'clock with four hours of grace passes after midnight without any."""
    lenient = Deadline(leg="kpps-pps", due=EVENING, grace=4 * 3600)
    rules(ledger, deadlines=(lenient, Deadline(leg="kpps-pps", due=MIDNIGHT)))
    ledger.seal(*BOXES, at=EVENING)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at="2029-02-15T00:30:00+07:00")

    assert cell(ledger, tmp_path).due.at == MIDNIGHT
    assert one(ledger, tmp_path, "IR-14").facts.expected == MIDNIGHT


def test_while_the_end_of_a_count_is_not_known_the_deadline_that_is_known_counts(
    ledger: TestLedger, tmp_path: Path
) -> None:
    rules(ledger, deadlines=(SAME_DAY, Deadline(leg="kpps-pps", due=NOON)))
    ledger.list_boxes("35.79.02.2009/005/DPD")
    ledger.seal(*BOXES, at=EVENING, times=Times(ended=EVENING))
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=EVENING)

    missing = cell(ledger, tmp_path)

    assert (missing.due.at, missing.due.assumed) == (NOON, False)
    assert covered(ledger, tmp_path, time=MORNING).rows[0].pending == 1


@pytest.mark.parametrize("limits", [(7200, 86_400), (86_400, 7200)])
def test_of_several_longest_journeys_the_shortest_counts(
    ledger: TestLedger, tmp_path: Path, limits: tuple[int, ...]
) -> None:
    rules(ledger, transits=tuple(Transit(leg="kpps-pps", seconds=limit) for limit in limits))
    ledger.seal(*BOXES, at="2029-02-14T20:00:00+07:00")
    sent = ledger.release(*BOXES[:3], by=ANI, to=PPS, at=EVENING)
    ledger.release(*BOXES[3:], by=ANI, to=PPS, at=EVENING)
    came = ledger.accept(sent.digest, *BOXES[:3], by=BUDI, at=MIDNIGHT)

    waited = breaks(ledger, tmp_path, "unanswered", time=MORNING)

    assert {flag for change in came.changes for flag in change.flags} == {"IR-10"}
    assert [(each.boxes, each.facts.expected) for each in waited] == [(BOXES[3:], "7200")]
