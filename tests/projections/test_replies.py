"""Who may close what does not agree, and what that changes: also of what no paper shows."""

from pathlib import Path
from typing import Any

import pytest

from commands.looking import broken
from commands.program.language import speak
from ledger.domain.documents.base import Cited, Seal, Seals
from ledger.errors import Refused
from tests.harness import ANI, BOXES, BUDI, CITRA, DEWI, DPD, KPPS, PPK, PPS, PTPS, TestLedger
from tests.projections.acts import LATER, answer
from tests.projections.asking import breaks, codes_of, one
from tests.projections.expecting import MIDNIGHT, covered, plan


@pytest.fixture
def silent(ledger: TestLedger) -> TestLedger:
    """The boxes of the station should have been home by midnight, and no paper speaks of them."""
    plan(ledger, home={"due": MIDNIGHT})
    return ledger


def manifest(ledger: TestLedger) -> str:
    return next(did.digest for did in ledger.effects if did.kind == "manifest")


def test_supervision_closes_that_boxes_never_came_for_the_boxes_it_names(silent: TestLedger, tmp_path: Path) -> None:
    answer(silent, manifest(silent), *BOXES[:2])

    found = {each.settled is not None: each.boxes for each in breaks(silent, tmp_path, "IR-14")}
    there = covered(silent, tmp_path)

    assert found == {True: BOXES[:2], False: BOXES[2:]}
    assert [(row.missing, row.closed) for row in there.rows] == [(5, 2)]
    assert sorted((cell.closed is not None, cell.boxes) for cell in there.open) == [
        (False, BOXES[2:]),
        (True, BOXES[:2]),
    ]


def test_an_answer_to_the_list_of_boxes_that_names_none_closes_nothing(silent: TestLedger, tmp_path: Path) -> None:
    answer(silent, manifest(silent))

    assert one(silent, tmp_path, "IR-14").settled is None


def test_what_was_not_late_yet_cannot_be_closed(silent: TestLedger, tmp_path: Path) -> None:
    answer(silent, manifest(silent), *BOXES, at="2029-02-14T20:00:00+07:00")

    assert one(silent, tmp_path, "IR-14").settled is None


def test_an_answer_to_another_paper_that_a_break_rests_on_does_not_close_it_and_says_so(
    ledger: TestLedger, tmp_path: Path
) -> None:
    """Seals are torn between two papers; the first is answered, then the one that shows it."""
    speak("en")
    sealed = ledger.seal()
    torn = ledger.hand_over(by=ANI, to=BUDI, seals=Seals(ties=Seal(on=2), papers=Seal(on=1, bad=1)))
    answer(ledger, sealed.digest)
    beside = one(ledger, tmp_path, "IR-01")
    answer(ledger, torn.digest, does="explains")
    answer(ledger, torn.digest)
    closed = one(ledger, tmp_path, "IR-01")

    said = f"(that is an answer to entry {sealed.index}, and does not close this one, which entry {torn.index} shows)"
    assert beside.settled is None
    assert [broken.unclosed(beside, each) for each in beside.answers] == [said]
    assert said in "".join(broken.in_full(beside))
    assert closed.settled is not None
    assert [broken.unclosed(closed, each) for each in closed.answers] == [""] * 3


def test_an_answer_that_came_before_boxes_were_late_is_told_not_to_close_that(
    silent: TestLedger, tmp_path: Path
) -> None:
    speak("en")
    answer(silent, manifest(silent), *BOXES, at="2029-02-14T20:00:00+07:00")
    answer(silent, manifest(silent), *BOXES, does="explains")

    found = one(silent, tmp_path, "IR-14")

    assert [broken.unclosed(found, each) for each in found.answers] == ["(that does not close this one)", ""]


def test_a_finding_that_is_closed_closes_what_is_missing_for_the_same_reason(
    silent: TestLedger, tmp_path: Path
) -> None:
    said: dict[str, Any] = {"unit": PTPS, "sort": "supervision", "code": "IR-14", "place": f"{KPPS}/1", "at": LATER}
    raised = silent.put("finding", {DEWI: "reports"}, [Cited(box=box) for box in BOXES], **said)
    answer(silent, raised.digest)

    assert codes_of(breaks(silent, tmp_path, "IR-14")) == []


def test_as_at_an_earlier_entry_it_is_not_closed_yet(silent: TestLedger, tmp_path: Path) -> None:
    answer(silent, manifest(silent), *BOXES)
    before = len(silent.papers) - 2

    assert one(silent, tmp_path, "IR-14").settled is not None
    assert covered(silent, tmp_path, time="2029-02-15T12:00:00+07:00").rows[0].closed == 0
    assert covered(silent, tmp_path, index=before).rows[0].closed == 0


def test_a_release_that_nobody_answered_is_closed_by_supervision(ledger: TestLedger, tmp_path: Path) -> None:
    released = ledger.release(*BOXES, by=ANI, to=PPS, at="2029-02-14T20:00:00+07:00")
    answer(ledger, released.digest)

    assert one(ledger, tmp_path, "unanswered").settled is not None


@pytest.mark.parametrize("by", [ANI, BUDI, CITRA])
def test_the_commission_does_not_close_what_its_own_papers_show(ledger: TestLedger, by: str) -> None:
    released = ledger.release(DPD, by=ANI, to=PPS)

    with pytest.raises(Refused, match="cannot close this release"):
        answer(ledger, released.digest, by=by)


def test_an_explanation_closes_nothing_and_is_told_with_the_break(ledger: TestLedger, tmp_path: Path) -> None:
    released = ledger.release(*BOXES, by=ANI, to=PPS, at="2029-02-14T20:00:00+07:00")
    answer(ledger, released.digest, by=ANI, does="explains")
    answer(ledger, released.digest, BOXES[0], by=BUDI, does="disputes")

    found = one(ledger, tmp_path, "unanswered")

    assert found.settled is None
    assert [(each.does, each.unit, each.side) for each in found.answers] == [
        ("explains", KPPS, "custody"),
        ("disputes", PPS, "custody"),
    ]
    assert PPK not in {each.unit for each in found.answers}
