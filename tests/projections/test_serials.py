"""Numbers on seals: a number proved to be of a batch is one seal, and another batch may bear the same numbers."""

from pathlib import Path

from commands.typed.serials import Batch
from ledger.domain.documents.base import Seal, Seals
from ledger.domain.documents.boxes import OpeningLine, SealingLine
from ledger.domain.documents.remarks import StockLine
from tests.harness import ANI, DPD, KPPS, KPU, PPS, STATION, TestLedger
from tests.projections.asking import breaks

OTHER, THIRD = f"{STATION}/DPR", f"{STATION}/PPWP"
FIRST = Batch("ties-1", [("0" * 32, "A-1"), ("1" * 32, "A-2")])
SECOND = Batch("ties-2", [("2" * 32, "A-1"), ("3" * 32, "A-2")])
SERIALS = "serial-twice", "serial-again"


def count(ledger: TestLedger, *batches: Batch) -> str:
    """What commits to their numbers."""
    lines = [
        StockLine(batch=one.name, item="tie", giver=KPU, to=PPS, promised=2, good=2, serials=one.committed)
        for one in batches
    ]
    return ledger.put("stock", {ANI: "acts"}, lines, unit=KPPS, action="issued").digest


def seal(ledger: TestLedger, box: str, batch: Batch | None, stock: str = "") -> None:
    """A numbered tie is put on, and proved if it is said of which batch it is."""
    shown = (batch.revealed(0, stock),) if batch else ()
    on = Seals(ties=Seal(on=1, serials=("A-1",)))
    line = SealingLine(box=box, after=ledger.last(box), seals=on, state="intact", revealed=shown)
    ledger.put("sealing", {ANI: "acts"}, [line], unit=KPPS, purpose="packing")


def unseal(ledger: TestLedger, box: str) -> None:
    """It is cut."""
    on = Seals(ties=Seal(on=1, serials=("A-1",)))
    line = OpeningLine(box=box, after=ledger.last(box), seals=on, state="intact", broken=on)
    ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="voting", basis="voting")


def told(ledger: TestLedger, folder: Path) -> list[tuple[str, str, str | int]]:
    """Which seals are told to be where they cannot be."""
    return [(one.code, one.boxes[0], one.facts.found) for code in SERIALS for one in breaks(ledger, folder, code)]


def test_two_batches_may_bear_the_same_numbers(ledger: TestLedger, tmp_path: Path) -> None:
    stock = count(ledger, FIRST, SECOND)
    seal(ledger, DPD, FIRST, stock)
    seal(ledger, OTHER, SECOND, stock)

    assert told(ledger, tmp_path) == []


def test_a_clone_is_found_though_another_batch_bears_its_number(ledger: TestLedger, tmp_path: Path) -> None:
    stock = count(ledger, FIRST, SECOND)
    seal(ledger, DPD, FIRST, stock)
    seal(ledger, OTHER, SECOND, stock)
    seal(ledger, THIRD, FIRST, stock)

    assert told(ledger, tmp_path) == [("serial-twice", THIRD, DPD)]


def test_a_number_that_is_stated_and_not_proved_may_be_any_seal_that_bears_it(
    ledger: TestLedger, tmp_path: Path
) -> None:
    stock = count(ledger, FIRST)
    seal(ledger, DPD, FIRST, stock)
    seal(ledger, OTHER, None)

    assert told(ledger, tmp_path) == [("serial-twice", OTHER, DPD)]


def test_a_number_that_is_not_of_the_batch_it_is_said_to_be_of_is_only_stated(
    ledger: TestLedger, tmp_path: Path
) -> None:
    stock = count(ledger, FIRST)
    seal(ledger, DPD, FIRST, stock)
    seal(ledger, OTHER, SECOND, stock)

    assert told(ledger, tmp_path) == [("serial-twice", OTHER, DPD)]


def test_a_seal_that_was_cut_is_found_again_and_one_of_another_batch_is_not_taken_for_it(
    ledger: TestLedger, tmp_path: Path
) -> None:
    stock = count(ledger, FIRST, SECOND)
    seal(ledger, DPD, FIRST, stock)
    unseal(ledger, DPD)
    seal(ledger, OTHER, SECOND, stock)
    seal(ledger, THIRD, FIRST, stock)

    assert told(ledger, tmp_path) == [("serial-again", THIRD, DPD)]
