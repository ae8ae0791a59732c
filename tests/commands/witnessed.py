"""
A ledger whose log was cosigned before and after a hand-over, with the trust file that says which witnesses count.

The hand-over is dated from outside by that, and nothing else is.
"""

from pathlib import Path

from ledger.domain.documents.base import Cited, seconds
from ledger.export import frame
from tests.harness import ANI, BUDI, DEWI, DPD, PPS, PTPS, TestLedger
from tests.ledger.dishonest import saw
from tests.ledger.receipt import pocket
from tests.projections.story import lay_out

BEFORE, DURING, AFTER = "2029-02-14T18:00:00+07:00", "2029-02-14T18:30:00+07:00", "2029-02-14T19:00:00+07:00"
HANDED, FOUND = 8, 9
"""The entries of the hand-over, and of what Dewi found."""


def lay_out_witnessed(ledger: TestLedger, folder: Path) -> None:
    """Sealed, cosigned, handed over before a witness who reports it, and cosigned again."""
    ledger.seal(DPD, at="2029-02-14T17:00:00+07:00")
    seen = saw(ledger, len(ledger.papers))
    ledger.hand_over(DPD, by=ANI, to=BUDI, witnesses={DEWI: "witnesses"}, at=DURING, seen=seen)
    said = {"unit": PTPS, "sort": "supervision", "code": "IR-01", "place": f"{PPS}/1"}
    ledger.put("finding", {DEWI: "reports"}, [Cited(box=DPD)], at=AFTER, **said)
    notes = (pocket.published(ledger, size, after=seconds(at)) for size, at in ((HANDED, BEFORE), (FOUND + 1, AFTER)))
    lay_out(folder / "ledger.db", ledger)
    (folder / "checkpoints").write_bytes(b"".join(map(frame, notes)))
    (folder / "trust.txt").write_bytes(pocket.cosigned_trust(ledger.name).data)
