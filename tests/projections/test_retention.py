"""Boxes are kept as long as the rules of the election say."""

from pathlib import Path

from ledger.domain.custody import Effects
from ledger.domain.documents.base import Times
from tests.harness import ANI, BOXES, KPPS, TestLedger
from tests.ledger.domain.custody.stories import LETTER, follow, rules
from tests.projections.asking import breaks, one

ENDED = "2029-02-14T22:00:00+07:00"
A_MONTH, A_YEAR_AND_A_DAY = "2029-03-14T09:00:00+07:00", "2030-02-15T09:00:00+07:00"


def dispose(ledger: TestLedger, at: str) -> Effects:
    """The station's own boxes are pulped."""
    return ledger.put("disposal", {ANI: "acts"}, follow(ledger, *BOXES), unit=KPPS, how="pulp", refs=LETTER, at=at)


def test_boxes_disposed_of_before_their_time_are_told_with_the_rules_that_keep_them(
    ledger: TestLedger, tmp_path: Path
) -> None:
    kept = rules(ledger, retention_days=365)
    sealed = ledger.seal(*BOXES, times=Times(ended=ENDED))
    gone = dispose(ledger, A_MONTH)

    found = one(ledger, tmp_path, "disposed-early")

    assert [cite.index for cite in found.papers] == [kept.index, sealed.index, gone.index]
    assert (found.boxes, found.unit) == (tuple(sorted(BOXES)), KPPS)
    assert (found.facts.expected, found.facts.found) == (365 * 86_400, 27 * 86_400 + 11 * 3600)


def test_nothing_is_told_of_boxes_that_were_kept_long_enough(ledger: TestLedger, tmp_path: Path) -> None:
    rules(ledger, retention_days=365)
    ledger.seal(*BOXES, times=Times(ended=ENDED))
    dispose(ledger, A_YEAR_AND_A_DAY)

    assert breaks(ledger, tmp_path, "disposed-early") == []


def test_where_it_is_not_known_since_when_boxes_are_kept_nothing_is_told(ledger: TestLedger, tmp_path: Path) -> None:
    rules(ledger, retention_days=365)
    ledger.seal(*BOXES)
    dispose(ledger, A_MONTH)

    assert breaks(ledger, tmp_path, "disposed-early") == []


def test_rules_that_keep_boxes_for_no_time_are_not_broken(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(*BOXES, times=Times(ended=ENDED))
    dispose(ledger, A_MONTH)

    assert breaks(ledger, tmp_path, "disposed-early") == []
