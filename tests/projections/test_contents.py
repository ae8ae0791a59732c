"""What boxes and stores hold: ballots that must add up, seals that bear numbers, boxes counted at a door."""

from pathlib import Path

import pytest

from ledger.domain.documents.base import Packed, Seal, Seals
from ledger.domain.documents.boxes import Counts, OpeningLine
from ledger.domain.documents.remarks import AccessLine
from ledger.paper import Paper
from tests.harness import (
    ANI,
    CITRA,
    DPD,
    KPPS,
    PPK,
    TestLedger,
)
from tests.ledger.domain.custody.stories import beside
from tests.projections.acts import OTHER, at, opened, packed
from tests.projections.asking import breaks, one


def test_ballots_received_are_those_used_spoiled_and_unused(ledger: TestLedger, tmp_path: Path) -> None:
    """105 + 1 + 394 = 500 (Elections Canada)."""
    opened(ledger, 0, found=275)
    packed(ledger, 60, counts=Counts(valid=105, invalid=0, damaged=1, unused=169))
    adds_up = breaks(ledger, tmp_path, "ballots-differ")
    packed(ledger, 90, counts=Counts(valid=105, invalid=0, damaged=1, unused=160))

    found = one(ledger, tmp_path, "ballots-differ")

    assert adds_up == []
    assert (found.case, found.facts.expected, found.facts.found) == ("received", 275, 266)
    assert [cite.kind for cite in found.papers] == ["opening", "sealing"]


def test_as_many_ballots_are_in_the_box_as_voters_came(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 60, counts=Counts(valid=100, invalid=5, voters=103))

    found = one(ledger, tmp_path, "ballots-differ")

    assert (found.case, found.facts.expected, found.facts.found) == ("voters", 103, 105)


@pytest.mark.parametrize(("ballots", "expected"), [(250, ("packed", 275, 250)), (275, None)])
def test_what_was_packed_is_held_against_the_list(
    ledger: TestLedger, tmp_path: Path, ballots: int, expected: tuple[str, int, int] | None
) -> None:
    packed(ledger, 0, packed=Packed(ballots=ballots, dapil="BATU-2"))

    found = [(each.case, each.facts.expected, each.facts.found) for each in breaks(ledger, tmp_path, "IR-07")]

    assert found == ([expected] if expected else [])


def test_what_is_found_is_held_against_what_was_packed_and_told_with_both(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, packed=Packed(ballots=275))
    opened(ledger, 60, found=250)

    found = one(ledger, tmp_path, "IR-07")

    assert (found.case, [cite.kind for cite in found.papers]) == ("found", ["sealing", "opening"])


def test_ballots_of_another_district_are_told_with_the_list(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, packed=Packed(ballots=275, dapil="BATU-3"))

    found = one(ledger, tmp_path, "IR-06")

    assert (found.facts.expected, found.facts.found) == ("BATU-2", "BATU-3")
    assert [cite.kind for cite in found.papers] == ["manifest", "sealing"]


def numbered(*serials: str) -> Seals:
    """Ties that bear numbers."""
    return Seals(ties=Seal(on=len(serials), serials=serials))


def test_one_serial_on_two_boxes_is_a_clone(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, DPD, seals=numbered("A1", "A2"))
    packed(ledger, 5, OTHER, seals=numbered("A2", "A3"))

    found = one(ledger, tmp_path, "serial-twice")

    assert (found.boxes, found.facts.expected, found.facts.found) == ((OTHER,), "A2", DPD)


def test_a_broken_seal_that_is_put_on_again_is_told(ledger: TestLedger, tmp_path: Path) -> None:
    packed(ledger, 0, seals=numbered("A1", "A2"))
    line = OpeningLine(box=DPD, after=ledger.last(), seals=numbered("A1", "A2"), state="intact", broken=numbered("A1"))
    ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="voting", basis="voting", at=at(30))
    packed(ledger, 60, seals=numbered("A1"))

    found = one(ledger, tmp_path, "serial-again")

    assert [cite.kind for cite in found.papers] == ["opening", "sealing"]


# Stores.


def store(ledger: TestLedger, action: str, boxes: int, minute: int) -> Paper:
    """The store of the PPK is opened or closed."""
    lines = [AccessLine(id="padlock-1", holder=PPK, seen="intact")]
    ledger.put("access", {CITRA: "acts"}, lines, unit=PPK, action=action, why="recap", boxes=boxes, at=at(minute))
    return ledger.papers[-1]


def test_a_store_is_opened_with_as_many_boxes_as_it_was_closed_with(ledger: TestLedger, tmp_path: Path) -> None:
    store(ledger, "closed", 895, 0)
    store(ledger, "opened", 895, 60)
    store(ledger, "closed", 895, 120)
    store(ledger, "opened", 894, 180)

    found = one(ledger, tmp_path, "store-count")

    assert (found.facts.expected, found.facts.found) == (895, 894)
    assert [cite.kind for cite in found.papers] == ["access", "access"]


def test_a_padlock_holder_who_was_not_there_is_named(ledger: TestLedger, tmp_path: Path) -> None:
    lines = [AccessLine(id="padlock-1", holder="polri/batu", seen="intact")]
    away = beside("polri/batu", "unlocks", "absent", reason="unknown")
    said = {"unit": PPK, "action": "opened", "why": "recap", "boxes": 5}
    ledger.put("access", {CITRA: "acts"}, lines, present=away, **said)

    assert one(ledger, tmp_path, "IR-11").facts.found == "polri/batu"
