"""Acts that stories of the watch are made of: boxes packed, opened, at a minute of the evening."""

from typing import Any

from ledger.domain.documents.base import Cited, Packed, Seal, Seals
from ledger.domain.documents.boxes import OpeningLine, SealingLine
from tests.harness import (
    ANI,
    DEWI,
    DPD,
    KPPS,
    STATION,
    TIES,
    TestLedger,
)

OTHER = f"{STATION}/DPR"
LATER = "2029-02-16T09:00:00+07:00"
TORN = Seals(ties=Seal(on=2), papers=Seal(on=1, bad=1))
LOOSE = Seals(ties=Seal(on=1), papers=Seal(on=1))
EVENING, NEXT_DAY = "2029-02-14T22:00:00+07:00", "2029-02-15T00:10:00+07:00"


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


def answer(ledger: TestLedger, of: str, *boxes: str, by: str = DEWI, does: str = "closes", at: str = LATER) -> None:
    """Somebody answers a paper."""
    lines = [Cited(box=box) for box in boxes]
    ledger.put("answer", {by: "reports"}, lines, unit=by.partition("#")[0], of=of, does=does, at=at)
