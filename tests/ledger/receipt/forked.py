"""One operator with two ledgers: whom the box went to after Ani, each half of the town is told otherwise."""

from functools import cache

from tests.harness import ANI, BUDI, CITRA, DPD, WATI, TestLedger, founded

PARTED = 8
"""The index from which on the two differ."""


@cache
def honest() -> TestLedger:
    """Ani seals, hands over to Budi, who hands on to Citra."""
    ledger = founded()
    ledger.seal(DPD)
    ledger.hand_over(DPD, by=ANI, to=BUDI)
    ledger.hand_over(DPD, by=BUDI, to=CITRA)
    ledger.seal(DPD, by=CITRA)
    return ledger


@cache
def other() -> TestLedger:
    """The same beginning; then Ani hands the box to Wati of the KPU."""
    ledger = TestLedger()
    for paper in honest().papers[:PARTED]:
        ledger.record(paper)
    ledger.hand_over(DPD, by=ANI, to=WATI)
    ledger.seal(DPD, by=WATI)
    return ledger
