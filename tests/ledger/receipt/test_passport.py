"""Passports: all that is known of a box, in one file that needs no ledger."""

from collections.abc import Iterator, Mapping, Sequence

import pytest

from ledger.domain.documents import base, boxes
from ledger.errors import CheckFailed
from ledger.export import Entry
from ledger.merkle import Place
from ledger.receipt import gather, passport
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU_REGISTRAR,
    PPS,
    RINA,
    TIES,
    TestLedger,
    founded,
)
from tests.ledger.dishonest import FOUNDED, LAST, ROTATED, replace_authority, rotate, story
from tests.ledger.domain.custody.stories import handover, revoke, transcribed
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import Shelf, checked, faults


def shown(data: bytes) -> list[int]:
    return sorted({part.index for part in passport.read(data).parts})


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


def test_papers_and_nodes_of_a_passport_are_asked_for_many_together() -> None:
    """Each question to a database costs more than what is read with it."""
    shelf, asked, tree = Shelf(story()), list[Sequence[Place]](), pocket.nodes(story().papers)

    def nodes(places: Sequence[Place]) -> Mapping[Place, bytes]:
        asked.append(places)
        return tree(places)

    chosen = gather.choose(shelf, BOXES, pocket.about(story(), *BOXES), LAST + 1)
    gather.make(BOXES, chosen, pocket.published(story()), nodes)

    assert len(chosen.papers) > shelf.asked
    assert len(asked) == 1


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


def test_an_attestation_that_lets_a_line_take_effect_is_shown_whole() -> None:
    ledger = founded()
    made = ledger.record(handover(ledger, by=ANI, to=BUDI, signers={ANI: "releases"}, **transcribed()))
    ledger.put("attestation", {BUDI: "receives"}, unit=PPS, of=made.digest)

    data = pocket.passport(ledger, DPD)

    assert shown(data)[-2:] == [FOUNDED, FOUNDED + 1]
    assert not faults(data, ledger)


def test_what_was_recorded_after_the_checkpoint_is_said_to_be_missing() -> None:
    chosen = gather.choose(Shelf(story()), [DPD], pocket.about(story(), DPD), LAST)

    assert chosen.later == []
    chosen = gather.choose(Shelf(story()), [DPD], pocket.about(story(), DPD), LAST - 1)
    assert chosen.later == [LAST - 1]


def test_an_answer_nobody_can_read_is_said_to_be_left_out() -> None:
    class Damaged(Shelf):
        def of_kind(self, kind: str) -> Iterator[Entry]:
            del kind
            yield Entry(1, bytes(self.papers[1]))
            yield Entry(LAST + 5, b"{}\n")

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


def sealing(ledger: TestLedger) -> boxes.SealingLine:
    return boxes.SealingLine(box=DPD, after=ledger.last(), seals=TIES, state="intact")
