"""What is expected of station 004, and what coverage says of it when everything is over."""

from pathlib import Path
from typing import Any

from ledger.domain.documents.base import Times
from ledger.domain.documents.government import PlanLine
from projections import desk
from projections.desk import Cell, Coverage, Part
from tests.harness import (
    BOXES,
    KPU_REGISTRAR,
    STATION,
    VILLAGE,
    TestLedger,
)
from tests.projections.asking import looked_at, moment

HOME = f"{STATION}:kpps-pps"
EVENING, MIDNIGHT, MORNING = "2029-02-14T21:00:00+07:00", "2029-02-14T23:59:59+07:00", "2029-02-15T06:00:00+07:00"


def plan(ledger: TestLedger, **legs: Any) -> None:
    """What is expected of the station; `home` and `up` are the two legs."""
    where = {"home": HOME, "up": f"{VILLAGE}:pps-ppk"}
    lines = [PlanLine(leg=where[name], **said) for name, said in legs.items()]
    ledger.put("plan", {KPU_REGISTRAR: "registers"}, lines)


def covered(ledger: TestLedger, folder: Path, leg: str | None = "kpps-pps", **when: Any) -> Coverage:
    """Asked when everything is over."""
    with looked_at(ledger, folder) as view:
        return desk.coverage(view, moment(view, **when), Part(leg=leg))


def cell(ledger: TestLedger, folder: Path, leg: str = "kpps-pps", **when: Any) -> Cell:
    """The only group of boxes that was not there in time."""
    (found,) = covered(ledger, folder, leg, **when).open
    return found


def counted(ledger: TestLedger, at: str = EVENING, *boxes: str) -> None:
    """The count ends, and Ani seals."""
    ledger.seal(*(boxes or BOXES), at=at, times=Times(ended=at))
