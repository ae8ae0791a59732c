"""
What happened to the boxes of station 004: sealed, handed over, one with torn seals; a release that is open; a line that
waited for a paper which came later; one that is contested; a finding, a hold, a late witness, a lost key.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ledger import record
from ledger.domain.documents import base, people
from ledger.domain.documents.base import Seal, Seals
from ledger.paper import Paper
from ledger.persistence.journal import Journal, open_journal
from tests.harness import (
    ANI,
    BAWASLU,
    BOXES,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    PTPS,
    WATI,
    TestLedger,
    founded,
)

TORN = Seals(ties=Seal(on=2), papers=Seal(on=1, bad=1))


def tell(ledger: TestLedger) -> TestLedger:
    """All of it, in the order in which it was recorded."""
    ledger.at = "2029-02-14T17:08:00+07:00"
    ledger.seal(*BOXES)
    ledger.at = "2029-02-14T18:30:00+07:00"
    given = ledger.hand_over(*BOXES, by=ANI, to=BUDI, seals=TORN)
    ledger.at = "2029-02-14T20:00:00+07:00"
    ledger.release(*BOXES[:3], by=BUDI, to=PPK)
    _contest(ledger)
    _wait(ledger)
    _remark(ledger, given.digest)
    return ledger


def _contest(ledger: TestLedger) -> None:
    """Ani hands the last box over once more, as if it were still with her."""
    sealed = next(one.digest for one in ledger.effects if one.kind == "sealing")
    line = ledger.accepted(BOXES[4], sealed)
    ledger.put("handover", {ANI: "releases", CITRA: "receives"}, [line], unit=KPPS, to=PPK)


def _wait(ledger: TestLedger) -> None:
    """Citra accepts what Budi released without telling anybody; his release comes later."""
    box = BOXES[3]
    line = base.LinkLine(box=box, after=ledger.last(box), seals=TORN, state="intact")
    released = ledger.sign(ledger.draft("release", {BUDI: "releases"}, [line], unit=PPS, to=PPK))
    ledger.at = "2029-02-14T21:00:00+07:00"
    ledger.accept(released.digest, box, by=CITRA, seals=TORN)
    ledger.record(released)


def _remark(ledger: TestLedger, handover: str) -> None:
    ledger.at = "2029-02-15T08:00:00+07:00"
    line = base.Cited(box=DPD)
    ledger.put("finding", {DEWI: "reports"}, [line], unit=PTPS, sort="supervision", code="IR-01", place=f"{PPS}/1")
    ledger.put("hold", {EKO: "authorises"}, [line], unit=BAWASLU, why="court")
    ledger.put("attestation", {DEWI: "witnesses"}, unit=PTPS, of=handover)
    lost = people.RevocationLine(id=WATI, keys=(ledger.key_of(WATI).public.id,), why="lost")
    ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [lost])


@contextmanager
def recorded(path: Path, ledger: TestLedger) -> Iterator[Journal]:
    """A story in a file, all of it; how stories begin was recorded once, and a file that is not there yet begins so."""
    if not path.exists():
        path.write_bytes(next(data for papers, data in _beginnings() if ledger.papers[: len(papers)] == papers))
    with open_journal(path) as journal:
        record_all(journal, ledger)
        yield journal


def lay_out(path: Path, ledger: TestLedger) -> None:
    """The same, and nobody looks into it yet."""
    with recorded(path, ledger):
        pass


@cache
def _beginnings() -> tuple[tuple[list[Paper], bytes], ...]:
    """Papers that many stories begin with, and the files they make; the longest first, and nothing last."""
    return tuple(_recorded_once(ledger) for ledger in (tell(founded()), founded(), TestLedger()))


def _recorded_once(ledger: TestLedger) -> tuple[list[Paper], bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        with open_journal(path, create=True) as journal:
            record_all(journal, ledger)
        return ledger.papers, path.read_bytes()


def record_all(journal: Journal, ledger: TestLedger) -> None:
    """Through the door every paper comes in by."""
    for paper in ledger.papers[journal.size() :]:
        record.record(journal, paper)
