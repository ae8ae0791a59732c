"""Boxes that are released, taken, refused, missing, one too many, withdrawn, deposited, opened and disposed of."""

import pytest

from ledger.domain.documents.base import Seals
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CARRIER,
    CITRA,
    DPD,
    KPPS,
    POLRI,
    PPK,
    PPS,
    TestLedger,
)
from tests.ledger.domain.custody.stories import (
    accept,
    answer,
    release,
)

A, B, C, D, E = BOXES


def test_between_release_and_acceptance_the_giver_answers_and_the_carrier_has_the_box(ledger: TestLedger) -> None:
    made = ledger.release(by=ANI, to=PPS, carrier=CARRIER, at="2029-02-14T20:00:00+07:00")

    box, now = ledger.box(), made.changes[0].now
    assert (box.custodian, box.keeper, box.place) == (KPPS, CARRIER, None)
    assert (now.to, now.since) == (PPS, "2029-02-14T20:00:00+07:00")


def test_whoever_accepts_answers_for_the_box(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)

    made = ledger.accept(sent.digest, by=BUDI)

    assert (made.changes[0].giver, made.changes[0].receiver) == (KPPS, PPS)
    assert (ledger.box().custodian, ledger.box().keeper, ledger.box().place) == (PPS, PPS, f"{PPS}/1")
    assert made.changes[0].now.to is None


def test_an_acceptance_may_leave_the_boxes_with_another_keeper(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)

    ledger.accept(sent.digest, by=BUDI, keeper=POLRI)

    assert (ledger.box().custodian, ledger.box().keeper) == (PPS, POLRI)


def test_an_acceptance_answers_some_lines_and_another_may_answer_the_rest(ledger: TestLedger) -> None:
    sent = ledger.release(A, B, by=ANI, to=PPS)

    ledger.accept(sent.digest, A, by=BUDI)
    ledger.accept(sent.digest, B, by=BUDI)

    assert {ledger.box(box).custodian for box in (A, B)} == {PPS}


def test_a_refused_box_stays_with_the_giver_at_the_door(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS, carrier=CARRIER)

    made = ledger.accept(sent.digest, by=BUDI, outcome="refused")

    box = ledger.box()
    assert (box.custodian, box.keeper, box.place) == (KPPS, KPPS, f"{PPS}/1")
    assert box.links[-1] == sent.digest
    assert not box.releases
    assert (made.changes[0].verdict, made.changes[0].flags) == ("remark", ("IR-01", "IR-04"))


def test_a_missing_box_stays_with_the_giver_and_nobody_knows_where(ledger: TestLedger) -> None:
    ledger.seal()
    sent = ledger.release(by=ANI, to=PPS, carrier=CARRIER)

    made = ledger.accept(sent.digest, by=BUDI, outcome="missing", seals=Seals())

    box = ledger.box()
    assert (box.custodian, box.place, box.state) == (KPPS, None, "missing")
    assert made.changes[0].flags == ("IR-04",)


def test_a_box_turned_away_cannot_be_accepted_any_more(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    ledger.accept(sent.digest, by=BUDI, outcome="refused")

    made = ledger.accept(sent.digest, by=BUDI, at="2029-02-13T09:00:00+07:00")

    assert made.changes[0].code == "not-addressed"
    assert ledger.box().custodian == KPPS


@pytest.mark.parametrize("outcome", ["refused", "missing"])
def test_a_giver_goes_on_without_having_seen_the_answer(ledger: TestLedger, outcome: str) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    unseen = accept(ledger, sent.digest, {DPD: outcome}, by=BUDI)
    again = release(ledger, by=ANI, to=PPK, carrier=CARRIER)

    ledger.record(again)
    ledger.record(unseen)

    box = ledger.box()
    assert (box.keeper, box.place, box.state) == (CARRIER, None, "intact")
    assert [one.to for one in box.releases] == [PPK]
    assert not box.disputes


def test_an_answer_after_the_box_went_elsewhere_changes_nothing(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    ledger.hand_over(by=ANI, to=CITRA)
    before = ledger.box()

    late = ledger.record(accept(ledger, sent.digest, {DPD: "refused"}, by=BUDI))

    assert (late.changes[0].verdict, late.changes[0].flags) == ("remark", ("IR-01", "IR-04", "answered-late"))
    assert ledger.box() == before


def test_only_the_addressee_answers_a_release(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)

    made = ledger.accept(sent.digest, by=CITRA)

    assert made.changes[0].code == "not-addressed"
    assert [one.code for one in ledger.box().disputes] == ["not-addressed"]


def test_at_one_tailgate_boxes_are_taken_refused_and_missed(ledger: TestLedger) -> None:
    ledger.seal(*BOXES)
    lines = answer(ledger, ledger.last(), {A: "accepted", B: "refused", C: "missing", D: "extra"})

    made = ledger.put("handover", {ANI: "releases", BUDI: "receives"}, lines, unit=KPPS, to=PPS, place=f"{PPS}/1")

    assert [one.verdict for one in made.changes] == ["link", "remark", "remark", "remark"]
    assert [ledger.box(box).custodian for box in (A, B, C, D)] == [PPS, KPPS, KPPS, KPPS]
    assert (ledger.box(B).place, ledger.box(C).state, ledger.box(D).keeper) == (f"{PPS}/1", "missing", PPS)
    assert [one.code for one in ledger.box(D).disputes] == ["extra"]
    assert ledger.last(B) == ledger.last(E)


def test_an_extra_box_moves_no_link(ledger: TestLedger) -> None:
    sent = ledger.release(A, by=ANI, to=PPS)
    before = ledger.last(B)

    made = ledger.record(accept(ledger, sent.digest, {A: "accepted", B: "extra"}, by=BUDI))

    assert (made.changes[1].code, made.changes[1].flags) == ("extra", ("IR-04",))
    assert (ledger.box(B).custodian, ledger.box(B).keeper, ledger.last(B)) == (KPPS, PPS, before)
