"""Chains of boxes as passports show them: whole, broken or forked."""

from ledger.domain.documents import base, boxes, movement
from tests.harness import (
    ANI,
    BUDI,
    CITRA,
    DPD,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    TIES,
    TestLedger,
    founded,
)
from tests.ledger.dishonest import FOUNDED, story
from tests.ledger.domain.custody.stories import handover, transcribed
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import checked, faults


def test_a_paper_taken_out_of_the_middle_leaves_the_chain_broken_there() -> None:
    whole = pocket.passport(story(), DPD)

    assert faults(pocket.without(whole, 8), story()) == [(8, "PS-011", 9)]


def test_a_chain_whose_beginning_was_taken_out_is_broken() -> None:
    whole = pocket.passport(story(), DPD)

    assert faults(pocket.without(whole, 6), story()) == [(8, "PS-011", 7)]


def test_a_box_handed_over_twice_shows_a_fork() -> None:
    ledger = founded()
    ledger.seal(DPD)
    lines = [ledger.accepted(DPD, ledger.last())]
    ledger.put("handover", {ANI: "releases", BUDI: "receives"}, lines, unit=KPPS, to=PPS, place=f"{PPS}/1")
    ledger.put("handover", {ANI: "releases", CITRA: "receives"}, lines, unit=KPPS, to=PPK, place=f"{PPK}/1")

    data = pocket.passport(ledger, DPD)
    assert faults(data, ledger) == [(8, "PS-013", FOUNDED + 2)]
    assert (checked(data, ledger).found(8), checked(data, ledger).status) == (1, 3)


def test_a_release_accepted_beside_a_hand_over_shows_a_fork() -> None:
    ledger = founded()
    ledger.seal(DPD)
    after = ledger.last()
    release = ledger.release(DPD, by=ANI, to=PPK)
    ledger.put(
        "handover",
        {ANI: "releases", BUDI: "receives"},
        [ledger.accepted(DPD, after)],
        unit=KPPS,
        to=PPS,
        place=f"{PPS}/1",
    )
    ledger.accept(release.digest, DPD, by=CITRA)

    assert faults(pocket.passport(ledger, DPD), ledger) == [(8, "PS-013", FOUNDED + 2)]


def test_a_deposit_the_keeper_signed_beside_a_hand_over_shows_a_fork() -> None:
    ledger = founded()
    ledger.seal(DPD)
    after = ledger.last()
    ledger.hand_over(DPD, by=ANI, to=BUDI)
    lines = [base.LinkLine(box=DPD, after=after, seals=TIES, state="intact")]
    ledger.put("deposit", {ANI: "acts", CITRA: "keeps"}, lines, unit=KPPS, keeper=PPK)

    assert faults(pocket.passport(ledger, DPD), ledger) == [(8, "PS-013", FOUNDED + 2)]


def test_what_only_the_giver_signed_is_no_fork() -> None:
    ledger = founded()
    ledger.seal(DPD)
    after = ledger.last()
    ledger.release(DPD, by=ANI, to=PPS)
    ledger.release(DPD, by=ANI, to=PPK)
    lines = [base.LinkLine(box=DPD, after=after, seals=TIES, state="intact")]
    ledger.put("release", {ANI: "releases"}, lines, unit=KPPS, to=PPK)

    assert not faults(pocket.passport(ledger, DPD), ledger)


def test_a_refused_box_is_no_fork() -> None:
    ledger = founded()
    ledger.seal(DPD)
    lines = [ledger.accepted(DPD, ledger.last(), outcome="refused")]
    ledger.put("handover", {ANI: "releases", BUDI: "receives"}, lines, unit=KPPS, to=PPS, place=f"{PPS}/1")
    ledger.hand_over(DPD, by=ANI, to=CITRA)

    assert not faults(pocket.passport(ledger, DPD), ledger)


