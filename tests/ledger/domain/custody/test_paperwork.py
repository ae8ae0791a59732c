"""What is judged once about a paper, before any of its lines: units, signatures, padlocks, and where it belongs."""

from typing import Any

import pytest

from ledger import paper as papers
from ledger.domain.custody import Custody
from ledger.domain.documents.remarks import AccessLine
from ledger.errors import Conflict, Malformed, Refused
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    POLISI,
    POLRI,
    PPK,
    PPS,
    PTPS,
    RINA,
    TIES,
    TestLedger,
)
from tests.ledger.domain.custody.stories import accept, beside, deposit, enrol_another, follow, handover, release

UNKNOWN = "pps/35.79.02.2001"


def test_a_paper_is_recorded_once(ledger: TestLedger) -> None:
    paper = handover(ledger, by=ANI, to=BUDI)
    ledger.record(paper)

    with pytest.raises(Conflict, match=f"recorded already, at index {len(ledger.papers) - 1}"):
        ledger.record(paper)


def test_the_same_payload_signed_again_is_the_same_paper(ledger: TestLedger) -> None:
    drafted = ledger.draft("release", {ANI: "releases"}, follow(ledger), unit=KPPS, to=PPS)
    ledger.record(ledger.sign(drafted))

    assert ledger.custody.index_of(drafted.digest) == len(ledger.papers) - 1
    with pytest.raises(Conflict):
        ledger.record(papers.sign(drafted, [ledger.key_of(ANI)]))


def test_a_paper_of_another_ledger_is_not_taken(ledger: TestLedger) -> None:
    with pytest.raises(Malformed, match="was signed for the ledger"):
        ledger.put("release", {ANI: "releases"}, follow(ledger), unit=KPPS, to=PPS, ledger="e" * 64)


def test_a_ledger_begins_with_genesis_and_only_with_that(ledger: TestLedger) -> None:
    with pytest.raises(Malformed, match="begins with its genesis paper"):
        Custody().apply(ledger.papers[1], 0)
    with pytest.raises(Malformed, match="begins with its genesis paper"):
        Custody().apply(ledger.papers[1], 1)
    other = TestLedger(device="e" * 32)
    other.found()
    with pytest.raises(Malformed, match="begins with its genesis paper"):
        ledger.custody.apply(other.papers[0], 99)


def test_a_paper_that_nobody_entitled_signed_is_refused(ledger: TestLedger) -> None:
    lines = [ledger.accepted(DPD, ledger.last())]

    with pytest.raises(Refused, match=f"Nobody of {PPS} signed this handover with the part receives"):
        ledger.put("handover", {ANI: "releases"}, lines, unit=KPPS, to=PPS)


def test_an_officer_does_not_act_for_a_unit_that_is_not_his(ledger: TestLedger) -> None:
    paper = handover(ledger, by=ANI, to=BUDI, signers={ANI: "releases", BUDI: "receives", CITRA: "receives"})

    with pytest.raises(Refused, match=f"{CITRA} signed this handover with the part receives, which {PPK} has not"):
        ledger.record(paper)


def test_a_hand_over_has_two_units(ledger: TestLedger) -> None:
    colleague = enrol_another(ledger, f"{KPPS}#2")

    for paper in (
        handover(ledger, by=ANI, to=colleague),
        release(ledger, by=ANI, to=KPPS),
        deposit(ledger, signers={ANI: "acts", colleague: "keeps"}, keeper=KPPS),
    ):
        with pytest.raises(Refused, match=f"{KPPS} stands on both sides"):
            ledger.record(paper)


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("release", {"to": UNKNOWN}),
        ("release", {"to": PPS, "carrier": "carrier/unknown"}),
        ("release", {"to": PPS, "unit": UNKNOWN, "place": "?"}),
    ],
)
def test_units_are_registered(ledger: TestLedger, kind: str, members: dict[str, str]) -> None:
    with pytest.raises(Refused, match="is not registered"):
        ledger.put(kind, {ANI: "releases"}, follow(ledger), **({"unit": KPPS} | members))


@pytest.mark.parametrize(
    ("members", "part"),
    [({"to": PTPS}, "receives"), ({"to": PPS, "carrier": PTPS}, "keeps"), ({"to": "carrier/pos"}, "receives")],
)
def test_a_release_goes_to_those_who_may_hold(ledger: TestLedger, members: dict[str, str], part: str) -> None:
    with pytest.raises(Refused, match=f"may not take the part {part}"):
        ledger.put("release", {ANI: "releases"}, follow(ledger), unit=KPPS, **members)


