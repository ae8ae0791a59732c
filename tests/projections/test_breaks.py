"""What does not agree: between which two papers, who answers for it, and what settles it."""

from pathlib import Path

import pytest

from ledger.domain.documents.base import Cited, Seal, Seals, Times
from ledger.domain.documents.government import Deadline, Wanted
from ledger.domain.documents.people import RevocationLine
from ledger.domain.documents.remarks import StockLine
from projections import desk
from projections.desk import Narrowed
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    EKO,
    KPPS,
    KPU,
    KPU_REGISTRAR,
    POLISI,
    PPK,
    PPS,
    PTPS,
    STATION,
    TIES,
    WATI,
    TestLedger,
)
from tests.ledger.domain.custody.stories import accept, attest, correct, handover, release
from tests.ledger.domain.custody.test_flags_of_rules import rules
from tests.projections.asking import breaks, codes_of, looked_at, moment
from tests.projections.asking import one as only

TORN = Seals(ties=Seal(on=2), papers=Seal(on=1, bad=1))
LOOSE = Seals(ties=Seal(on=1), papers=Seal(on=1))
EVENING, NEXT_DAY = "2029-02-14T22:00:00+07:00", "2029-02-15T00:10:00+07:00"


def test_seals_that_differ_are_told_with_the_two_papers_between_which_they_changed(
    ledger: TestLedger, tmp_path: Path
) -> None:
    sealed = ledger.seal()
    given = ledger.hand_over(by=ANI, to=BUDI, seals=TORN)

    found = only(ledger, tmp_path, "IR-01")

    assert [(cite.index, cite.digest) for cite in found.papers] == [
        (sealed.index, sealed.digest),
        (given.index, given.digest),
    ]
    assert (found.boxes, found.unit, found.severity) == ((DPD,), KPPS, "high")
    assert (found.facts.expected, found.facts.found) == ("ties:2,papers:1", "ties:2,papers:1/1")
    assert found.settled is None


