"""Papers are recorded in the order they arrive, which is hardly ever the order in which things happened."""

from itertools import permutations

import pytest

from ledger.domain.custody import Custody
from ledger.domain.documents.base import LinkLine
from ledger.domain.documents.boxes import ManifestLine, SealingLine
from ledger.errors import Refused
from ledger.paper import Paper
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CITRA,
    DPD,
    KPPS,
    KPU_REGISTRAR,
    POLISI,
    POLRI,
    PPK,
    PPS,
    TIES,
    TestLedger,
    founded,
)
from tests.ledger.domain.custody import stories
from tests.ledger.domain.custody.stories import accept, deposit, handover, release, withdraw

A, B, C, D, E = BOXES


def honest_return(ledger: TestLedger) -> list[Paper]:
    """
    Station 004 counts and goes home. Ani seals, leaves box E with Budi for an hour, and sends all five; Budi takes
    four and refuses D, whose label he cannot read. Ani hands D over again without having seen that answer, and Budi
    brings everything to Citra.
    """
    manifest = ledger.last()
    lines = [SealingLine(box=box, after=manifest, seals=TIES, state="intact") for box in BOXES]
    sealed = ledger.write("sealing", {ANI: "acts"}, lines, unit=KPPS, purpose="results")
    left = deposit(ledger, E, after=sealed.digest)
    sent = release(ledger, A, B, C, D, by=ANI, to=PPS, after=sealed.digest)
    answered = accept(ledger, sent.digest, {A: "accepted", B: "accepted", C: "accepted", D: "refused"}, by=BUDI)
    again = ledger.write(
        "handover",
        {ANI: "releases", BUDI: "receives"},
        [ledger.accepted(D, sent.digest), ledger.accepted(E, left.digest)],
        unit=KPPS,
        to=PPS,
        place=f"{PPS}/1",
    )
    last = {A: answered, B: answered, C: answered, D: again, E: again}
    home = ledger.write(
        "handover",
        {BUDI: "releases", CITRA: "receives"},
        [ledger.accepted(box, paper.digest) for box, paper in last.items()],
        unit=PPS,
        to=PPK,
        place=f"{PPK}/1",
    )
    return [sealed, left, sent, answered, again, home]


def test_an_honest_return_ends_with_the_true_custodian_in_whatever_order_it_is_recorded() -> None:
    ledger = founded()
    papers, founding = honest_return(ledger), dict(ledger.custody.states)
    in_order = Custody({name: state for name, state in founding.items() if state is not None})
    for index, paper in enumerate(papers, start=len(ledger.papers)):
        in_order.apply(paper, index)
    expected = stories.states_of(in_order, *BOXES)

    for order in permutations(papers):
        custody = Custody({name: state for name, state in founding.items() if state is not None})
        for index, paper in enumerate(order, start=len(ledger.papers)):
            custody.apply(paper, index)

        assert stories.states_of(custody, *BOXES) == expected
    assert {box.custodian for box in map(in_order.box, BOXES) if box} == {PPK}
    assert not any(box.disputes or box.pending or box.releases for box in map(in_order.box, BOXES) if box)


def test_a_line_that_follows_something_nobody_recorded_waits_and_blocks_nothing(ledger: TestLedger) -> None:
    unseen = handover(ledger, by=ANI, to=BUDI)

    early = ledger.record(handover(ledger, by=BUDI, to=CITRA, after=unseen.digest))
    ledger.seal()

    assert [change.verdict for change in early.changes] == ["waiting"]
    assert ledger.box().custodian == KPPS
    assert not ledger.box().disputes


def test_when_a_line_takes_effect_those_that_waited_for_it_follow(ledger: TestLedger) -> None:
    first = handover(ledger, by=ANI, to=BUDI)
    ledger.record(handover(ledger, by=BUDI, to=CITRA, after=first.digest))

    made = ledger.record(first)

    assert [(change.verdict, change.receiver) for change in made.changes] == [("link", PPS), ("link", PPK)]
    assert made.changes[1].index < made.index
    assert ledger.box().custodian == PPK


def test_of_two_lines_that_waited_the_one_recorded_first_goes_first(ledger: TestLedger) -> None:
    first = handover(ledger, by=ANI, to=BUDI)
    earlier = ledger.record(handover(ledger, by=BUDI, to=CITRA, after=first.digest))
    later = ledger.record(release(ledger, by=BUDI, to=PPK, after=first.digest))

    made = ledger.record(first)

    assert [(one.digest, one.code) for one in made.changes[1:]] == [(earlier.digest, None), (later.digest, "overtaken")]


