"""A ledger, the one above it that keeps its checkpoint, and the one above that."""

from functools import cache

from ledger.signing import armour
from tests.harness import KPU_REGISTRAR, TestLedger
from tests.ledger.dishonest import story
from tests.ledger.receipt import pocket

OPERATOR = "kpu/35.79#8"


def above(note: bytes, device: str) -> TestLedger:
    """Another ledger, which keeps that checkpoint."""
    ledger = TestLedger(device=device * 32)
    ledger.found()
    ledger.enrol(OPERATOR, by={KPU_REGISTRAR: "registers"}, roles=("operator",))
    ledger.put("anchor", {OPERATOR: "operates"}, note=armour.encode(note))
    return ledger


@cache
def province() -> TestLedger:
    return above(pocket.published(story()), "e")


@cache
def nation() -> TestLedger:
    return above(pocket.published(province()), "f")
