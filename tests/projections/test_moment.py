"""As at a moment boxes stand as they stood then, also if papers came in since the moment was told."""

from pathlib import Path

import pytest

from ledger.domain.documents.base import seconds
from projections import desk
from projections.looking import View
from projections.moment import EARLIEST as BEFORE
from projections.moment import Moment, boxes_then
from projections.where import where
from tests.harness import ANI, BOXES, BUDI, KPPS, PPS, TestLedger
from tests.ledger.domain.custody.stories import handover
from tests.projections.asking import looked_at, moment

EVENING, CLAIMED, NIGHT = "2029-02-14T18:00:00+07:00", "2029-02-14T19:00:00+07:00", "2029-02-14T21:00:00+07:00"


def on_boxes(view: View, then: Moment) -> int:
    """Cable ties that are on boxes."""
    return next(one.on_boxes for one in desk.seals(view, then).balances if one.sort == "ties")


@pytest.mark.parametrize("when", [{}, {"clock": "2029-01-01T00:00:00+07:00"}, {"time": NIGHT}])
def test_seals_and_boxes_are_those_of_the_papers_that_count_and_not_of_later_ones(
    ledger: TestLedger, tmp_path: Path, when: dict[str, str]
) -> None:
    """Two boxes are sealed; then a third is, and the first is handed over, by papers that claim to be no later."""
    ledger.seal(*BOXES[:2], at=EVENING)
    with looked_at(ledger, tmp_path) as view:
        then = moment(view, **when)  # type: ignore[arg-type]  # the times of them
        before = on_boxes(view, then)
    ledger.seal(BOXES[2], at=CLAIMED)
    ledger.record(handover(ledger, by=ANI, to=BUDI, at=CLAIMED))

    with looked_at(ledger, tmp_path) as view:
        stood = where(view, boxes_then(view, then))
        after, now = on_boxes(view, then), on_boxes(view, moment(view))

    assert (before, after, now) == (4, 4, 6)
    assert {one.custodian for one in stood} == {KPPS}


def test_one_wrong_clock_moves_nothing_and_a_moment_says_how_far_the_papers_reach(
    ledger: TestLedger, tmp_path: Path
) -> None:
    ledger.seal(BOXES[0], at=EVENING)
    ledger.seal(BOXES[1], at="2040-01-01T00:00:00+07:00")

    with looked_at(ledger, tmp_path) as view:
        now, clock, late, then = (
            moment(view, clock=BEFORE),
            moment(view, clock="2030-01-01T00:00:00+07:00"),
            moment(view, clock="2041-01-01T00:00:00+07:00"),
            moment(view, time=NIGHT),
        )
        entry = moment(view, index=view.size - 1)

    assert now.by == "papers"
    assert now.seconds <= seconds(EVENING) < seconds(now.reach or "")
    assert (entry.at, entry.reach) == (now.at, now.reach) == (now.at, "2040-01-01T00:00:00+07:00")
    assert [(one.by, one.reach) for one in (clock, late, then)] == [
        ("clock", "2040-01-01T00:00:00+07:00"),
        ("clock", None),
        ("time", None),
    ]


def test_where_nothing_came_in_since_what_is_kept_of_the_present_is_asked(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(*BOXES, at=EVENING)
    ledger.record(handover(ledger, by=ANI, to=BUDI, at=CLAIMED))

    with looked_at(ledger, tmp_path) as view:
        now, index = moment(view), moment(view, index=len(ledger.papers) - 1)
        asked = boxes_then(view, now), boxes_then(view, index)
        answered = [where(view, one) for one in asked]

    assert [one.index for one in asked] == [None, len(ledger.papers) - 1]
    assert answered[0] == answered[1]
    assert {one.custodian for one in answered[0]} == {KPPS, PPS}