def test_a_line_waits_for_the_manifest_of_its_box(ledger: TestLedger) -> None:
    box = DPD.replace("/004/", "/005/")
    line = ManifestLine(box=box, type="dpd", unit=KPPS, place=f"{KPPS}/1")
    manifest = ledger.write("manifest", {KPU_REGISTRAR: "registers"}, [line])
    ledger.record(handover(ledger, box, by=BUDI, to=CITRA, after=manifest.digest))

    made = ledger.record(manifest)

    assert [(one.verdict, one.code) for one in made.changes] == [("link", None), ("contested", "not-held")]


def test_at_most_sixteen_lines_of_a_box_wait(ledger: TestLedger) -> None:
    verdicts = [
        ledger.record(release(ledger, by=ANI, to=PPS, after=f"{number:064x}")).changes[0] for number in range(17)
    ]

    assert [one.verdict for one in verdicts] == ["waiting"] * 16 + ["contested"]
    assert verdicts[-1].code == "unlinked"
    assert ledger.box().custodian == KPPS


def test_a_line_that_follows_an_earlier_link_is_overtaken(ledger: TestLedger) -> None:
    before = ledger.last()
    ledger.seal()

    late = ledger.record(release(ledger, by=ANI, to=PPS, after=before))

    assert [(one.verdict, one.code) for one in late.changes] == [("contested", "overtaken")]
    assert ledger.box().custodian == KPPS


def test_a_line_that_follows_nothing_is_overtaken_by_the_manifest(ledger: TestLedger) -> None:
    line = LinkLine(box=DPD, seals=TIES, state="intact")

    made = ledger.put("release", {ANI: "releases"}, [line], unit=KPPS, to=PPS)

    assert made.changes[0].code == "overtaken"


def test_a_box_that_is_in_no_manifest_is_unexpected(ledger: TestLedger) -> None:
    line = LinkLine(box=f"{DPD}.2", seals=TIES, state="intact")

    made = ledger.put("release", {ANI: "releases"}, [line], unit=KPPS, to=PPS)

    assert [(one.verdict, one.code) for one in made.changes] == [("contested", "unexpected")]


def test_a_box_withdrawn_from_the_manifest_is_unexpected(ledger: TestLedger) -> None:
    line = ManifestLine(box=DPD)
    ledger.put("manifest", {KPU_REGISTRAR: "registers"}, [line], withdrawn="not-printed")

    made = ledger.release(by=ANI, to=PPS)

    assert made.changes[0].code == "unexpected"


def test_one_bad_box_leaves_the_others_of_its_paper_alone(ledger: TestLedger) -> None:
    ledger.hand_over(A, by=ANI, to=BUDI)
    before = ledger.last(B)

    made = ledger.record(handover(ledger, A, B, by=ANI, to=CITRA, after=before))

    assert [(one.box, one.verdict, one.code) for one in made.changes] == [
        (A, "contested", "overtaken"),
        (B, "link", None),
    ]
    assert [one.box for one in made.contested] == [A]
    assert (ledger.box(A).custodian, ledger.box(B).custodian) == (PPS, PPK)


def test_a_unit_without_an_area_has_standing_once_boxes_were_addressed_to_it(ledger: TestLedger) -> None:
    sent = release(ledger, by=ANI, to=POLRI, refs=stories.LETTER)
    taken = accept(ledger, sent.digest, {DPD: "accepted"}, by=POLISI, refs=stories.LETTER, place=f"{KPPS}/1")

    with pytest.raises(Refused, match="has nothing to do with any box"):
        ledger.record(taken)
    ledger.record(sent)
    ledger.record(taken)

    assert ledger.box().custodian == POLRI


def test_a_line_that_waits_gives_standing_to_whom_it_addresses(ledger: TestLedger) -> None:
    handed = handover(ledger, by=ANI, to=BUDI)
    sent = release(ledger, by=BUDI, to=POLRI, after=handed.digest, carrier="carrier/pos", refs=stories.LETTER)
    taken = accept(ledger, sent.digest, {DPD: "accepted"}, by=POLISI, refs=stories.LETTER, place=f"{KPPS}/1")

    for paper in (sent, taken, handed):
        ledger.record(paper)

    assert ledger.box().custodian == POLRI


def test_a_withdrawal_waits_for_the_release_it_withdraws(ledger: TestLedger) -> None:
    sent = release(ledger, by=ANI, to=PPS)
    ledger.record(withdraw(ledger, sent.digest, after=sent.digest))

    ledger.record(sent)

    assert ledger.box().keeper == KPPS
    assert [one.void for one in ledger.box().releases] == [True]
