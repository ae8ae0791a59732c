"""The manifest: which boxes are expected, and who answers for them first."""

from typing import Any

import pytest
from msgspec.structs import replace

from ledger.domain.custody.effects import Effects
from ledger.domain.documents.boxes import ManifestLine, SealingLine
from ledger.domain.documents.people import Term
from tests.harness import (
    ANI,
    BAWASLU_REGISTRAR,
    BUDI,
    CARRIER,
    DPD,
    KPPS,
    KPU,
    KPU_REGISTRAR,
    POLRI,
    PTPS,
    RINA,
    STATION,
    TIES,
    TestLedger,
)
from tests.refusals import refused

REGISTERS = {KPU_REGISTRAR: "registers"}
NEW = f"{STATION}/DPD.2"


def add(ledger: TestLedger, box: str = NEW, signers: dict[str, str] | None = None, **changes: Any) -> Effects:
    line = ManifestLine(box=box, type="dpd", dapil="BATU-2", ballots=275, unit=KPPS, place=f"{KPPS}/1")
    return ledger.put("manifest", signers or REGISTERS, [replace(line, **changes)])


def withdraw(ledger: TestLedger, box: str = NEW, **members: Any) -> Effects:
    return ledger.put("manifest", REGISTERS, [ManifestLine(box=box, **members)], withdrawn="entered-twice")


def test_a_box_is_expected_with_its_first_custodian_and_begins_its_chain(ledger: TestLedger) -> None:
    made = add(ledger)

    box = ledger.box(NEW)
    assert (box.custodian, box.keeper, box.place, box.links) == (KPPS, KPPS, f"{KPPS}/1", (made.digest,))
    assert (box.type, box.dapil, box.ballots) == ("dpd", "BATU-2", 275)
    assert [(one.verdict, one.receiver, one.now.listed) for one in made.changes] == [("link", KPPS, True)]


@pytest.mark.parametrize("missing", ["type", "unit", "place"])
def test_a_box_without_type_custodian_or_place_is_not_listed(ledger: TestLedger, missing: str) -> None:
    nothing: Any = {missing: None}

    assert refused(lambda: add(ledger, **nothing)) == "HO-020"


@pytest.mark.parametrize("unit", [PTPS, POLRI, CARRIER])
def test_the_first_custodian_is_of_the_commission(ledger: TestLedger, unit: str) -> None:
    assert refused(lambda: add(ledger, unit=unit)) == "HO-021"


def test_the_first_custodian_is_registered(ledger: TestLedger) -> None:
    assert refused(lambda: add(ledger, unit="pps/35.79.01.1001")) == "RO-013"


@pytest.mark.parametrize("signers", [{BUDI: "registers"}, {BAWASLU_REGISTRAR: "registers"}])
def test_the_manifest_is_made_by_a_registrar_of_the_commission(ledger: TestLedger, signers: dict[str, str]) -> None:
    assert refused(lambda: add(ledger, signers=signers)) == "RO-010"


def test_a_local_registrar_lists_no_box_outside_his_area(ledger: TestLedger) -> None:
    local = f"{KPU}#7"
    line = ledger.enrolment(local, ("registrar",))
    term = Term(begins=line.term.begins, until=line.term.until, area="35.79.02")
    ledger.put("enrolment", {RINA: "authorises"}, [replace(line, term=term)])

    assert add(ledger, signers={local: "registers"}).changes[0].verdict == "link"
    assert refused(lambda: add(ledger, "35.79.01.1001/001/DPD", {local: "registers"})) == "RO-012"


def test_a_box_listed_twice_is_disputed_and_stays_as_it_was(ledger: TestLedger) -> None:
    before = ledger.box()

    made = add(ledger, DPD, ballots=9)

    assert [(one.verdict, one.code) for one in made.changes] == [("contested", "overtaken")]
    assert ledger.box().links == before.links
    assert ledger.box().ballots == before.ballots
    assert ledger.box().disputes


def test_a_box_is_withdrawn_while_nothing_has_happened_to_it(ledger: TestLedger) -> None:
    add(ledger)

    made = withdraw(ledger)

    assert [(one.verdict, one.now.listed) for one in made.changes] == [("remark", False)]
    assert not ledger.box(NEW).disputes


def test_a_box_with_a_history_is_not_withdrawn(ledger: TestLedger) -> None:
    ledger.seal()

    made = withdraw(ledger, DPD)

    assert [(one.verdict, one.code) for one in made.changes] == [("contested", "overtaken")]
    assert ledger.box().listed


def test_a_box_nobody_listed_is_not_withdrawn(ledger: TestLedger) -> None:
    assert withdraw(ledger).changes[0].verdict == "contested"


def test_a_withdrawn_box_is_named_alone(ledger: TestLedger) -> None:
    add(ledger)

    assert refused(lambda: withdraw(ledger, type="dpd")) == "HO-022"


def test_what_is_done_with_a_withdrawn_box_is_unexpected_until_it_is_listed_again(ledger: TestLedger) -> None:
    add(ledger)
    withdraw(ledger)

    sealed = ledger.seal(NEW)
    again = add(ledger)

    assert sealed.changes[0].code == "unexpected"
    assert again.changes[0].verdict == "link"
    assert ledger.seal(NEW).changes[0].verdict == "link"


def test_papers_that_came_before_the_manifest_wait_for_it(ledger: TestLedger) -> None:
    line = ManifestLine(box=NEW, type="dpd", unit=KPPS, place=f"{KPPS}/1")
    manifest = ledger.write("manifest", REGISTERS, [line])
    sealing = SealingLine(box=NEW, after=manifest.digest, seals=TIES, state="intact")
    early = ledger.put("sealing", {ANI: "acts"}, [sealing], unit=KPPS, purpose="results")

    made = ledger.record(manifest)

    assert early.changes[0].verdict == "waiting"
    assert [(one.index, one.verdict) for one in made.changes] == [(made.index, "link"), (early.index, "link")]
    assert ledger.box(NEW).sealed
