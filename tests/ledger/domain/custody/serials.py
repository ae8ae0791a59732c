"""Ties of which the serials were committed to, and a box that bears one of them."""

import hashlib
from base64 import b64encode
from typing import Any

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
