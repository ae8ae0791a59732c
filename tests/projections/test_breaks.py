"""What does not agree: between which two papers, who answers for it, and what settles it."""

from pathlib import Path
from typing import Literal

import pytest

from commands.looking.broken import whose
from commands.looking.told import sentence
from commands.program.language import speak
from ledger.domain.documents.base import Cited, Seal, Seals, Times
from ledger.domain.documents.boxes import OpeningLine
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
    DPD,
    EKO,
    KPPS,
    KPU,
    KPU_REGISTRAR,
    POLISI,
    PPK,
    PPS,
    STATION,
    TIES,
    WATI,
    TestLedger,
)
from tests.ledger.domain.custody.stories import release, rules
from tests.projections.acts import EVENING, LOOSE, NEXT_DAY, TORN, opened
from tests.projections.asking import breaks, codes_of, looked_at, moment
from tests.projections.asking import one as only


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


def test_what_a_whole_paper_shows_lies_where_its_boxes_do(ledger: TestLedger, tmp_path: Path) -> None:
    """A village committee opens a box of one station without a basis and hands on without a seal."""
    ledger.hand_over(by=ANI, to=BUDI)
    line = OpeningLine(box=DPD, after=ledger.last(), seals=TIES, state="intact", broken=TIES)
    ledger.put("opening", {BUDI: "acts"}, [line], unit=PPS, purpose="evidence", basis="none", reason="label-unreadable")

    found = only(ledger, tmp_path, "IR-12")

    assert (found.area, found.unit) == (STATION, PPS)


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
    assert "clock" in found.question


def test_what_lasts_is_told_once_with_the_paper_that_showed_it_first(ledger: TestLedger, tmp_path: Path) -> None:
    first = ledger.hand_over(by=ANI, to=BUDI)
    ledger.hand_over(by=BUDI, to=CITRA)

    found = only(ledger, tmp_path, "IR-01")

    assert (found.case, found.papers[-1].index) == ("open", first.index)


def test_a_box_that_was_opened_and_moved_without_new_seals_is_told_so_with_the_opening(
    ledger: TestLedger, tmp_path: Path
) -> None:
    speak("en")
    ledger.seal()
    opened(ledger, 10)
    first = ledger.hand_over(by=ANI, to=BUDI, seals=Seals())
    ledger.hand_over(by=BUDI, to=CITRA, seals=Seals())

    found = only(ledger, tmp_path, "IR-01")

    assert [cite.kind for cite in found.papers] == ["opening", "handover"]
    assert found.papers[-1].index == first.index
    assert sentence(found) == "The box was opened, and moved without being sealed again."


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

    speak("en")
    assert found.papers[0].index == held.index
    assert sentence(found) == "Put on hold by Bawaslu 35.79."


def test_what_a_stolen_key_signed_is_told_with_the_paper_that_revoked_the_key(
    ledger: TestLedger, tmp_path: Path
) -> None:
    ledger.seal()
    stolen = RevocationLine(id=BUDI, keys=(ledger.key_of(BUDI).public.id,), why="stolen", since=EVENING)
    revoked = ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [stolen])
    signed = ledger.hand_over(by=ANI, to=BUDI)

    flagged, contested = (only(ledger, tmp_path, code) for code in ("key-stolen", "LINE-revoked"))

    assert [cite.index for cite in flagged.papers] == [revoked.index, signed.index]
    assert {revoked.index, signed.index} <= {cite.index for cite in contested.papers}
    assert (flagged.facts.officer, flagged.facts.found) == (BUDI, EVENING)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("stolen", "The key of PPS 35.79.02.2009 officer 1; the paper does not say since when it is suspected."),
        ("lost", "The key of PPS 35.79.02.2009 officer 1; the paper does not say since when it is suspected."),
        ("ended", "The key of PPS 35.79.02.2009 officer 1."),
    ],
)
def test_of_a_key_that_had_ended_it_is_told_whose_it_was(
    ledger: TestLedger, tmp_path: Path, why: Literal["stolen", "lost", "ended"], said: str
) -> None:
    speak("en")
    ledger.seal()
    line = RevocationLine(id=BUDI, keys=(ledger.key_of(BUDI).public.id,), why=why)
    ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [line])
    ledger.hand_over(by=ANI, to=BUDI)

    found = only(ledger, tmp_path, f"key-{why}")

    assert sentence(found) == said


def test_a_key_that_was_stolen_stays_stolen_when_its_officer_leaves(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal()
    stolen = RevocationLine(id=BUDI, keys=(ledger.key_of(BUDI).public.id,), why="stolen", since=EVENING)
    revoked = ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [stolen])
    left = RevocationLine(id=BUDI, keys=stolen.keys, why="ended")
    ledger.put("revocation", {KPU_REGISTRAR: "registers"}, [left])
    ledger.hand_over(by=ANI, to=BUDI)

    found = only(ledger, tmp_path, "key-stolen")

    assert (found.papers[0].index, found.facts.officer, found.facts.found) == (revoked.index, BUDI, EVENING)


def test_a_box_nobody_listed_has_nobody_who_answers_for_it(ledger: TestLedger, tmp_path: Path) -> None:
    stray = f"{STATION}/DPR.2"
    line = ledger.accepted(stray, None, TIES, "extra")
    ledger.put(
        "handover", {ANI: "releases", BUDI: "receives"}, [line, ledger.accepted(DPD, ledger.last())], unit=KPPS, to=PPS
    )

    found = breaks(ledger, tmp_path)

    assert ("no-custodian", (stray,)) in [(each.code, each.boxes) for each in found]
    assert ("LINE-extra", (stray,)) in [(each.code, each.boxes) for each in found]
    speak("en")
    about = [each for each in found if each.boxes == (stray,)]
    assert {label for each in about for label, _units in whose(each)} == {"to be asked"}


def test_what_police_report_without_naming_boxes_is_of_the_area_where_they_were(
    ledger: TestLedger, tmp_path: Path
) -> None:
    members = {"unit": "polri/batu", "place": f"{KPPS}/1", "sort": "event", "code": "IR-10"}
    ledger.put("finding", {POLISI: "reports"}, (), **members)

    found = only(ledger, tmp_path, "IR-10")

    assert (found.boxes, found.area, found.unit) == ((), STATION, "polri/batu")
