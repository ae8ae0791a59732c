"""What the fold flags, what breaks tell and what accounts add up is the same rule, whoever applies it."""

from pathlib import Path

import pytest

from ledger.domain.documents.base import Packed, Times
from ledger.domain.documents.boxes import Counts, OpeningLine, SealingLine
from ledger.domain.documents.government import Deadline
from ledger.domain.documents.remarks import AccessLine, StockLine
from projections import desk
from projections.desk import Break, Held
from tests.harness import ANI, BOXES, BUDI, DPD, KPPS, KPU, PPK, PPS, TIES, WATI, TestLedger
from tests.ledger.domain.custody.stories import rules
from tests.projections.asking import breaks, looked_at, moment, one
from tests.projections.expecting import EVENING, MIDNIGHT, MORNING, cell, counted, covered, plan

LATER = "2029-02-16T00:00:00+07:00"
DUE = 275
"""Ballots due in the box, by the list of boxes."""
WHOLE = Counts(valid=255, invalid=5, unused=15, damaged=0, voters=260)


@pytest.mark.parametrize(("good", "damaged", "missing"), [(10, 0, 0), (8, 2, 0), (8, 0, 2), (8, 2, 1), (8, 0, 0)])
def test_goods_that_are_flagged_are_told_and_no_others(
    ledger: TestLedger, tmp_path: Path, good: int, damaged: int, missing: int
) -> None:
    line = StockLine(
        batch="a", promised=10, good=good, damaged=damaged, missing=missing, item="tie", giver="vendor/v", to=KPU
    )
    delivered = ledger.put("stock", {WATI: "acts"}, [line], unit=KPU, action="delivered")

    found = [each for each in breaks(ledger, tmp_path) if each.case == "stock"]

    assert {each.code for each in found} == set(delivered.flags)
    assert all(each.facts.found != each.facts.expected for each in found)


@pytest.mark.parametrize("deadline", [Deadline(leg="kpps-pps", due=MIDNIGHT), Deadline(leg="kpps-pps", same_day=True)])
def test_late_on_the_way_back_is_one_irregularity_however_the_deadline_is_given(
    ledger: TestLedger, tmp_path: Path, deadline: Deadline
) -> None:
    rules(ledger, deadlines=(deadline,))
    counted(ledger)
    came = ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=MORNING)

    assert {flag for change in came.changes for flag in change.flags} == {"IR-14"}
    assert cell(ledger, tmp_path).code == "IR-14"
    assert one(ledger, tmp_path, "IR-14").boxes == BOXES


def test_a_plan_that_gives_more_time_than_the_rules_gives_none(ledger: TestLedger, tmp_path: Path) -> None:
    rules(ledger, deadlines=(Deadline(leg="kpps-pps", due=MIDNIGHT),))
    plan(ledger, home={"due": LATER})
    counted(ledger)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=MORNING)

    late = cell(ledger, tmp_path)

    assert (late.state, late.due.at, late.boxes) == ("late", MIDNIGHT, BOXES)
    assert one(ledger, tmp_path, "IR-14").facts.expected == MIDNIGHT


def test_boxes_the_fold_knew_no_deadline_of_are_told_too_and_each_once(ledger: TestLedger, tmp_path: Path) -> None:
    """The end of the count stands in the sealing of one box; the five go home together the next morning."""
    rules(ledger, deadlines=(Deadline(leg="kpps-pps", same_day=True),))
    ledger.seal(DPD, at=EVENING, times=Times(ended=EVENING))
    ledger.seal(*(box for box in BOXES if box != DPD), at=EVENING)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=MORNING)

    late = [each for each in breaks(ledger, tmp_path) if each.case == "late"]

    assert sum(len(each.boxes) for each in covered(ledger, tmp_path).open) == len(BOXES)
    assert sorted(box for each in late for box in each.boxes) == sorted(BOXES)


