"""As at a time answers count that claim to be no later, as links do: also where a later claim was recorded first."""

from pathlib import Path

import pytest

from ledger.domain.documents.base import Cited
from tests.harness import ANI, BOXES, BUDI, DEWI, DPD, PPS, PTPS, TestLedger
from tests.projections.acts import answer
from tests.projections.asking import breaks
from tests.projections.story import TORN

TORN_AT, MORNING, NOON, EVENING = (f"2029-02-15T{hour:02}:00:00+07:00" for hour in (1, 9, 12, 18))


@pytest.fixture
def torn(ledger: TestLedger) -> str:
    """A hand-over that shows torn seals; its digest."""
    ledger.seal(*BOXES)
    return ledger.hand_over(*BOXES, by=ANI, to=BUDI, seals=TORN, at=TORN_AT).digest


def find(ledger: TestLedger, *boxes: str) -> str:
    """Dewi holds it to be wrong too."""
    lines = [Cited(box=box) for box in boxes]
    said = {"unit": PTPS, "sort": "supervision", "code": "IR-01", "place": f"{PPS}/1", "at": TORN_AT}
    return ledger.put("finding", {DEWI: "reports"}, lines, **said).digest


def settled(ledger: TestLedger, folder: Path, **when: str | int) -> int | None:
    """The entry that settled what the hand-over shows."""
    (found,) = (one for one in breaks(ledger, folder, "IR-01", **when) if one.papers[-1].kind == "handover")
    return None if found.settled is None else found.settled.index


def test_of_two_answers_that_close_it_the_one_counts_that_claims_to_be_no_later(
    ledger: TestLedger, torn: str, tmp_path: Path
) -> None:
    answer(ledger, torn, at=EVENING)
    answer(ledger, torn, at=MORNING)
    first, second = len(ledger.papers) - 2, len(ledger.papers) - 1

    assert settled(ledger, tmp_path, time="2029-02-15T08:00:00+07:00") is None
    assert settled(ledger, tmp_path, time=NOON) == second
    assert settled(ledger, tmp_path, time=EVENING) == first
    assert settled(ledger, tmp_path) == first
    assert settled(ledger, tmp_path, index=first) == first


def test_so_it_is_with_answers_to_a_finding_of_the_same(ledger: TestLedger, torn: str, tmp_path: Path) -> None:
    del torn
    found = find(ledger, *BOXES)
    answer(ledger, found, at=EVENING)
    answer(ledger, found, at=MORNING)

    assert settled(ledger, tmp_path, time=NOON) == len(ledger.papers) - 1


def test_an_answer_about_one_box_settles_nothing_of_another(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(DPD)
    given = ledger.hand_over(DPD, by=ANI, to=BUDI, seals=TORN, at=TORN_AT)
    answer(ledger, given.digest, at=EVENING)
    answer(ledger, given.digest, BOXES[1], at=MORNING)

    assert settled(ledger, tmp_path, time=NOON) is None


def test_what_was_answered_before_it_was_known_is_not_closed_by_that(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(DPD)
    found = find(ledger, DPD)
    answer(ledger, found, at=MORNING)
    given = ledger.hand_over(DPD, by=ANI, to=BUDI, seals=TORN, at=TORN_AT)
    answer(ledger, given.digest, at=EVENING)

    assert settled(ledger, tmp_path, time=NOON) is None
