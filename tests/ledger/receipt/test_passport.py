"""Passports: all that is known of a box, in one file that needs no ledger."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ledger.domain.documents import base, boxes, movement
from ledger.errors import CheckFailed, LedgerError, Malformed
from ledger.log.proof import Inclusion
from ledger.receipt import content as contents
from ledger.receipt import gather, passport
from ledger.receipt.keylist import KeyList
from ledger.receipt.passport import open_passport
from ledger.receipt.report import Report
from ledger.receipt.vouching import Vouchers
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU_REGISTRAR,
    PPK,
    PPS,
    RINA,
    TIES,
    TestLedger,
    founded,
)
from tests.ledger.dishonest import FOUNDED, HANDED, LAST, ROTATED, replace_authority, rotate, story
from tests.ledger.domain.custody.stories import handover, revoke, transcribed
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import Shelf, cosigned_trust


def checked(data: bytes, ledger: TestLedger) -> Report:
    """5, 8 and 9 of a passport that holds."""
    opened = open_passport(data, cosigned_trust(ledger.name))
    return opened.report(Vouchers(opened.entries, KeyList()))


def faults(data: bytes, ledger: TestLedger) -> list[tuple[int, str, int | None]]:
    return [(found.step, found.reason.code, found.index) for found in checked(data, ledger).findings]


def shown(data: bytes) -> list[int]:
    return sorted({part.index for part in passport.read(data).parts})


def refusal(data: bytes, ledger: TestLedger) -> str:
    with pytest.raises(Malformed) as refused:
        open_passport(data, cosigned_trust(ledger.name))
    return refused.value.code


def test_a_passport_shows_the_whole_chain_and_whose_signatures_they_are() -> None:
    report = checked(pocket.passport(story(), DPD), story())

    assert report.checked == {1, 2, 3, 4, 5, 6, 7, 8}
    assert not report.findings
    assert not report.unknown
    assert [omitted.reason.code for omitted in report.not_checked] == ["RE-101", "RE-102"]


def test_a_passport_of_a_station_holds_the_boxes_together() -> None:
    together, alone = pocket.passport(story(), *BOXES), [pocket.passport(story(), box) for box in BOXES]

    assert not checked(together, story()).findings
    assert passport.read(together).boxes == BOXES
    assert len(together) < sum(map(len, alone))


def test_a_passport_prints_back() -> None:
    data = pocket.passport(story(), *BOXES)

    assert bytes(passport.read(data)) == data


def test_only_entries_that_belong_in_a_passport_are_read() -> None:
    ledger = founded()
    ledger.seal(BOXES[1])
    ledger.seal(DPD)
    ledger.enrol(f"{PPS}#2", by={KPU_REGISTRAR: "registers"})
    shelf = Shelf(ledger)

    data = pocket.passport(ledger, DPD, shelf=shelf)

    # Genesis, both enrolments of registrars' kin that signed, the manifest, and the sealing of this very box.
    assert shown(data) == [0, 2, 4, 6, FOUNDED + 1]
    assert shelf.read == set(shown(data))


def test_the_keys_of_those_who_replaced_theirs_are_shown() -> None:
    data = pocket.passport(story(), DPD)

    assert ROTATED in shown(data)
    assert not checked(data, story()).unknown


def test_new_authorities_are_shown() -> None:
    ledger = founded()
    replace_authority(ledger)
    ledger.seal(DPD)

    data = pocket.passport(ledger, DPD)

    assert FOUNDED in shown(data)
    assert not checked(data, ledger).findings


def test_a_continuation_shows_no_authorities() -> None:
    ledger = founded()
    both: dict[str, str] = {RINA: "authorises", EKO: "authorises"}
    ledger.put("continuation", both, origin="kpu.example/test/kota-batu-2", last="", size=FOUNDED)
    ledger.seal(DPD)

    assert shown(pocket.passport(ledger, DPD)) == [0, 2, 4, 6, FOUNDED + 1]


def test_attestations_and_answers_come_with_what_they_speak_about() -> None:
    ledger = founded()
    sealed = ledger.seal(DPD)
    found = ledger.put(
        "finding",
        {DEWI: "reports"},
        [base.Cited(box=DPD)],
        unit=DEWI[:-2],
        sort="supervision",
        code="IR-01",
        place=f"{KPPS}/1",
    )
    ledger.put("answer", {ANI: "reports"}, unit=KPPS, of=found.digest, does="explains")
    ledger.put("attestation", {DEWI: "witnesses"}, unit=DEWI[:-2], of=sealed.digest)
    ledger.put("answer", {ANI: "reports"}, unit=KPPS, of=ledger.papers[1].digest, does="explains")
    ledger.put("answer", {ANI: "reports"}, unit=KPPS, of=found.digest, does="disputes")

    data = pocket.passport(ledger, DPD, size=FOUNDED + 5)

    assert {FOUNDED, FOUNDED + 1, FOUNDED + 2, FOUNDED + 3} <= set(shown(data))
    assert FOUNDED + 4 not in shown(data)
    assert not checked(data, ledger).findings


def test_what_was_recorded_after_the_checkpoint_is_said_to_be_missing() -> None:
    chosen = gather.choose(Shelf(story()), [DPD], pocket.about(story(), DPD), LAST)

    assert chosen.later == []
    chosen = gather.choose(Shelf(story()), [DPD], pocket.about(story(), DPD), LAST - 1)
    assert chosen.later == [LAST - 1]


def test_an_answer_nobody_can_read_is_said_to_be_left_out() -> None:
    class Damaged(Shelf):
        def of_kind(self, kind: str) -> list[int]:
            del kind
            return [1, LAST + 5]

    chosen = gather.choose(Damaged(story()), [DPD], pocket.about(story(), DPD), LAST + 6)

    assert chosen.unread == [LAST + 5]


def test_an_entry_that_is_filed_and_not_there_stops_the_making() -> None:
    with pytest.raises(CheckFailed) as refused:
        gather.choose(Shelf(story()), [DPD], [LAST + 1], LAST + 2)

    assert refused.value.code == "PS-015"


# Step 5.


def test_a_passport_that_withholds_an_enrolment_is_not_complete() -> None:
    whole = pocket.passport(story(), DPD)

    found = faults(pocket.without(whole, 4), story())

    assert {(step, code) for step, code, _ in found} == {(5, "PS-014")}


def test_a_paper_signed_with_a_key_that_had_been_revoked_is_reported() -> None:
    ledger = founded()
    revoke(ledger, ANI)
    ledger.seal(DPD)

    assert faults(pocket.passport(ledger, DPD), ledger) == [(5, "RE-033", FOUNDED + 1)]


def test_a_paper_signed_before_its_key_was_revoked_stands() -> None:
    ledger = founded()
    ledger.seal(DPD)
    revoke(ledger, ANI)

    data = pocket.passport(ledger, DPD)

    assert FOUNDED + 1 in shown(data)
    assert not faults(data, ledger)


def test_a_replaced_key_still_counts_for_who_had_not_seen_that() -> None:
    ledger = founded()
    late = ledger.write("sealing", {ANI: "acts"}, [sealing(ledger)], unit=KPPS, purpose="results")
    rotate(ledger, ANI)
    ledger.record(late)

    assert not faults(pocket.passport(ledger, DPD), ledger)


# Step 8.


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


def test_an_attestation_that_lets_a_line_take_effect_is_shown_whole() -> None:
    ledger = founded()
    made = ledger.record(handover(ledger, by=ANI, to=BUDI, signers={ANI: "releases"}, **transcribed()))
    ledger.put("attestation", {BUDI: "receives"}, unit=PPS, of=made.digest)

    data = pocket.passport(ledger, DPD)

    assert shown(data)[-2:] == [FOUNDED, FOUNDED + 1]
    assert not faults(data, ledger)


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


# Form.


def reordered(change: Callable[[tuple[Inclusion, ...]], tuple[Inclusion, ...]], *boxes_: str) -> bytes:
    whole = passport.read(pocket.passport(story(), *(boxes_ or BOXES)))
    return bytes(replace(whole, parts=change(whole.parts)))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: parts[::-1], "PS-003"),
        (lambda parts: (*parts[:2], parts[1], *parts[2:]), "PS-003"),
        (lambda parts: (parts[0], *parts), "PS-003"),
        (lambda parts: (*parts[:-2], parts[-1], parts[-2]), "PS-003"),
        (lambda parts: (replace(parts[0], index=1), *parts[1:]), "PS-004"),
        (lambda parts: (replace(parts[0], extra=parts[1].extra), *parts[1:]), "PS-004"),
        (lambda parts: (replace(parts[0], path=()), *parts[1:]), "PS-004"),
        (lambda parts: (replace(parts[0], extra=b""), *parts[1:]), "PS-004"),
        (lambda parts: (replace(parts[0], extra=b"x" * 60_000), *parts[1:]), "PS-004"),
        (lambda _: (), "PS-002"),
    ],
)
def test_parts_stand_in_their_order_and_each_holds(
    change: Callable[[tuple[Inclusion, ...]], tuple[Inclusion, ...]], code: str
) -> None:
    assert refusal(reordered(change), story()) == code


def test_a_whole_paper_and_its_lines_do_not_stand_together() -> None:
    def with_the_whole_paper(parts: tuple[Inclusion, ...]) -> tuple[Inclusion, ...]:
        at = next(number for number, part in enumerate(parts) if part.index == HANDED)
        content = contents.read(parts[at].extra)
        return (*parts[:at], replace(parts[at], extra=bytes(replace(content, quoted=None))), *parts[at:])

    assert refusal(reordered(with_the_whole_paper, DPD), story()) == "PS-003"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"kotak-passport/v1", b"kotak-passport/v2"),
        (b"box ", b"Box "),
        (b"box ", b"box  "),
        (f"box {BOXES[0]}\nbox {BOXES[1]}".encode(), f"box {BOXES[1]}\nbox {BOXES[0]}".encode()),
        (f"box {BOXES[0]}\n".encode(), f"box {BOXES[0]}\nbox {BOXES[0]}\n".encode()),
        (b"\n\n", b"\n"),
        (b"\n\n", b"\n\n\n"),
    ],
)
def test_a_passport_has_one_spelling(old: bytes, new: bytes) -> None:
    data = pocket.passport(story(), *BOXES).replace(old, new, 1)

    with pytest.raises(LedgerError):
        open_passport(data, cosigned_trust(story().name))


def test_nobody_is_kept_busy_by_a_large_passport() -> None:
    part = bytes(Inclusion(0, ())) + b"\n"
    many = b"kotak-passport/v1\nbox " + DPD.encode() + b"\n\n" + part * 2001

    assert refusal(many, story()) == "PS-001"
    assert refusal(many + b"x" * passport.LONGEST, story()) == "PS-001"
    assert refusal(b"kotak-passport/v1\n" + b"box x\n" * 100_000, story()) == "PS-002"


@pytest.mark.parametrize("count", [2000, 2001, 100_000])
def test_nobody_is_kept_busy_by_a_passport_of_many_boxes(count: int) -> None:
    names = sorted(f"35.79.02.2009/{number // 999:03d}/DPR.{number % 999 + 1}" for number in range(count))
    listed = "".join(f"box {name}\n" for name in names).encode()
    data = pocket.passport(story(), DPD).replace(f"box {DPD}\n".encode(), listed)

    if count == passport.MOST:
        assert {code for _, code, _ in faults(data, story())} == {"PS-010"}
    else:
        assert refusal(data, story()) == "PS-001"


def test_no_passport_is_made_that_nobody_could_read(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = gather.choose(Shelf(story()), BOXES, pocket.about(story(), *BOXES), LAST + 1)
    parts = sum(max(1, len(numbers)) for numbers in chosen.numbers.values())

    for name, limit in (("MOST", parts - 1), ("LONGEST", parts * 1000)):
        with monkeypatch.context() as smaller:
            smaller.setattr(gather, name, limit)
            with pytest.raises(Malformed) as refused:
                gather.make(BOXES, chosen, pocket.published(story()), pocket.nodes(story().papers))
        assert refused.value.code == "PS-001"


def sealing(ledger: TestLedger) -> boxes.SealingLine:
    return boxes.SealingLine(box=DPD, after=ledger.last(), seals=TIES, state="intact")