def test_a_padlock_whose_holder_no_paper_names_is_told_with_its_holder(ledger: TestLedger, tmp_path: Path) -> None:
    holder = "panwascam/35.79.02"
    lines = [AccessLine(id="p1", holder=holder, seen="intact")]
    store = {"unit": PPS, "place": f"{PPS}/1", "action": "opened", "why": "recap", "boxes": 5}
    opened = ledger.put("access", {BUDI: "acts"}, lines, **store)

    assert "IR-11" in opened.flags
    assert one(ledger, tmp_path, "IR-11").facts.found == holder


def test_ballots_packed_after_the_count_are_not_those_that_were_counted(ledger: TestLedger, tmp_path: Path) -> None:
    _seal(ledger, EVENING, packed=Packed(ballots=300), counts=Counts(valid=280, invalid=5, unused=5, damaged=0))

    assert _accounts(ledger, tmp_path) == ([], [])


def test_ballots_found_at_the_recapitulation_are_not_those_the_count_received(
    ledger: TestLedger, tmp_path: Path
) -> None:
    _seal(ledger, "2029-02-14T05:00:00+07:00", packed=Packed(ballots=DUE))
    _open(ledger, "2029-02-14T07:00:00+07:00", found=Packed(ballots=DUE))
    _seal(ledger, EVENING, counts=WHOLE)
    _open(ledger, MORNING, found=Packed(ballots=260))
    _seal(ledger, LATER, counts=WHOLE)

    assert _accounts(ledger, tmp_path) == ([], [])


def test_a_second_count_is_held_against_what_the_first_received(ledger: TestLedger, tmp_path: Path) -> None:
    _seal(ledger, "2029-02-14T05:00:00+07:00", packed=Packed(ballots=DUE))
    _seal(ledger, EVENING, counts=WHOLE)
    _seal(ledger, MORNING, packed=Packed(ballots=265), counts=Counts(valid=255, invalid=5, unused=5, damaged=0))

    (wrong,), told = _accounts(ledger, tmp_path)

    assert (wrong.area, wrong.gap, [(each.facts.expected, each.facts.found) for each in told]) == (
        DPD,
        -10,
        [(DUE, 265)],
    )


def test_a_release_that_was_answered_late_stays_told_with_its_answer(ledger: TestLedger, tmp_path: Path) -> None:
    counted(ledger)
    sent = ledger.release(*BOXES, by=ANI, to=PPS, at=MIDNIGHT)
    before = one(ledger, tmp_path, "unanswered")
    accepted = ledger.accept(sent.digest, *BOXES, by=BUDI, at="2029-02-20T08:00:00+07:00")

    after = one(ledger, tmp_path, "unanswered")

    assert before.settled is None
    assert after.settled is not None
    assert (after.settled.index, after.settled.way) == (accepted.index, "reply")


def test_a_release_that_was_answered_in_time_is_told_nowhere(ledger: TestLedger, tmp_path: Path) -> None:
    sent = ledger.release(*BOXES, by=ANI, to=PPS, at=EVENING)
    ledger.accept(sent.digest, *BOXES, by=BUDI, at=MIDNIGHT)
    ledger.release(*BOXES, by=BUDI, to=PPK, at=MORNING)

    found = breaks(ledger, tmp_path, "unanswered", time="2029-02-15T09:00:00+07:00")

    assert found == []


def _seal(ledger: TestLedger, at: str, **said: object) -> None:
    line = SealingLine(box=DPD, after=ledger.last(DPD), seals=TIES, state="intact", **said)  # type: ignore[arg-type]  # as the line has them
    ledger.put("sealing", {ANI: "acts"}, [line], unit=KPPS, purpose="results", at=at)


def _open(ledger: TestLedger, at: str, **said: object) -> None:
    line = OpeningLine(box=DPD, after=ledger.last(DPD), seals=TIES, state="intact", broken=TIES, **said)  # type: ignore[arg-type]  # as the line has them
    ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="recap", basis="voting", at=at)


def _accounts(ledger: TestLedger, folder: Path) -> tuple[list[Held], list[Break]]:
    """Boxes that do not add up in the account, and the breaks told of ballots."""
    with looked_at(ledger, folder) as view:
        now = moment(view)
        told = [each for each in desk.breaks(view, now) if each.code == "ballots-differ"]
        return [*desk.ballots(view, now, None).wrong], told
