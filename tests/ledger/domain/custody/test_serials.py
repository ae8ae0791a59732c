"""Serials of seals: committed to when the stock is counted, revealed when a seal is put on."""

import hashlib
from base64 import b64encode
from typing import Any

import pytest

from ledger import merkle
from ledger.domain.documents.boxes import Revealed, SealingLine
from ledger.domain.documents.remarks import StockLine, StockSerials
from tests.harness import ANI, DPD, KPPS, KPU, TIES, WATI, TestLedger

SERIALS = tuple(f"SG-{number:05}" for number in range(5))
SALTS = tuple(f"{number:032x}" for number in range(5))
LEAVES = [
    merkle.leaf_hash(hashlib.sha256(bytes.fromhex(salt) + serial.encode()).digest())
    for salt, serial in zip(SALTS, SERIALS, strict=True)
]


def stocked(ledger: TestLedger) -> str:
    """Five numbered ties in the store of Kota Batu, committed to by one root."""
    serials = StockSerials(root=merkle.root(LEAVES).hex(), count=len(LEAVES))
    line = StockLine(batch="ties-1", item="ties", giver="vendor/v", to=KPU, promised=5, good=5, serials=serials)
    return ledger.put("stock", {WATI: "acts"}, [line], unit=KPU, action="delivered").digest


def sealed_with(ledger: TestLedger, stock: str, tie: int, **changed: Any) -> tuple[str, ...]:
    """The flags of a box that bears a tie of that stock."""
    path = tuple(b64encode(one).decode() for one in merkle.prove_inclusion(tie, len(LEAVES), merkle.nodes_of(LEAVES)))
    says = {"batch": "ties-1", "number": tie, "salt": SALTS[tie], "serial": SERIALS[tie], "path": path}
    shown = Revealed(stock=stock, **(says | changed))  # type: ignore[arg-type]  # each of its own type
    line = SealingLine(box=DPD, after=ledger.last(), seals=TIES, state="intact", revealed=(shown,))
    made = ledger.put("sealing", {ANI: "acts"}, [line], unit=KPPS, purpose="results")
    return made.changes[0].flags


@pytest.mark.parametrize("tie", range(5))
def test_a_serial_of_the_stock_is_proved(ledger: TestLedger, tie: int) -> None:
    assert sealed_with(ledger, stocked(ledger), tie) == ()


@pytest.mark.parametrize(
    "changed",
    [{"serial": "SG-99999"}, {"salt": "f" * 32}, {"number": 4}, {"number": 5}, {"path": ()}, {"batch": "ties-2"}],
)
def test_a_serial_that_is_not_of_the_stock_is_flagged(ledger: TestLedger, changed: dict[str, Any]) -> None:
    assert sealed_with(ledger, stocked(ledger), 1, **changed) == ("serial-unproved",)


def test_a_serial_of_a_stock_nobody_recorded_is_flagged(ledger: TestLedger) -> None:
    assert sealed_with(ledger, "a" * 64, 1) == ("serial-unproved",)
