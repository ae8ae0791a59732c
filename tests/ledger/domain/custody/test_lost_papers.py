"""Forms that stand for lost papers, and the papers that come after all."""

from typing import Any

import pytest

from ledger.errors import Refused
from ledger.paper import Paper
from tests.harness import ANI, BOXES, BUDI, CARRIER, CITRA, DEWI, DPD, KPPS, POLRI, PPK, PPS, PTPS, TestLedger
from tests.ledger.domain.custody.stories import LETTER, handover, release, revoke, ruling, transcribed

A, B, C, D, E = BOXES


def form(ledger: TestLedger, *names_: str, by: str, stands_for: str | None = None, **members: Any) -> Paper:
    """The form of the hand-over from Ani to Budi, copied by one of them or by somebody above."""
    members = transcribed(stands_for) | {"place": f"{PPS}/1"} | members
    lines = [ledger.accepted(box, members.pop("after", None) or ledger.last(box)) for box in names_ or (DPD,)]
    return ledger.write("handover", {by: "reports"}, lines, unit=KPPS, to=PPS, **members)


def test_what_honest_people_signed_on_top_of_a_lost_paper_holds(ledger: TestLedger) -> None:
    lost = handover(ledger, by=ANI, to=BUDI)
    ledger.record(handover(ledger, by=BUDI, to=CITRA, after=lost.digest))

    made = ledger.record(form(ledger, by=BUDI, stands_for=lost.digest))

    assert [one.receiver for one in made.changes] == [PPS, PPK]
    assert lost.digest in ledger.box().links
    assert ledger.box().custodian == PPK


def test_a_lost_paper_that_comes_after_all_takes_its_place_and_grade(ledger: TestLedger) -> None:
    lost = handover(ledger, A, B, by=ANI, to=BUDI, signers={ANI: "releases", BUDI: "receives", DEWI: "witnesses"})
    copied = ledger.record(form(ledger, A, B, by=BUDI, stands_for=lost.digest))

    made = ledger.record(lost)

    assert [one.verdict for one in made.changes] == ["remark", "remark"]
    assert [(one.digest, one.grade, one.by) for one in made.regraded] == [(copied.digest, "B", lost.digest)]
    assert not ledger.box(A).standing
    assert not ledger.box(A).disputes


def test_a_box_of_which_form_and_paper_differ_is_disputed(ledger: TestLedger) -> None:
    lost = release(ledger, A, by=ANI, to=PPK)
    lines = release(ledger, A, by=ANI, to=PPS).lines
    ledger.put("release", {ANI: "reports"}, lines, unit=KPPS, to=PPS, **transcribed(lost.digest))

    made = ledger.record(lost)

    assert [(one.verdict, one.code) for one in made.changes] == [("contested", "differs")]
    assert [one.code for one in ledger.box(A).disputes] == ["differs"]


def test_boxes_that_only_the_form_or_only_the_paper_names_are_disputed(ledger: TestLedger) -> None:
    lost = handover(ledger, A, B, by=ANI, to=BUDI)
    ledger.record(form(ledger, B, C, by=BUDI, stands_for=lost.digest))

    made = ledger.record(lost)

    assert [(one.box, one.verdict) for one in made.changes] == [
        (A, "link"),
        (B, "remark"),
        (A, "remark"),
        (C, "contested"),
    ]
    assert [len(ledger.box(box).disputes) for box in (A, B, C)] == [1, 0, 1]
    assert made.changes[2].now.disputed == ("differs",)


def test_two_forms_of_one_lost_paper_stand_for_it_together(ledger: TestLedger) -> None:
    lost = handover(ledger, A, B, by=ANI, to=BUDI)
    ledger.record(form(ledger, A, by=BUDI, stands_for=lost.digest))
    ledger.record(form(ledger, B, by=BUDI, stands_for=lost.digest))

    made = ledger.record(lost)

    assert len(made.regraded) == 2
    assert not ledger.box(A).disputes
    assert not ledger.box(B).disputes


def test_a_second_form_of_the_same_box_changes_nothing(ledger: TestLedger) -> None:
    lost = handover(ledger, by=ANI, to=BUDI)
    again = form(ledger, by=BUDI, stands_for=lost.digest, device_seq=99)
    ledger.record(form(ledger, by=BUDI, stands_for=lost.digest))
    before = ledger.box()

    made = ledger.record(again)

    assert (made.changes[0].verdict, made.changes[0].flags) == ("remark", ("stood-for-already",))
    assert ledger.box() == before


def test_nothing_stands_for_a_paper_that_took_effect(ledger: TestLedger) -> None:
    taken = handover(ledger, by=ANI, to=BUDI)
    copied = form(ledger, by=BUDI, stands_for=taken.digest)
    ledger.record(taken)

    made = ledger.record(copied)

    assert made.changes[0].flags == ("stood-for-already",)
    assert not ledger.box().disputes


