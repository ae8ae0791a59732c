"""What a giver does with boxes that nobody has accepted yet, and what a custodian does with those he holds."""

import pytest

from ledger.domain.documents.base import LinkLine, Seals
from ledger.domain.documents.boxes import OpeningLine
from ledger.domain.documents.people import UnitLine
from ledger.errors import Refused
from tests.harness import (
    ANI,
    BUDI,
    CARRIER,
    CITRA,
    DPD,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    TIES,
    WATI,
    TestLedger,
)
from tests.ledger.domain.custody.stories import (
    LETTER,
    beside,
    deposit,
    follow,
    handover,
    withdraw,
)


def test_a_release_withdrawn_leaves_the_box_here_with_me(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS, carrier=CARRIER)

    made = ledger.record(withdraw(ledger, sent.digest))

    assert (ledger.box().custodian, ledger.box().keeper, ledger.box().place) == (KPPS, KPPS, f"{KPPS}/1")
    assert made.changes[0].now.to is None


def test_a_withdrawal_stands_though_the_refusal_was_not_seen(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    ledger.accept(sent.digest, by=BUDI, outcome="refused")

    made = ledger.record(withdraw(ledger, sent.digest))

    assert (made.changes[0].verdict, made.changes[0].flags) == ("link", ("nothing-to-withdraw",))
    assert not ledger.box().disputes


def test_a_withdrawal_does_not_overtake_the_acceptance(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    ledger.record(withdraw(ledger, sent.digest))

    made = ledger.accept(sent.digest, by=BUDI)

    assert made.changes[0].verdict == "link"
    assert {"accepted-after-withdrawal", "giver-went-on"} <= set(made.changes[0].flags)
    assert ledger.box().custodian == PPS


def test_a_second_release_does_not_overtake_the_acceptance_of_the_first(ledger: TestLedger) -> None:
    first = ledger.release(by=ANI, to=PPS)
    second = ledger.release(by=ANI, to=PPK)

    taken = ledger.accept(first.digest, by=BUDI)
    late = ledger.accept(second.digest, by=CITRA)

    assert "released-twice" in second.changes[0].flags
    assert (taken.changes[0].verdict, late.changes[0].code) == ("link", "overtaken")
    assert "giver-went-on" in taken.changes[0].flags
    assert ledger.box().custodian == PPS


def test_a_sealing_by_the_giver_does_not_overtake_the_acceptance(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    ledger.seal()

    ledger.accept(sent.digest, by=BUDI)

    assert ledger.box().custodian == PPS
    assert not ledger.box().disputes


def test_a_deposit_changes_keeper_and_place_and_nobody_answers_anew(ledger: TestLedger) -> None:
    made = ledger.record(deposit(ledger))

    assert (made.changes[0].giver, made.changes[0].receiver) == (KPPS, PPS)
    assert (ledger.box().custodian, ledger.box().keeper, ledger.box().place) == (KPPS, PPS, f"{PPS}/1")


def test_a_deposit_is_taken_back(ledger: TestLedger) -> None:
    ledger.record(deposit(ledger))

    made = ledger.record(deposit(ledger, back=True))

    assert (made.changes[0].giver, made.changes[0].receiver) == (PPS, KPPS)
    assert (ledger.box().custodian, ledger.box().keeper, ledger.box().place) == (KPPS, KPPS, f"{KPPS}/1")


def test_a_keeper_without_a_key_stands_beside_the_signers(ledger: TestLedger) -> None:
    present = beside(CARRIER, "keeps", "paper")

    ledger.record(deposit(ledger, signers={ANI: "acts"}, keeper=CARRIER, present=present))

    assert ledger.box().keeper == CARRIER


def test_a_keeper_with_a_key_signs(ledger: TestLedger) -> None:
    unsigned = deposit(ledger, signers={ANI: "acts"}, present=beside(PPS, "keeps", "paper"))

    with pytest.raises(Refused, match=f"Nobody of {PPS} signed this deposit with the part keeps"):
        ledger.record(unsigned)


def test_a_deposit_both_signed_overtakes_the_acceptance_of_an_earlier_release(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    ledger.record(deposit(ledger))

    made = ledger.accept(sent.digest, by=BUDI)

    assert made.changes[0].code == "overtaken"


def test_a_deposit_the_giver_signed_alone_does_not_overtake_the_acceptance(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    present = beside(CARRIER, "keeps", "paper")
    ledger.record(deposit(ledger, signers={ANI: "acts"}, keeper=CARRIER, present=present))

    made = ledger.accept(sent.digest, by=BUDI)

    assert made.changes[0].verdict == "link"
    assert ledger.box().custodian == PPS


def test_nobody_seals_a_box_another_holds(ledger: TestLedger) -> None:
    ledger.hand_over(by=ANI, to=BUDI)

    made = ledger.seal(by=CITRA)

    assert made.changes[0].code == "not-held"
    assert [one.code for one in ledger.box().disputes] == ["not-held"]


def test_an_opening_without_basis_is_recorded_and_found_again(ledger: TestLedger) -> None:
    ledger.seal()
    line = OpeningLine(box=DPD, after=ledger.last(), seals=TIES, state="intact", broken=TIES, resealed=TIES)

    made = ledger.put("opening", {ANI: "acts"}, [line], unit=KPPS, purpose="recap", basis="none", reason="key-lost")

    assert made.flags == ("IR-12",)
    assert made.changes[0].verdict == "link"
    assert ledger.box().sealed


def test_seals_put_on_a_sealed_box_are_counted_with_those_it_bears(ledger: TestLedger) -> None:
    ledger.seal(seals=TIES)
    ledger.seal(seals=Seals(ties=TIES.ties, padlocks=TIES.papers))

    seals = ledger.box().seals

    assert seals is not None
    assert seals.ties is not None
    assert (seals.ties.on, seals.papers, seals.padlocks) == (4, TIES.papers, TIES.papers)


def test_disposal_ends_the_chain(ledger: TestLedger) -> None:
    ledger.put("disposal", {ANI: "acts"}, follow(ledger), unit=KPPS, how="pulp", refs=LETTER)

    made = ledger.seal()

    assert ledger.box().disposed
    assert made.changes[0].code == "unexpected"


def test_a_unit_that_succeeds_another_acts_for_it(ledger: TestLedger) -> None:

    ledger.hand_over(by=ANI, to=BUDI)
    ended = UnitLine(id=PPS, until=ledger.at, successor=PPK)
    ledger.put("units", {KPU_REGISTRAR: "registers"}, [ended])

    ledger.record(handover(ledger, by=CITRA, to=WATI))

    assert ledger.box().custodian == "kpu/35.79"


def test_a_crate_goes_with_its_box(ledger: TestLedger) -> None:

    line = LinkLine(box=DPD, after=ledger.last(), seals=TIES, state="intact", crate="container-7")

    ledger.put("release", {ANI: "releases"}, [line], unit=KPPS, to=PPS)

    assert ledger.box().crate == "container-7"
