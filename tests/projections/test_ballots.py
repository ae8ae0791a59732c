"""Ballots accounted for: what was packed, found and counted, and what does not add up."""

from pathlib import Path
from typing import Any

import pytest

from ledger.domain.documents.base import Packed
from ledger.domain.documents.boxes import Counts
from projections import desk
from projections.desk import BallotAccount, Moment
from projections.looking import View
from tests.harness import DPD, STATION, TestLedger
from tests.projections.acts import at, opened, packed
from tests.projections.asking import looked_at, moment


def ballots(ledger: TestLedger, folder: Path, area: str | None = None, **when: Any) -> BallotAccount:
    """As at a moment."""
    with looked_at(ledger, folder) as view:
        return desk.ballots(view, moment(view, **when), area)


@pytest.mark.parametrize(
    ("valid", "voters", "wrong"),
    [(100, 105, None), (98, 103, (DPD, -2, 0)), (100, 103, (DPD, 0, 2)), (100, None, None)],
)
def test_what_was_received_is_held_against_what_became_of_it(
    ledger: TestLedger, tmp_path: Path, valid: int, voters: int | None, wrong: tuple[str, int, int] | None
) -> None:
    packed(ledger, 0, packed=Packed(ballots=275))
    opened(ledger, 30, found=275)
    packed(ledger, 60, counts=Counts(valid=valid, invalid=5, damaged=1, unused=169, voters=voters))

    found = ballots(ledger, tmp_path)

    (row,) = found.rows
    assert (row.area, row.boxes, row.due, row.packed, row.found, row.received) == ("35.79.02", 5, 1375, 275, 275, 275)
    assert row.gap is None
    assert [(each.area, each.gap, each.over_voters) for each in found.wrong] == ([wrong] if wrong else [])


def test_what_is_packed_after_the_count_was_not_received(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, packed=Packed(ballots=270))
    packed(ledger, 60, packed=Packed(ballots=106), counts=Counts(valid=100, invalid=5, damaged=1, unused=164))
    opened(ledger, 90, found=106)

    (held,) = ballots(ledger, tmp_path, DPD.rpartition("/")[0]).wrong

    assert (held.packed, held.found, held.above_due, held.gap) == (270, None, -5, 0)


def test_as_at_a_moment_only_what_was_said_by_then_counts(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, packed=Packed(ballots=270))
    packed(ledger, 60, counts=Counts(valid=100, invalid=5, damaged=1, unused=164))

    (row,) = ballots(ledger, tmp_path, STATION, time=at(30)).rows

    assert (row.area, row.boxes, row.counted, row.valid, row.packed) == (STATION, 5, 0, None, 270)
    assert ballots(ledger, tmp_path, "35.79.01").rows == ()


def test_the_desk_is_asked_of_nothing(ledger: TestLedger, tmp_path: Path) -> None:
    """Before the first paper there is nothing to account for."""

    def nothing(view: View) -> Moment:
        return Moment(0, moment(view).at, "index")

    with looked_at(ledger, tmp_path) as view:
        assert desk.ballots(view, nothing(view)).rows == ()
