"""Findings and their answers: who may find what, and who may close it."""

from typing import Any

import pytest

from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import Cited
from tests.harness import (
    ANI,
    BAWASLU,
    BAWASLU_REGISTRAR,
    BUDI,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU,
    POLISI,
    POLRI,
    PPS,
    PTPS,
    RINA,
    SAKSI,
    SALIM,
    WATI,
    TestLedger,
)
from tests.ledger.domain.custody.stories import FARAH, RULING, revoke
from tests.refusals import refused

BOTH = {RINA: "authorises", EKO: "authorises"}


def find(ledger: TestLedger, by: str, unit: str, sort: str, *boxes: str, **members: Any) -> Effects:
    members.setdefault("place", "?")
    members.setdefault("code", "IR-03")
    return ledger.put("finding", {by: "reports"}, [Cited(box=box) for box in boxes], unit=unit, sort=sort, **members)


@pytest.mark.parametrize(
    ("by", "unit", "sort"),
    [(ANI, KPPS, "event"), (POLISI, POLRI, "event"), (DEWI, PTPS, "supervision"), (SALIM, SAKSI, "objection")],
)
def test_a_finding_counts_as_what_its_unit_may_find(ledger: TestLedger, by: str, unit: str, sort: str) -> None:
    made = find(ledger, by, unit, sort)

    assert "IR-03" in made.flags
    for other in {"event", "supervision", "objection", "ruling"} - {sort}:
        assert refused(lambda wrong=other: find(ledger, by, unit, wrong)) == "RE-001"  # type: ignore[misc]  # bound now


def test_a_ruling_has_a_letter_and_the_signatures_of_both_families(ledger: TestLedger) -> None:
    signers = {WATI: "reports"} | BOTH
    members: dict[str, Any] = {"unit": KPU, "sort": "ruling", "code": "IR-12", "place": "?"}

    assert refused(lambda: find(ledger, SALIM, SAKSI, "ruling", refs=RULING)) == "RE-001"
    assert refused(lambda: ledger.put("finding", signers, **members)) == "RE-001"
    assert ledger.put("finding", signers, refs=RULING, **members)


def test_a_finding_may_name_boxes_and_tells_them_its_code(ledger: TestLedger) -> None:
    made = find(ledger, DEWI, PTPS, "supervision", DPD)

    assert [(one.box, one.verdict, one.code) for one in made.changes] == [(DPD, "remark", "IR-03")]


def answer(ledger: TestLedger, of: str, by: str, unit: str, does: str = "closes", **members: Any) -> Effects:
    return ledger.put("answer", {by: "reports"}, unit=unit, of=of, does=does, **members)


def test_a_finding_is_closed_by_who_raised_it_or_his_superior(ledger: TestLedger) -> None:
    ledger.enrol(FARAH, by={BAWASLU_REGISTRAR: "registers"})
    event = find(ledger, ANI, KPPS, "event").digest
    watched = find(ledger, DEWI, PTPS, "supervision").digest

    assert answer(ledger, event, ANI, KPPS)
    assert answer(ledger, event, BUDI, PPS)
    assert answer(ledger, event, WATI, KPU)
    assert answer(ledger, watched, FARAH, BAWASLU)


def test_nobody_else_closes_a_finding(ledger: TestLedger) -> None:
    event, watched = find(ledger, BUDI, PPS, "event").digest, find(ledger, DEWI, PTPS, "supervision").digest
    objection = find(ledger, SALIM, SAKSI, "objection").digest

    for of, by, unit in (
        (event, ANI, KPPS),
        (event, DEWI, PTPS),
        (watched, WATI, KPU),
        (watched, SALIM, SAKSI),
        (objection, WATI, KPU),
        (objection, DEWI, PTPS),
    ):
        assert refused(lambda args=(of, by, unit): answer(ledger, *args)) == "RE-002"  # type: ignore[misc]  # bound now


def test_a_ruling_closes_what_a_letter_alone_does_not(ledger: TestLedger) -> None:
    watched = find(ledger, DEWI, PTPS, "supervision").digest

    assert refused(lambda: answer(ledger, watched, WATI, KPU, refs=RULING)) == "RE-002"
    signers = {WATI: "reports"} | BOTH
    assert ledger.put("answer", signers, unit=KPU, of=watched, does="closes", refs=RULING)


def test_what_a_hand_over_shows_is_closed_by_supervision_alone(ledger: TestLedger) -> None:
    moved = ledger.hand_over(by=ANI, to=BUDI).digest
    founded = ledger.name

    for of in (moved, founded):
        assert refused(lambda of=of: answer(ledger, of, BUDI, PPS)) == "RE-002"  # type: ignore[misc]  # bound now
        assert refused(lambda of=of: answer(ledger, of, SALIM, SAKSI)) == "RE-002"  # type: ignore[misc]  # bound now
        assert answer(ledger, of, DEWI, PTPS)


def test_nothing_is_closed_before_it_is_recorded_and_anything_may_be_explained(ledger: TestLedger) -> None:
    assert refused(lambda: answer(ledger, "0" * 64, WATI, KPU)) == "RE-005"
    assert answer(ledger, "0" * 64, WATI, KPU, does="explains")


def test_an_answer_is_given_for_a_unit_by_an_officer_of_it(ledger: TestLedger) -> None:
    of = find(ledger, ANI, KPPS, "event").digest
    revoke(ledger, ANI)

    assert refused(lambda: answer(ledger, of, BUDI, KPU)) == "HO-001"
    assert refused(lambda: answer(ledger, of, ANI, KPPS)) == "HO-001"
