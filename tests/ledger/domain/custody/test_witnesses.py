"""Who attests what, and how well a paper is witnessed."""

import pytest

from ledger.domain.documents.people import UnitLine
from ledger.errors import Refused
from tests.harness import (
    ANI,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    SALIM,
    TestLedger,
)
from tests.ledger.domain.custody.stories import (
    attest,
    beside,
    by_a_stolen_key,
    correct,
    enrol_another,
    handover,
    revoke,
    transcribed,
)


def test_a_witness_attests_and_the_paper_is_better_witnessed(ledger: TestLedger) -> None:
    made = ledger.hand_over(by=ANI, to=BUDI)

    regraded = attest(ledger, made.digest, DEWI, "witnesses").regraded

    assert (made.changes[0].grade, regraded[0].grade) == ("D", "B")


def test_a_witness_who_attested_first_counts(ledger: TestLedger) -> None:
    paper = handover(ledger, by=ANI, to=BUDI)
    attest(ledger, paper.digest, SALIM, "witnesses")

    made = ledger.record(paper)

    assert made.changes[0].grade == "B"


def test_a_reason_why_no_witness_came_is_better_than_none(ledger: TestLedger) -> None:
    present = beside("ptps/35.79.02.2009/004", "witnesses", "absent", reason="distance")

    made = ledger.hand_over(by=ANI, to=BUDI, present=present)

    assert made.changes[0].grade == "C"


def test_a_witness_does_not_mend_what_a_side_has_to_sign(ledger: TestLedger) -> None:
    paper = by_a_stolen_key(ledger)
    made = ledger.record(paper)

    attest(ledger, paper.digest, DEWI, "witnesses")

    assert made.changes[0].grade == "D"
    assert ledger.box().custodian == KPPS


def test_every_missing_side_has_to_attest(ledger: TestLedger) -> None:
    paper = by_a_stolen_key(ledger)
    revoke(ledger, BUDI)
    colleague = enrol_another(ledger, f"{PPS}#2")
    ledger.record(paper)

    one = attest(ledger, paper.digest, f"{KPPS}#2", "releases")
    both = attest(ledger, paper.digest, colleague, "receives")

    assert (one.changes, [change.verdict for change in both.changes]) == ((), ["link"])


def test_who_is_neither_witness_nor_side_has_nothing_to_attest(ledger: TestLedger) -> None:
    made = ledger.hand_over(by=ANI, to=BUDI)

    with pytest.raises(Refused, match="neither as a witness nor as a side"):
        attest(ledger, made.digest, CITRA, "receives")


def test_the_successor_of_a_missing_side_attests(ledger: TestLedger) -> None:
    copied = ledger.write(
        "handover",
        {ANI: "reports"},
        [ledger.accepted(DPD, ledger.last())],
        unit=KPPS,
        to=PPS,
        **transcribed(),
    )
    ledger.record(copied)
    ledger.put("units", {KPU_REGISTRAR: "registers"}, [UnitLine(id=PPS, until=ledger.at, successor=PPK)])

    made = attest(ledger, copied.digest, CITRA, "receives")

    assert [one.verdict for one in made.changes] == ["link"]


def test_a_correction_signed_with_a_stolen_key_corrects_nothing(ledger: TestLedger) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    paper = correct(ledger, wrong.digest, {ANI: "releases", BUDI: "receives"})
    revoke(ledger, ANI)

    with pytest.raises(Refused, match="needs all parties"):
        ledger.record(paper)
