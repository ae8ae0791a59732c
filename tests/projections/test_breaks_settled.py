"""What settles that something does not agree, and what does not."""

from pathlib import Path

from ledger.domain.documents.base import Cited, Seal, Seals
from ledger.domain.documents.government import Wanted
from tests.harness import ANI, BOXES, BUDI, CITRA, DEWI, DPD, KPPS, PPS, PTPS, TestLedger
from tests.ledger.domain.custody.stories import accept, attest, correct, handover, rules
from tests.projections.acts import EVENING, LOOSE, NEXT_DAY, TORN
from tests.projections.asking import breaks, codes_of
from tests.projections.asking import one as only


def test_a_tie_put_on_again_settles_that_one_came_off(ledger: TestLedger, tmp_path: Path) -> None:
    ledger.seal()
    ledger.hand_over(by=ANI, to=BUDI, seals=LOOSE)
    again = ledger.seal(by=BUDI, seals=Seals(ties=Seal(on=1)))

    found = only(ledger, tmp_path, "IR-01")

    assert found.settled is not None
    assert (found.settled.index, found.settled.way) == (again.index, "sealing")


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
