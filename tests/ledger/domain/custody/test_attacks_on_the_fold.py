"""What attackers want of the fold, by their aim, and the answer they get. For papers see test_attacks."""

from itertools import count

import pytest

from ledger.domain.custody import changes
from ledger.domain.documents.base import File
from ledger.domain.documents.remarks import InspectionLine
from ledger.errors import Malformed, Refused
from tests.harness import (
    ANI,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    PTPS,
    RINA,
    STATION,
    TIES,
    TestLedger,
)
from tests.ledger.domain.custody.stories import (
    LETTER,
    beside,
    correct,
    deposit,
    enrol_another,
    follow,
    handover,
    release,
    revoke,
    transcribed,
)

ELSEWHERE = "35.79.02.2001/001/DPD"


def test_to_dispute_every_box_of_the_city(ledger: TestLedger) -> None:
    names = [f"35.79.02.2001/{number:03}/DPD" for number in range(1, 200)]
    ledger.list_boxes(*names, unit=PPK)
    lines = [*follow(ledger), *follow(ledger, *names)]

    made = ledger.put("release", {ANI: "releases"}, lines, unit=KPPS, to=PPS)

    assert [one.verdict for one in made.changes].count("foreign") == len(names)
    assert not any(ledger.box(name).disputes for name in names)


def test_to_dispute_boxes_of_others_by_a_form_and_a_paper_that_differ(ledger: TestLedger) -> None:
    ledger.list_boxes(ELSEWHERE, unit=PPK)
    lost = release(ledger, by=ANI, to=PPS)
    lines = [*lost.lines, *follow(ledger, ELSEWHERE)]
    ledger.put("release", {ANI: "reports"}, lines, unit=KPPS, to=PPS, **transcribed(lost.digest))

    ledger.record(lost)

    assert not ledger.box(ELSEWHERE).disputes


def test_to_fill_a_box_with_lines_that_wait_so_that_its_state_never_ends(ledger: TestLedger) -> None:
    numbers = count()

    for _ in range(changes.MOST_DISPUTES + 20):
        ledger.record(release(ledger, by=ANI, to=PPS, after=f"{next(numbers):064x}"))

    box = ledger.box()
    assert (len(box.pending), len(box.disputes)) == (16, changes.MOST_DISPUTES)


def test_to_make_the_fold_run_for_ever(ledger: TestLedger) -> None:
    ledger.seal()
    colleague = enrol_another(ledger, f"{KPPS}#2")
    unseen = release(ledger, by=colleague, to=PPS)
    waiting = [release(ledger, by=ANI, to=PPS, after=unseen.digest, device_seq=number) for number in range(16)]
    first = ledger.box().links[0]
    revoke(ledger, ANI)
    for number in range(changes.MOST_DISPUTES):
        ledger.record(release(ledger, by=colleague, to=PPS, after=first, device_seq=number))
    for paper in waiting:
        ledger.record(paper)

    made = ledger.record(unseen)

    assert [one.code for one in made.changes[1:]] == ["revoked"] * 16
    assert len(ledger.box().disputes) == changes.MOST_DISPUTES


def test_to_make_a_supervisor_answer_for_boxes(ledger: TestLedger) -> None:
    for attempt in (
        handover(ledger, by=ANI, to=DEWI),
        deposit(ledger, signers={ANI: "acts", DEWI: "keeps"}, keeper=PTPS),
        release(ledger, by=ANI, to=PTPS),
    ):
        with pytest.raises(Refused, match="may not take the part"):
            ledger.record(attempt)

    assert ledger.box().custodian == KPPS


def test_to_keep_boxes_with_a_neighbour_who_was_not_asked(ledger: TestLedger) -> None:
    with pytest.raises(Refused, match=f"Nobody of {PPS} signed"):
        ledger.record(deposit(ledger, signers={ANI: "acts"}, present=beside(PPS, "keeps")))


def test_to_stop_an_acceptance_by_withdrawing_again_and_again(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    for _ in range(3):
        again = ledger.release(by=ANI, to=PPK)
        ledger.put("withdrawal", {ANI: "releases"}, follow(ledger), unit=KPPS, of=again.digest, why="changed-mind")

    ledger.accept(sent.digest, by=BUDI)

    assert (ledger.box().custodian, ledger.box().disputes) == (PPS, ())


def test_to_wash_a_dispute_away_by_correcting_something_else(ledger: TestLedger) -> None:
    before = ledger.last()
    ledger.hand_over(by=ANI, to=BUDI)
    ledger.record(handover(ledger, by=ANI, to=CITRA, after=before))
    trifle = ledger.seal(by=BUDI)

    ledger.record(correct(ledger, trifle.digest, {BUDI: "acts"}))

    assert [one.code for one in ledger.box().disputes] == ["overtaken"]


def test_to_sign_with_a_key_that_was_stolen_and_revoked(ledger: TestLedger) -> None:
    revoke(ledger, ANI)

    made = ledger.record(handover(ledger, by=ANI, to=BUDI, at="2029-01-01T00:00:00+07:00"))

    assert made.changes[0].code == "revoked"
    assert ledger.box().custodian == KPPS


def test_to_move_boxes_to_another_keeper_by_an_inspection_with_a_stolen_key(ledger: TestLedger) -> None:
    line = InspectionLine(box=DPD, seals=TIES, state="intact")
    seen = ledger.write("inspection", {BUDI: "inspects"}, [line], unit=PPS, here=True)
    revoke(ledger, BUDI)

    ledger.record(seen)

    assert ledger.box().keeper == KPPS


def test_to_copy_a_form_that_does_not_exist(ledger: TestLedger) -> None:
    members = transcribed() | {"files": (File(what="words", bytes=1, hash="0" * 64),)}
    lines = [ledger.accepted(DPD, ledger.last())]

    with pytest.raises(Refused, match="needs the paper form"):
        ledger.put("handover", {BUDI: "reports"}, lines, unit=KPPS, to=PPS, **members)


def test_to_name_a_box_by_two_spellings(ledger: TestLedger) -> None:
    for spelling in (DPD.lower(), f"{STATION}/DPD.01", f" {DPD}", DPD.replace("/", "//")):
        with pytest.raises(Malformed):
            ledger.put("release", {ANI: "releases"}, follow(ledger, spelling, after="a" * 64), unit=KPPS, to=PPS)


def test_to_record_without_any_signature(ledger: TestLedger) -> None:
    with pytest.raises(Malformed, match="names nobody who has to sign"):
        ledger.put("release", {}, follow(ledger), unit=KPPS, to=PPS)


def test_to_list_a_box_a_second_time_under_another_custodian(ledger: TestLedger) -> None:
    made = ledger.list_boxes(DPD, unit=PPS)

    assert made.changes[0].code == "overtaken"
    assert ledger.box().custodian == KPPS


def test_to_rule_over_a_box_with_the_keys_of_registrars(ledger: TestLedger) -> None:
    taken = ledger.hand_over(by=ANI, to=BUDI)
    signers = {KPU_REGISTRAR: "registers", "bawaslu/35.79#2": "registers"}

    with pytest.raises(Refused, match="needs all parties"):
        ledger.record(correct(ledger, taken.digest, signers, unit="kpu/35.79", refs=LETTER))
    assert {RINA, EKO}.isdisjoint(signers)
