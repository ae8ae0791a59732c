"""What holds instead: said by the parties, by their successors, or by a ruling."""

import pytest

from ledger.domain.documents.base import Seal, Seals
from ledger.errors import Refused, Unknown
from tests.harness import (
    ANI,
    BUDI,
    CITRA,
    EKO,
    KPPS,
    PPK,
    PPS,
    RINA,
    TestLedger,
)
from tests.ledger.domain.custody.stories import LETTER, PARTIES, correct, handover, revoke, ruling


def test_the_parties_correct_the_last_link_and_that_is_the_next(ledger: TestLedger) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)

    seals = Seals(ties=Seal(on=3))
    made = ledger.record(
        correct(ledger, wrong.digest, PARTIES, custodian=KPPS, keeper=PPS, stands=f"{KPPS}/1", seals=seals)
    )

    box = ledger.box()
    assert made.changes[0].verdict == "link"
    assert (box.custodian, box.keeper, box.place, box.seals) == (KPPS, PPS, f"{KPPS}/1", seals)
    assert ledger.last() == made.digest


def test_what_a_correction_does_not_mention_stays(ledger: TestLedger) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    before = ledger.box()

    ledger.record(correct(ledger, wrong.digest, PARTIES))

    after = ledger.box()
    assert (after.custodian, after.keeper, after.place, after.seals) == (
        before.custodian,
        before.keeper,
        before.place,
        before.seals,
    )


def test_one_party_alone_corrects_nothing(ledger: TestLedger) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)

    with pytest.raises(Refused, match="needs all parties"):
        ledger.record(correct(ledger, wrong.digest, {BUDI: "receives"}))


def test_a_correction_comes_after_what_it_corrects(ledger: TestLedger) -> None:
    unseen = handover(ledger, by=ANI, to=BUDI)

    with pytest.raises(Unknown, match="is not recorded"):
        ledger.record(correct(ledger, unseen.digest, PARTIES))


def test_a_correction_of_an_earlier_link_settles_nothing_but_that(ledger: TestLedger) -> None:
    wrong = ledger.hand_over(by=ANI, to=BUDI)
    ledger.hand_over(by=BUDI, to=CITRA)
    before = ledger.box()

    made = ledger.record(correct(ledger, wrong.digest, PARTIES, custodian=KPPS))

    assert made.changes[0].verdict == "remark"
    assert ledger.box() == before


def test_a_correction_of_a_contested_line_settles_the_dispute(ledger: TestLedger) -> None:
    before = ledger.last()
    ledger.hand_over(by=ANI, to=BUDI)
    contested = ledger.record(handover(ledger, by=ANI, to=CITRA, after=before))

    made = ledger.record(correct(ledger, contested.digest, {ANI: "releases", CITRA: "receives"}))

    assert made.changes[0].verdict == "settled"
    assert (ledger.box().custodian, ledger.box().disputes) == (PPS, ())


def test_the_correction_of_a_line_that_waits_waits_with_it(ledger: TestLedger) -> None:
    first = handover(ledger, by=ANI, to=BUDI)
    second = ledger.record(handover(ledger, by=BUDI, to=CITRA, after=first.digest))
    both = {BUDI: "releases", CITRA: "receives"}
    waiting = ledger.record(correct(ledger, second.digest, both, after=second.digest, custodian=PPS))

    ledger.record(first)

    assert waiting.changes[0].verdict == "waiting"
    assert (ledger.box().custodian, ledger.box().pending, ledger.box().disputes) == (PPS, (), ())


def test_the_correction_of_a_line_that_waited_in_vain_settles_it(ledger: TestLedger) -> None:
    first = handover(ledger, by=ANI, to=BUDI)
    second = ledger.record(handover(ledger, by=ANI, to=CITRA, after=first.digest))
    both = {ANI: "releases", CITRA: "receives"}
    ledger.record(correct(ledger, second.digest, both, after=second.digest, custodian=PPK))

    made = ledger.record(first)

    assert [(one.verdict, one.code) for one in made.changes[1:]] == [("contested", "not-held"), ("settled", None)]
    assert (ledger.box().custodian, ledger.box().disputes) == (PPS, ())


def test_the_correction_of_a_line_that_lacks_a_signature_takes_it_away(ledger: TestLedger) -> None:
    revoked = handover(ledger, by=ANI, to=BUDI)
    revoke(ledger, ANI)
    ledger.record(revoked)

    made = ledger.record(ruling(ledger, revoked.digest))

    assert made.changes[0].verdict == "settled"
    assert (ledger.box().pending, ledger.box().disputes) == ((), ())


def test_a_correction_that_follows_another_link_is_overtaken(ledger: TestLedger) -> None:
    before = ledger.last()
    wrong = ledger.hand_over(by=ANI, to=BUDI)

    made = ledger.record(correct(ledger, wrong.digest, PARTIES, after=before))

    assert made.changes[0].code == "overtaken"


def test_parties_settle_their_own_dispute_and_no_other(ledger: TestLedger) -> None:
    before = ledger.last()
    taken = ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(handover(ledger, by=ANI, to=CITRA, after=before))

    ledger.record(correct(ledger, taken.digest, PARTIES))

    assert [one.code for one in ledger.box().disputes] == ["overtaken"]


def test_a_ruling_about_the_last_link_settles_every_dispute(ledger: TestLedger) -> None:
    before = ledger.last()
    taken = ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(handover(ledger, by=ANI, to=CITRA, after=before))

    ledger.record(ruling(ledger, taken.digest, custodian=PPK))

    assert (ledger.box().custodian, ledger.box().disputes) == (PPK, ())


def test_a_ruling_names_the_paper_it_rests_on(ledger: TestLedger) -> None:
    taken = ledger.hand_over(by=ANI, to=BUDI)

    with pytest.raises(Refused, match="needs all parties"):
        ledger.record(ruling(ledger, taken.digest, refs=()))


def test_a_ruling_needs_both_families(ledger: TestLedger) -> None:
    taken = ledger.hand_over(by=ANI, to=BUDI)

    for alone in (RINA, EKO):
        with pytest.raises(Refused, match="needs all parties"):
            ledger.record(correct(ledger, taken.digest, {alone: "authorises"}, unit="kpu/35.79", refs=LETTER))
