"""Rules and plan: what is wanted, by whom, and one in force at a time."""

import pytest
from msgspec.structs import replace

from ledger.domain.custody.states import PlanState
from ledger.domain.documents.government import PlanLine
from ledger.domain.documents.people import Term
from ledger.errors import Refused
from tests.harness import BAWASLU, BUDI, EKO, KPU, KPU_REGISTRAR, RINA, TestLedger
from tests.refusals import refused

BOTH = {RINA: "authorises", EKO: "authorises"}


def test_the_first_rules_are_made_by_the_commission_and_later_ones_by_both(ledger: TestLedger) -> None:
    first = ledger.put("rules", {RINA: "authorises"})

    assert refused(lambda: ledger.put("rules", {RINA: "authorises"}, replaces=first.digest)) == "GO-003"
    assert refused(lambda: ledger.put("rules", BOTH)) == "GO-004"
    assert refused(lambda: ledger.put("rules", BOTH, replaces="0" * 64)) == "GO-004"
    assert ledger.put("rules", BOTH, replaces=first.digest)


def test_the_supervisor_does_not_make_the_first_rules(ledger: TestLedger) -> None:
    assert refused(lambda: ledger.put("rules", {EKO: "authorises"})) == "GO-003"
    assert refused(lambda: ledger.put("rules", {RINA: "authorises"}, replaces="0" * 64)) == "GO-004"


def legs() -> list[PlanLine]:
    return [PlanLine(leg="35.79.02.2009/004:pps-kpps", until="day-end")]


def test_a_plan_replaces_the_one_in_force(ledger: TestLedger) -> None:
    first = ledger.put("plan", {KPU_REGISTRAR: "registers"}, legs())

    assert refused(lambda: ledger.put("plan", {KPU_REGISTRAR: "registers"}, legs())) == "GO-004"
    second = ledger.put("plan", {KPU_REGISTRAR: "registers"}, legs(), replaces=first.digest)
    assert ledger.custody.states["plan"] == PlanState(digest=second.digest)


def test_a_plan_is_made_by_a_registrar_of_the_commission_for_the_whole_ledger(ledger: TestLedger) -> None:
    local = f"{KPU}#7"
    line = ledger.enrolment(local, ("registrar",))
    ledger.put("enrolment", {RINA: "authorises"}, [replace(line, term=limited(line.term, "35.79.02"))])

    for signers in ({f"{BAWASLU}#2": "registers"}, {local: "registers"}, {RINA: "authorises"}):
        assert refused(lambda who=signers: ledger.put("plan", who, legs())) == "RO-010"  # type: ignore[misc]  # bound now


def limited(term: Term, area: str) -> Term:
    return Term(begins=term.begins, until=term.until, area=area)


def test_a_paper_that_only_authorities_sign_is_not_signed_by_an_officer(ledger: TestLedger) -> None:
    with pytest.raises(Refused) as caught:
        ledger.put("rules", {BUDI: "authorises"})

    assert caught.value.code == "RO-007"