@pytest.mark.parametrize("kind", ["handover", "acceptance"])
def test_a_supervisor_keeps_no_boxes_for_others(ledger: TestLedger, kind: str) -> None:
    if kind == "handover":
        paper = handover(ledger, by=ANI, to=BUDI, keeper=PTPS)
    else:
        paper = accept(ledger, ledger.release(by=ANI, to=PPS).digest, {DPD: "accepted"}, by=BUDI, keeper=PTPS)

    with pytest.raises(Refused, match="may not take the part keeps"):
        ledger.record(paper)


def test_a_paper_none_of_whose_boxes_concerns_the_unit_is_refused(ledger: TestLedger) -> None:
    elsewhere = "35.79.02.2001/001/DPD"
    line = follow(ledger, elsewhere, after="a" * 64)

    with pytest.raises(Refused, match="has nothing to do with any box"):
        ledger.put("release", {ANI: "releases"}, line, unit=KPPS, to=PPS)


def test_a_line_about_somebody_elses_box_is_listed_and_changes_nothing(ledger: TestLedger) -> None:
    elsewhere = "35.79.02.2001/001/DPD"
    lines = [*follow(ledger), *follow(ledger, elsewhere, after="a" * 64)]

    made = ledger.put("release", {ANI: "releases"}, lines, unit=KPPS, to=PPS)

    assert [(one.box, one.verdict) for one in made.changes] == [(elsewhere, "foreign"), (DPD, "link")]
    assert [one.box for one in made.contested] == [elsewhere]
    assert ledger.custody.box(elsewhere) is None


def test_an_acceptance_answers_one_release(ledger: TestLedger) -> None:
    sent = ledger.release(by=ANI, to=PPS)
    lines = [ledger.accepted(DPD, "a" * 64)]

    with pytest.raises(Refused, match=f"answers the release {sent.digest[:16]}, the line follows aaaa"):
        ledger.put("acceptance", {BUDI: "receives"}, lines, unit=PPS, of=sent.digest)


def test_an_extra_box_follows_nothing(ledger: TestLedger) -> None:
    lines = [ledger.accepted(DPD, ledger.last(), TIES, "extra")]

    with pytest.raises(Refused, match="is said to be extra, and yet to follow"):
        ledger.put("handover", {ANI: "releases", BUDI: "receives"}, lines, unit=KPPS, to=PPS)


def store(ledger: TestLedger, signers: dict[str, str], **members: Any) -> tuple[str, ...]:
    """Budi opens the store of the village; its padlocks are held by the police, Panwaslu's man and himself."""
    holders = {"padlock-1": PPS, "padlock-2": POLRI, "padlock-3": "carrier/pos"}
    lines = [AccessLine(id=id_, holder=holder, seen="intact") for id_, holder in holders.items()]
    made = ledger.put(
        "access", {BUDI: "acts"} | signers, lines, unit=PPS, action="opened", why="recap", boxes=5, **members
    )
    return made.flags


def test_a_store_is_opened_by_those_who_hold_its_padlocks(ledger: TestLedger) -> None:
    flags = store(ledger, {POLISI: "unlocks"}, present=beside("carrier/pos", "unlocks", "paper"))

    assert flags == ()


def test_a_holder_with_a_key_signs_or_is_said_to_be_absent(ledger: TestLedger) -> None:
    with pytest.raises(Refused, match=f"{POLRI} holds the padlock padlock-2"):
        store(ledger, {})

    assert store(ledger, {}, present=beside(POLRI, "unlocks", "absent", reason="late")) == ("IR-11",)


def test_what_is_refused_changes_nothing(ledger: TestLedger) -> None:
    before = dict(ledger.custody.states)

    with pytest.raises(Refused):
        ledger.record(handover(ledger, *BOXES, by=ANI, to=DEWI))

    assert ledger.custody.states == before


def test_after_the_ledger_was_closed_papers_are_recorded_and_flagged(ledger: TestLedger) -> None:
    ledger.put("closing", {RINA: "authorises", EKO: "authorises"}, papers=len(ledger.papers) + 1, boxes=5)

    made = ledger.seal()

    assert made.flags == ("after-closing",)