def test_a_line_recorded_before_the_one_it_follows_breaks_nothing() -> None:
    ledger = founded()
    first = ledger.write("sealing", {ANI: "acts"}, [sealing(ledger)], unit=KPPS, purpose="packing")
    second = [boxes.SealingLine(box=DPD, after=first.digest, seals=TIES, state="intact")]
    ledger.put("sealing", {ANI: "acts"}, second, unit=KPPS, purpose="results")
    ledger.record(first)

    assert not faults(pocket.passport(ledger, DPD), ledger)


def test_a_transcript_and_the_paper_it_stands_for_are_one_link() -> None:
    ledger = founded()
    lost = handover(ledger, by=ANI, to=BUDI)
    ledger.record(handover(ledger, by=ANI, to=BUDI, signers={BUDI: "receives"}, **transcribed(lost.digest)))
    lines = [boxes.SealingLine(box=DPD, after=lost.digest, seals=TIES, state="intact")]
    ledger.put("sealing", {BUDI: "acts"}, lines, unit=PPS, purpose="results")
    assert not faults(pocket.passport(ledger, DPD), ledger)

    ledger.record(lost)

    assert not faults(pocket.passport(ledger, DPD), ledger)


def test_a_transcript_that_only_the_giver_signed_is_no_fork() -> None:
    ledger = founded()
    ledger.record(handover(ledger, by=ANI, to=CITRA, signers={ANI: "releases"}, **transcribed()))
    ledger.hand_over(DPD, by=ANI, to=BUDI)

    assert not faults(pocket.passport(ledger, DPD), ledger)


def test_a_line_that_follows_nothing_is_reported_once_the_box_is_listed() -> None:
    ledger = founded()
    lines = [boxes.SealingLine(box=DPD, seals=TIES, state="intact")]
    ledger.put("sealing", {ANI: "acts"}, lines, unit=KPPS, purpose="results")

    assert faults(pocket.passport(ledger, DPD), ledger) == [(8, "PS-012", FOUNDED)]


def test_a_box_that_was_never_listed_an_extra_one_and_a_correction_may_follow_nothing() -> None:
    ledger = founded()
    stray = f"{DPD}.9"
    lines = [boxes.SealingLine(box=stray, seals=TIES, state="intact")]
    ledger.put("sealing", {ANI: "acts"}, lines, unit=KPPS, purpose="results")
    extra = [movement.AcceptanceLine(box=stray, seals=TIES, state="intact", outcome="extra")]
    handed = ledger.put("handover", {ANI: "releases", BUDI: "receives"}, extra, unit=KPPS, to=PPS, place=f"{PPS}/1")
    ledger.list_boxes(stray)
    corrected = [boxes.CorrectionLine(box=stray)]
    ledger.put("correction", {ANI: "acts", BUDI: "acts"}, corrected, unit=KPPS, of=handed.digest, why="listed-twice")

    assert not faults(pocket.passport(ledger, stray), ledger)


def test_a_manifest_that_withdraws_a_box_is_no_link() -> None:
    ledger = founded()
    withdrawn = ledger.put(
        "manifest", {KPU_REGISTRAR: "registers"}, [boxes.ManifestLine(box=DPD)], withdrawn="printed-twice"
    )
    lines = [boxes.SealingLine(box=DPD, after=withdrawn.digest, seals=TIES, state="intact")]
    ledger.put("sealing", {ANI: "acts"}, lines, unit=KPPS, purpose="results")

    assert faults(pocket.passport(ledger, DPD), ledger) == [(8, "PS-011", FOUNDED + 1)]


def test_a_box_that_no_part_is_about_is_reported() -> None:
    data = pocket.passport(story(), DPD)

    assert faults(data.replace(f"box {DPD}".encode(), b"box 35.79.02.2009/009/DPD"), story()) == [(8, "PS-010", None)]


def sealing(ledger: TestLedger) -> boxes.SealingLine:
    return boxes.SealingLine(box=DPD, after=ledger.last(), seals=TIES, state="intact")