def test_a_form_stands_for_a_paper_that_could_not_take_effect(ledger: TestLedger) -> None:
    paper = handover(ledger, by=ANI, to=BUDI)
    copied = form(ledger, by=BUDI, stands_for=paper.digest)
    revoke(ledger, ANI)
    ledger.record(paper)

    made = ledger.record(copied)

    assert (made.changes[0].verdict, ledger.box().custodian) == ("link", PPS)
    assert ledger.last() == paper.digest
    assert (ledger.box().disputes, ledger.box().pending) == ((), ())


def test_a_form_that_differs_from_the_paper_it_stands_for_makes_the_box_disputed(ledger: TestLedger) -> None:
    paper = handover(ledger, by=ANI, to=BUDI)
    copied = form(ledger, by=BUDI, stands_for=paper.digest, place="?")
    revoke(ledger, ANI)
    ledger.record(paper)

    ledger.record(copied)

    assert ledger.box().custodian == PPS
    assert [one.code for one in ledger.box().disputes] == ["differs"]


def test_the_paper_settles_a_form_that_one_side_alone_had_copied(ledger: TestLedger) -> None:
    lost = handover(ledger, by=ANI, to=BUDI)
    ledger.record(form(ledger, by=ANI, stands_for=lost.digest))

    ledger.record(lost)

    assert ledger.box().custodian == PPS
    assert (ledger.box().disputes, ledger.box().pending) == ((), ())


def test_a_lost_paper_whose_key_was_stolen_does_not_take_the_place_of_its_form(ledger: TestLedger) -> None:
    lost = handover(ledger, by=ANI, to=BUDI)
    ledger.record(form(ledger, by=BUDI, stands_for=lost.digest))
    revoke(ledger, ANI)

    made = ledger.record(lost)

    assert (made.changes[0].flags, made.regraded) == (("stood-for-already",), ())
    assert not ledger.box().disputes


def test_a_form_of_a_deposit_is_signed_by_its_keeper(ledger: TestLedger) -> None:
    copied = release(ledger, by=ANI, to=PPS).lines

    made = ledger.put("deposit", {BUDI: "reports"}, copied, unit=KPPS, keeper=PPS, place=f"{PPS}/1", **transcribed())

    assert made.changes[0].verdict == "link"
    assert ledger.box().keeper == PPS


def test_outside_holders_are_named_in_a_form_only_with_an_official_paper(ledger: TestLedger) -> None:
    members = transcribed(signed=(KPPS, POLRI)) | {"unit": KPPS, "to": POLRI}
    lines = [ledger.accepted(DPD, ledger.last())]

    with pytest.raises(Refused, match="only on the strength of an official paper"):
        ledger.put("handover", {ANI: "reports"}, lines, **members)
    made = ledger.put("handover", {ANI: "reports"}, lines, refs=LETTER, **members)

    assert made.changes[0].code == "one-sided"


@pytest.mark.parametrize("to", [PTPS, CARRIER])
def test_no_form_makes_a_supervisor_or_a_carrier_answer_for_a_box(ledger: TestLedger, to: str) -> None:
    lines = [ledger.accepted(DPD, ledger.last())]

    with pytest.raises(Refused, match="may not take the part receives"):
        ledger.put("handover", {ANI: "reports"}, lines, unit=KPPS, to=to, refs=LETTER, **transcribed(signed=(KPPS, to)))


def test_a_lost_release_is_accepted_under_its_own_name(ledger: TestLedger) -> None:
    lost = release(ledger, by=ANI, to=PPS)
    lines = lost.lines
    ledger.put("release", {ANI: "reports"}, lines, unit=KPPS, to=PPS, **transcribed(lost.digest, (KPPS,)))

    ledger.accept(lost.digest, by=BUDI)

    assert ledger.box().custodian == PPS


def test_a_form_in_effect_is_corrected_under_its_own_name(ledger: TestLedger) -> None:
    lost = handover(ledger, by=ANI, to=BUDI)
    copied = ledger.record(form(ledger, by=BUDI, stands_for=lost.digest))

    made = ledger.record(ruling(ledger, copied.digest, custodian=KPPS))

    assert made.changes[0].verdict == "link"
    assert ledger.box().custodian == KPPS


def test_a_form_that_waits_is_compared_with_the_paper_that_came_meanwhile(ledger: TestLedger) -> None:
    first = release(ledger, by=ANI, to=PPS)
    lost = handover(ledger, by=ANI, to=BUDI, after=first.digest)
    ledger.record(form(ledger, by=BUDI, stands_for=lost.digest, after=first.digest))
    ledger.record(lost)

    ledger.record(first)

    assert ledger.box().custodian == PPS
    assert ledger.last() == lost.digest
    assert (ledger.box().disputes, ledger.box().pending) == ((), ())
