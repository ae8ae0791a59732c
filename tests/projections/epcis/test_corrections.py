"""Corrections as events: an error that is declared, and what holds instead."""

from tests.harness import (
    ANI,
    BUDI,
    CITRA,
    DPD,
    KPPS,
    PPS,
    TIES,
    TestLedger,
)
from tests.ledger.domain.custody import stories
from tests.ledger.domain.custody.stories import PARTIES
from tests.projections.epcis.events import BASE, Tell, words


def test_a_correction_declares_the_event_an_error_and_says_what_holds(ledger: TestLedger, told: Tell) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(
        stories.correct(ledger, wrong.digest, PARTIES, custodian=KPPS, keeper=PPS, stands=f"{KPPS}/1", seals=TIES)
    )

    handed, declared, instead, sealed = told(ledger)

    error = declared.pop("errorDeclaration")
    assert declared == handed
    assert (error["reason"], error["correctiveEventIDs"]) == ("incorrect_data", [instead["eventID"], sealed["eventID"]])
    assert instead["bizLocation"] == {"id": f"{BASE}/place/{KPPS}/1"}
    assert instead["destinationList"] == [{"type": "possessing_party", "destination": f"{BASE}/unit/{KPPS}"}]


def test_a_correction_that_names_nothing_instead_declares_no_error(ledger: TestLedger, told: Tell) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(stories.correct(ledger, wrong.digest, PARTIES))

    _handed, settled = told(ledger)

    assert words(settled) == ("Object", "OBSERVE", "other", "in_progress")
    assert ("errorDeclaration" in settled, settled["kotak:why"]) == (False, "wrong-box")


def test_a_corrected_release_is_voided_and_not_declared_besides(ledger: TestLedger, told: Tell) -> None:
    wrong = ledger.release(by=ANI, to=PPS)
    ledger.record(stories.correct(ledger, wrong.digest, PARTIES, keeper=KPPS, stands=f"{KPPS}/1"))

    _left, void = told(ledger)

    assert words(void) == ("Object", "OBSERVE", "void_shipping", "in_progress")
    assert void["bizLocation"] == {"id": f"{BASE}/place/{KPPS}/1"}


def test_a_correction_of_an_earlier_link_moves_nothing(ledger: TestLedger, told: Tell) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    ledger.hand_over(by=BUDI, to=CITRA)
    ledger.record(stories.correct(ledger, wrong.digest, PARTIES, stands=f"{KPPS}/1"))

    *_handed, declared, instead = told(ledger)

    assert declared["errorDeclaration"]["correctiveEventIDs"] == [instead["eventID"]]
    assert ("bizLocation" in instead, instead["kotak:place"]) == (False, f"{BASE}/place/{KPPS}/1")


def test_a_ruling_is_no_error_of_a_paper_the_box_never_had(ledger: TestLedger, told: Tell) -> None:
    other = ledger.hand_over(f"{DPD[:-3]}DPR", by=ANI, to=BUDI)
    ledger.record(stories.ruling(ledger, other.digest, custodian=PPS))

    assert ["errorDeclaration" in one for one in told(ledger)] == [False]