def test_a_tie_put_on_again_settles_that_one_came_off(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal()
    ledger.hand_over(by=ANI, to=BUDI, seals=LOOSE)
    again = ledger.seal(by=BUDI, seals=Seals(ties=Seal(on=1)))

    found = only(ledger, tmp_path, "IR-01")

    assert found.settled is not None
    assert (found.settled.index, found.settled.way) == (again.index, "sealing")


def test_more_seals_than_were_stated_are_an_opening_nobody_told(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal()
    ledger.hand_over(by=ANI, to=BUDI, seals=Seals(ties=Seal(on=3), papers=Seal(on=1)))

    assert only(ledger, tmp_path, "IR-11").facts.found == "ties:3,papers:1"


def test_boxes_of_which_one_paper_shows_the_same_are_one_break(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(*BOXES)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, seals=TORN)

    found = only(ledger, tmp_path, "IR-01")

    assert found.boxes == BOXES
    assert found.area == STATION


def test_a_box_handed_over_twice_is_told_with_both_papers_and_settled_by_a_correction(
    ledger: TestLedger, tmp_path: Path
) -> None:
    sealed = ledger.seal()
    first = ledger.hand_over(by=ANI, to=BUDI)
    second = ledger.record(handover(ledger, by=ANI, to=CITRA, after=sealed.digest))
    before = only(ledger, tmp_path, "LINE-overtaken")
    ledger.record(correct(ledger, second.digest, {ANI: "acts", CITRA: "acts"}))

    after = only(ledger, tmp_path, "LINE-overtaken")

    assert [cite.index for cite in before.papers] == [first.index, second.index]
    assert before.settled is None
    assert after.settled is not None
    assert after.settled.way == "correction"


def test_a_paper_that_does_not_connect_waits_until_the_one_between_comes(ledger: TestLedger, tmp_path: Path) -> None:
    sealed = ledger.seal()
    between = handover(ledger, by=ANI, to=BUDI)
    later = ledger.record(handover(ledger, by=BUDI, to=CITRA, after=between.digest))
    before = only(ledger, tmp_path, "waiting")
    came = ledger.record(between)

    after = only(ledger, tmp_path, "waiting")

    assert [cite.index for cite in before.papers] == [sealed.index, later.index]
    assert (before.facts.expected, before.facts.found) == (between.digest[:16], sealed.digest[:16])
    assert after.settled is not None
    assert (after.settled.index, after.settled.way) == (came.index, "effect")


def test_boxes_that_came_back_after_midnight_are_late_by_the_rules_and_the_end_of_the_count(
    ledger: TestLedger, tmp_path: Path
) -> None:
    ruled = rules(ledger, deadlines=(Deadline(leg="kpps-pps", same_day=True),))
    sealed = ledger.seal(*BOXES, at=EVENING, times=Times(ended="2029-02-14T21:30:00+07:00"))
    given = ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=NEXT_DAY)

    found = only(ledger, tmp_path, "IR-14")

    assert [cite.index for cite in found.papers] == [ruled.index, sealed.index, given.index]
    assert (found.case, found.facts.expected, found.facts.found) == ("late", "2029-02-14T23:59:59+07:00", NEXT_DAY)


def test_an_acceptance_claimed_before_its_release_is_told_with_both_times(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal(at=EVENING)
    sent = ledger.release(by=ANI, to=PPS, at=NEXT_DAY)
    ledger.accept(sent.digest, by=BUDI, at=EVENING)

    found = only(ledger, tmp_path, "IR-14")

    assert (found.case, found.facts.expected, found.facts.found) == ("before", NEXT_DAY, EVENING)


def test_a_missing_witness_is_told_of_the_paper_and_settled_when_he_signs_later(
    ledger: TestLedger, tmp_path: Path
) -> None:
    rules(ledger, wanted=(Wanted(kind="handover", parts=("witnesses",)),))
    ledger.seal(*BOXES)
    given = ledger.hand_over(*BOXES, by=ANI, to=BUDI)
    before = only(ledger, tmp_path, "IR-15")
    attest(ledger, given.digest, DEWI, "witnesses")

    after = only(ledger, tmp_path, "IR-15")

    assert (before.boxes, before.unit, before.of_lines) == (BOXES, KPPS, False)
    assert after.settled is not None
    assert after.settled.way == "attestation"


def test_a_finding_that_is_closed_settles_what_shows_the_same_of_its_boxes(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal()
    ledger.hand_over(by=ANI, to=BUDI, seals=TORN)
    said = {"unit": PTPS, "sort": "supervision", "code": "IR-01", "place": f"{PPS}/1"}
    found = ledger.put("finding", {DEWI: "reports"}, [Cited(box=DPD)], **said)
    before = codes_of(breaks(ledger, tmp_path, "IR-01"))
    ledger.put("answer", {DEWI: "reports"}, unit=PTPS, of=found.digest, does="closes")

    after = codes_of(breaks(ledger, tmp_path, "IR-01"))

    assert (before, after) == (["IR-01", "IR-01"], [])


def test_an_explanation_settles_nothing(ledger: TestLedger, tmp_path: Path) -> None:
    said = {"unit": PTPS, "sort": "supervision", "code": "strange-noise", "place": f"{PPS}/1"}
    found = ledger.put("finding", {DEWI: "reports"}, (), **said)
    ledger.put("answer", {BUDI: "reports"}, unit=PPS, of=found.digest, does="explains")

    told = only(ledger, tmp_path, "strange-noise")

    assert (told.settled, told.case, told.definition.code) == (None, "finding", "finding")


def test_a_refused_box_should_be_back_within_a_day(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal()
    sent = ledger.release(by=ANI, to=PPS, at=EVENING)
    ledger.record(accept(ledger, sent.digest, {DPD: "refused"}, BUDI, at=EVENING))
    soon = breaks(ledger, tmp_path, "not-returned", clock=NEXT_DAY)
    late = codes_of(breaks(ledger, tmp_path, "not-returned"))
    ledger.seal(at="2029-02-20T08:00:00+07:00")

    back = only(ledger, tmp_path, "not-returned")

    assert (soon, late) == ([], ["not-returned"])
    assert back.settled is not None
    assert back.settled.way == "return"


def test_a_missing_box_that_is_seen_again_is_no_longer_lost(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal()
    event = {"unit": KPPS, "sort": "event", "code": "IR-13", "place": f"{KPPS}/1"}
    ledger.put("finding", {ANI: "reports"}, [Cited(box=DPD)], **event)
    ledger.hand_over(by=ANI, to=BUDI)

    found = only(ledger, tmp_path, "IR-13")

    assert found.settled is not None
    assert found.settled.way == "sight"


def test_what_lasts_is_told_once_with_the_paper_that_showed_it_first(ledger: TestLedger, tmp_path: Path) -> None:
    first = ledger.hand_over(by=ANI, to=BUDI)
    ledger.hand_over(by=BUDI, to=CITRA)

    found = only(ledger, tmp_path, "IR-01")

    assert (found.case, found.papers[-1].index) == ("open", first.index)


def test_goods_that_came_damaged_or_short_are_told_batch_by_batch(ledger: TestLedger, tmp_path: Path) -> None:
    says = {"item": "tie", "giver": "vendor/v", "to": KPU}
    lines = [
        StockLine(batch="a", promised=10, good=8, damaged=2, **says),  # type: ignore[arg-type]  # words
        StockLine(batch="b", promised=10, good=7, missing=3, **says),  # type: ignore[arg-type]  # words
    ]
    ledger.put("stock", {WATI: "acts"}, lines, unit=KPU, action="delivered")

    found = breaks(ledger, tmp_path)

    assert {(each.code, each.facts.expected, each.facts.found) for each in found} == {
        ("IR-02", 10, 2),
        ("IR-04", 10, 7),
    }


@pytest.mark.parametrize(
    ("when", "open_"),
    [
        ({"index": 7}, []),
        ({"index": 8}, ["IR-01"]),
        ({"index": 9}, []),
        ({"time": "2029-02-14T21:59:59+07:00"}, []),
        ({"time": EVENING}, ["IR-01"]),
        ({"time": NEXT_DAY}, []),
    ],
)
def test_each_question_is_asked_as_at_an_index_or_a_time(
    ledger: TestLedger, tmp_path: Path, when: dict[str, str | int], open_: list[str]
) -> None:
    ledger.seal()
    ledger.hand_over(by=ANI, to=BUDI, seals=LOOSE, at=EVENING)
    ledger.seal(by=BUDI, seals=Seals(ties=Seal(on=1)), at=NEXT_DAY)

    assert codes_of(breaks(ledger, tmp_path, **when)) == open_  # type: ignore[arg-type]  # an index or a time


def test_breaks_are_narrowed_by_area_code_and_severity_and_come_worst_first(ledger: TestLedger, tmp_path: Path) -> None:
    rules(ledger, wanted=(Wanted(kind="handover", parts=("witnesses",)),))
    ledger.seal(*BOXES)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, seals=TORN, at=EVENING)

    with looked_at(ledger, tmp_path) as view:
        now = moment(view)
        asked = [Narrowed(area=STATION), Narrowed(area="35.79.01"), Narrowed(severity="medium"), Narrowed(code="IR-01")]
        narrowed = [[each.code for each in desk.breaks(view, now, one)] for one in asked]
        everything = [each.code for each in desk.breaks(view, now)]

    assert narrowed == [["IR-01", "IR-15"], [], ["IR-15"], ["IR-01"]]
    assert everything == ["IR-01", "IR-15"]


def test_a_hold_that_is_not_kept_is_told_with_the_hold(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal()
    held = ledger.put("hold", {EKO: "authorises"}, [Cited(box=DPD)], unit="bawaslu/35.79", why="court")
    ledger.record(release(ledger, by=ANI, to=PPK))

    found = only(ledger, tmp_path, "on-hold")

    assert found.papers[0].index == held.index


def test_what_a_stolen_key_signed_is_told_with_the_paper_that_revoked_the_key(
    ledger: TestLedger, tmp_path: Path
) -> None:
    ledger.seal()
    stolen = RevocationLine(id=BUDI, keys=(ledger.key_of(BUDI).public.id,), why="stolen")
    revoked = ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [stolen])
    signed = ledger.hand_over(by=ANI, to=BUDI)

    flagged, contested = (only(ledger, tmp_path, code) for code in ("key-stolen", "LINE-revoked"))

    assert [cite.index for cite in flagged.papers] == [revoked.index, signed.index]
    assert {revoked.index, signed.index} <= {cite.index for cite in contested.papers}


def test_a_box_nobody_listed_has_nobody_who_answers_for_it(ledger: TestLedger, tmp_path: Path) -> None:
    stray = f"{STATION}/DPR.2"
    line = ledger.accepted(stray, None, TIES, "extra")
    ledger.put(
        "handover", {ANI: "releases", BUDI: "receives"}, [line, ledger.accepted(DPD, ledger.last())], unit=KPPS, to=PPS
    )

    found = breaks(ledger, tmp_path)

    assert ("no-custodian", (stray,)) in [(each.code, each.boxes) for each in found]
    assert ("LINE-extra", (stray,)) in [(each.code, each.boxes) for each in found]


def test_what_police_report_without_naming_boxes_is_of_the_area_where_they_were(
    ledger: TestLedger, tmp_path: Path
) -> None:
    members = {"unit": "polri/batu", "place": f"{KPPS}/1", "sort": "event", "code": "IR-10"}
    ledger.put("finding", {POLISI: "reports"}, (), **members)

    found = only(ledger, tmp_path, "IR-10")

    assert (found.boxes, found.area, found.unit) == ((), STATION, "polri/batu")
