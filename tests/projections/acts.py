"""Acts that stories of the watch are made of: boxes packed, opened, at a minute of the evening."""

from typing import Any

from ledger.domain.documents.base import Packed, Seals
from ledger.domain.documents.boxes import OpeningLine, SealingLine
from tests.harness import (
    ANI,
    DPD,
    KPPS,
    STATION,
    TIES,
    TestLedger,
)

OTHER = f"{STATION}/DPR"


def at(minute: int) -> str:
    """So many minutes after six."""
    return f"2029-02-14T{18 + minute // 60}:{minute % 60:02}:00+07:00"


def packed(ledger: TestLedger, minute: int, *names: str, seals: Seals = TIES, **said: Any) -> None:
    """Ani closes boxes and says what is in them or on them."""
    lines = [
        SealingLine(box=box, after=ledger.last(box), seals=seals, state="intact", **said) for box in names or (DPD,)
    ]
    ledger.put("sealing", {ANI: "acts"}, lines, unit=KPPS, purpose="results", at=at(minute))


def opened(ledger: TestLedger, minute: int, found: int | None = None, **said: Any) -> None:
    """Ani opens a box and says what she finds."""
    held = Packed(ballots=found) if found is not None else None
    line = OpeningLine(box=DPD, after=ledger.last(), seals=TIES, state="intact", broken=TIES, found=held, **said)
    ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="voting", basis="voting", at=at(minute))
