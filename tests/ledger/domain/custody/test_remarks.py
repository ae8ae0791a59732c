"""Remarks: what somebody saw, found, held back or counted. They overtake nothing and nothing overtakes them."""

from typing import Any

from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import Cited, Seal, Seals
from ledger.domain.documents.people import RevocationLine
from ledger.domain.documents.remarks import InspectionLine
from tests.harness import (
    ANI,
    BAWASLU,
    BAWASLU_REGISTRAR,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU,
    PPK,
    PPS,
    PTPS,
    RINA,
    TIES,
    WATI,
    TestLedger,
)
from tests.ledger.domain.custody.stories import FARAH, LETTER
from tests.refusals import refused

ELSEWHERE = "35.79.01.1001/001/DPD"


# Inspections.


def inspect(ledger: TestLedger, by: str, unit: str, *boxes: str, seals: Seals = TIES, **members: Any) -> Effects:
    lines = [InspectionLine(box=box, seals=seals, state="intact") for box in boxes or (DPD,)]
    members.setdefault("place", f"{PPS}/1")
    return ledger.put("inspection", {by: "inspects"}, lines, unit=unit, **members)


def test_an_inspection_moves_no_link_and_changes_no_state(ledger: TestLedger) -> None:
    ledger.seal()
    before = ledger.box()

    made = inspect(ledger, DEWI, PTPS, seals=Seals(ties=Seal(on=1), papers=Seal(on=1)))

    assert ledger.box() == before
    assert [(one.verdict, one.flags) for one in made.changes] == [("remark", ("IR-01",))]


def test_who_has_the_box_here_is_its_keeper_whoever_answers_for_it(ledger: TestLedger) -> None:
    inspect(ledger, BUDI, PPS, here=True)

    box = ledger.box()
    assert (box.custodian, box.keeper, box.place) == (KPPS, PPS, f"{PPS}/1")
    assert PPS in box.units


def test_a_supervisor_says_that_he_has_a_box_though_he_may_never_hold_one(ledger: TestLedger) -> None:
    inspect(ledger, DEWI, PTPS, here=True)

    assert (ledger.box().custodian, ledger.box().keeper) == (KPPS, PTPS)


def test_boxes_one_has_nothing_to_do_with_are_foreign_and_a_paper_of_only_those_is_refused(ledger: TestLedger) -> None:
    made = inspect(ledger, BUDI, PPS, DPD, ELSEWHERE, here=True)

    assert [(one.box, one.verdict, one.code) for one in made.changes] == [
        (ELSEWHERE, "foreign", "foreign"),
        (DPD, "remark", None),
    ]
    assert ledger.custody.box(ELSEWHERE) is None
    assert refused(lambda: inspect(ledger, BUDI, PPS, ELSEWHERE)) == "HO-012"


# Holds.


def hold(ledger: TestLedger, by: str, unit: str, *boxes: str, kind: str = "hold", **members: Any) -> Effects:
    members |= {"why": "seals-differ"} if kind == "hold" else {}
    return ledger.put(kind, {by: "authorises"}, [Cited(box=box) for box in boxes or (DPD,)], unit=unit, **members)


def test_a_box_on_hold_may_move_and_the_move_is_flagged(ledger: TestLedger) -> None:
    held = hold(ledger, EKO, BAWASLU)

    assert held.changes[0].now.held
    assert "on-hold" in ledger.seal().changes[0].flags
    lifted = hold(ledger, EKO, BAWASLU, kind="lift", of=held.digest)
    assert not lifted.changes[0].now.held
    assert "on-hold" not in ledger.seal().changes[0].flags


def test_a_lift_lifts_the_hold_it_names_and_no_other(ledger: TestLedger) -> None:
    first, second = hold(ledger, EKO, BAWASLU).digest, hold(ledger, RINA, KPU).digest

    hold(ledger, EKO, BAWASLU, kind="lift", of=first)

    assert ledger.box().holds == (second,)
    assert refused(lambda: hold(ledger, EKO, BAWASLU, kind="lift", of="0" * 64)) == "RE-005"


def test_the_commission_cannot_lift_what_the_supervisor_holds_but_by_authorities_of_both(ledger: TestLedger) -> None:
    held = hold(ledger, EKO, BAWASLU).digest

    assert refused(lambda: hold(ledger, RINA, KPU, kind="lift", of=held)) == "RE-006"

    both = {RINA: "authorises", EKO: "authorises"}
    lifted = ledger.put("lift", both, [Cited(box=DPD)], unit=KPU, of=held, refs=LETTER)
    assert not lifted.changes[0].now.held


def test_authorities_hold_and_officers_of_the_supervisor_as_the_rules_say(ledger: TestLedger) -> None:
    ledger.enrol(FARAH, by={BAWASLU_REGISTRAR: "registers"})

    assert hold(ledger, FARAH, BAWASLU)
    assert refused(lambda: hold(ledger, DEWI, PTPS)) == "RE-003"
    ledger.put("rules", {RINA: "authorises"}, holders=("ptps",))
    assert hold(ledger, DEWI, PTPS)
    assert refused(lambda: hold(ledger, FARAH, BAWASLU)) == "RE-003"


def test_nobody_holds_in_the_name_of_another_unit(ledger: TestLedger) -> None:
    assert refused(lambda: hold(ledger, EKO, KPU)) == "RE-003"
    assert refused(lambda: hold(ledger, WATI, KPU)) == "RO-004"


def test_a_stolen_key_holds_nothing(ledger: TestLedger) -> None:
    ledger.enrol(FARAH, by={BAWASLU_REGISTRAR: "registers"})
    key = ledger.key_of(FARAH).public.id
    line = RevocationLine(id=FARAH, keys=(key,), why="stolen")
    ledger.put("revocation", {BAWASLU_REGISTRAR: "registers"}, [line])

    assert refused(lambda: hold(ledger, FARAH, BAWASLU)) == "RE-003"


def test_a_hold_on_boxes_of_another_city_is_foreign(ledger: TestLedger) -> None:
    made = hold(ledger, EKO, BAWASLU, DPD, "35.80.01.1001/001/DPD")

    assert {one.box: one.verdict for one in made.changes} == {DPD: "remark", "35.80.01.1001/001/DPD": "foreign"}
    assert refused(lambda: hold(ledger, EKO, BAWASLU, "35.80.01.1001/001/DPD")) == "HO-012"


# Attestations.


def test_who_was_neither_witness_nor_side_attests_nothing(ledger: TestLedger) -> None:
    moved = ledger.hand_over(by=ANI, to=BUDI).digest

    assert refused(lambda: ledger.put("attestation", {CITRA: "receives"}, unit=PPK, of=moved)) == "RE-004"
    assert refused(lambda: ledger.put("attestation", {DEWI: "witnesses"}, unit=PPS, of=moved)) == "RE-004"
