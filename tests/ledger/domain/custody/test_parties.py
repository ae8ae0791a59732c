"""Who has a say in correcting which paper."""

import pytest

from ledger.domain.documents.people import UnitLine
from ledger.errors import Refused
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CARRIER,
    CITRA,
    DPD,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    PTPS,
    TestLedger,
)
from tests.ledger.domain.custody.stories import (
    LETTER,
    PARTIES,
    attest,
    beside,
    correct,
    deposit,
    release,
    ruling,
    transcribed,
)


def test_the_giver_has_a_say_in_correcting_the_acceptance(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    taken = ledger.accept(sent.digest, by=BUDI)

    with pytest.raises(Refused, match=KPPS):
        ledger.record(correct(ledger, taken.digest, {BUDI: "receives"}, custodian=PPS))
    made = ledger.record(correct(ledger, taken.digest, PARTIES, custodian=KPPS))

    assert made.changes[0].verdict == "link"


def test_an_acceptance_that_came_before_its_release_knows_no_giver(ledger: TestLedger) -> None:
    sent = release(ledger, by=ANI, to=PPS)
    taken = ledger.accept(sent.digest, by=BUDI)
    ledger.record(sent)

    made = ledger.record(correct(ledger, taken.digest, {BUDI: "receives"}, custodian=KPPS))

    assert made.changes[0].code == "one-sided"
    assert ledger.box().custodian == PPS


def test_the_addressee_has_a_say_in_correcting_the_release(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)

    with pytest.raises(Refused, match=PPS):
        ledger.record(correct(ledger, sent.digest, {ANI: "releases"}))
    ledger.record(correct(ledger, sent.digest, PARTIES))

    assert not ledger.box().releases


def test_a_correction_is_corrected_by_the_same_parties(ledger: TestLedger) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    once = ledger.record(correct(ledger, wrong.digest, PARTIES, custodian=KPPS))

    with pytest.raises(Refused, match="needs all parties"):
        ledger.record(correct(ledger, once.digest, {ANI: "releases"}))
    ledger.record(correct(ledger, once.digest, PARTIES, custodian=PPS))

    assert ledger.box().custodian == PPS


def test_a_keeper_without_a_key_is_not_waited_for(ledger: TestLedger) -> None:
    present = beside(CARRIER, "keeps", "paper")
    left = ledger.record(deposit(ledger, signers={ANI: "acts"}, keeper=CARRIER, present=present))

    made = ledger.record(correct(ledger, left.digest, {ANI: "acts"}, keeper=KPPS))

    assert made.changes[0].verdict == "link"
    assert ledger.box().keeper == KPPS


def test_the_successor_of_a_party_corrects_in_its_stead(ledger: TestLedger) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    ledger.put("units", {KPU_REGISTRAR: "registers"}, [UnitLine(id=KPPS, until=ledger.at, successor=PPK)])

    made = ledger.record(correct(ledger, wrong.digest, {CITRA: "releases", BUDI: "receives"}, custodian=PPK))

    assert made.changes[0].verdict == "link"
    assert ledger.box().custodian == PPK


def test_a_disposal_is_not_corrected_away(ledger: TestLedger) -> None:
    line = release(ledger, by=ANI, to=PPS).lines
    gone = ledger.put("disposal", {ANI: "acts"}, line, unit=KPPS, how="pulp", refs=LETTER)

    made = ledger.record(correct(ledger, gone.digest, {ANI: "acts"}))

    assert made.changes[0].code == "unexpected"


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({"custodian": PTPS}, "may not take the part acts"),
        ({"keeper": PTPS}, "may not take the part keeps"),
        ({"custodian": "pps/35.79.02.2001"}, "is not registered"),
    ],
)
def test_a_correction_names_units_that_may_hold_boxes(ledger: TestLedger, says: dict[str, str], reason: str) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)

    with pytest.raises(Refused, match=reason):
        ledger.record(ruling(ledger, wrong.digest, **says))


def test_the_form_of_a_correction_waits_for_every_party_that_can_sign(ledger: TestLedger) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    copied = correct(ledger, wrong.digest, {BUDI: "reports"}, custodian=PPS, **transcribed())

    made = ledger.record(copied)
    settled = attest(ledger, copied.digest, ANI, "releases")

    assert made.changes[0].code == "one-sided"
    assert [one.verdict for one in settled.changes] == ["link"]


def test_a_correction_of_a_box_that_the_paper_does_not_name_changes_nothing(ledger: TestLedger) -> None:
    wrong = ledger.hand_over(DPD, by=ANI, to=BUDI)
    before = ledger.box(BOXES[1])

    made = ledger.record(correct(ledger, wrong.digest, PARTIES, box=BOXES[1], custodian=PPS))

    assert made.changes[0].verdict == "remark"
    assert ledger.box(BOXES[1]) == before
