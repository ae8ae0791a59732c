"""Forms filled in by hand, copied into the ledger, and the papers they stand for."""

from typing import Any

import pytest

from ledger.errors import Refused
from ledger.paper import Paper
from tests.harness import ANI, BOXES, BUDI, CITRA, DEWI, DPD, KPPS, POLISI, POLRI, PPS, TestLedger
from tests.ledger.domain.custody.stories import attest, revoke, transcribed

A, B, C, D, E = BOXES


def form(ledger: TestLedger, *names_: str, by: str, stands_for: str | None = None, **members: Any) -> Paper:
    """The form of the hand-over from Ani to Budi, copied by one of them or by somebody above."""
    members = transcribed(stands_for) | {"place": f"{PPS}/1"} | members
    lines = [ledger.accepted(box, members.pop("after", None) or ledger.last(box)) for box in names_ or (DPD,)]
    return ledger.write("handover", {by: "reports"}, lines, unit=KPPS, to=PPS, **members)


def test_a_form_copied_by_the_receiving_unit_takes_effect_at_once(ledger: TestLedger) -> None:
    made = ledger.record(form(ledger, by=BUDI))

    assert (made.changes[0].verdict, made.changes[0].grade) == ("link", "E")
    assert ledger.box().custodian == PPS


@pytest.mark.parametrize("copied_by", [ANI, CITRA])
def test_a_form_copied_by_others_waits_for_the_receiving_unit(ledger: TestLedger, copied_by: str) -> None:
    paper = form(ledger, by=copied_by)

    made = ledger.record(paper)
    before = ledger.box()
    mended = attest(ledger, paper.digest, BUDI, "receives")

    assert (made.changes[0].code, before.custodian) == ("one-sided", KPPS)
    assert [one.code for one in before.disputes] == ["one-sided"]
    assert [(one.verdict, one.index) for one in mended.changes] == [("link", made.index)]
    assert (ledger.box().custodian, ledger.box().disputes) == (PPS, ())


def test_a_form_takes_effect_at_once_where_the_receiving_unit_has_no_key_in_force(ledger: TestLedger) -> None:
    revoke(ledger, BUDI, "ended")

    made = ledger.record(form(ledger, by=ANI))

    assert made.changes[0].verdict == "link"


def test_the_grade_rises_when_the_parties_have_attested(ledger: TestLedger) -> None:
    made = ledger.record(form(ledger, by=BUDI))

    regraded = attest(ledger, made.digest, ANI, "releases").regraded

    assert [(one.digest, one.grade) for one in regraded] == [(made.digest, "D")]


def test_a_form_is_kept_beside_its_transcript(ledger: TestLedger) -> None:
    with pytest.raises(Refused, match="needs the paper form"):
        ledger.record(form(ledger, by=BUDI, files=()))


def test_a_form_is_copied_by_a_party_or_somebody_above(ledger: TestLedger) -> None:
    with pytest.raises(Refused, match="No officer of"):
        ledger.record(form(ledger, by=DEWI))


def test_a_transcript_by_a_key_that_was_stolen_waits_for_the_receiving_unit(ledger: TestLedger) -> None:
    paper = form(ledger, by=ANI)
    revoke(ledger, ANI)

    made = ledger.record(paper)
    attest(ledger, paper.digest, BUDI, "receives")

    assert made.changes[0].code == "revoked"
    assert ledger.box().custodian == PPS


def test_a_transcript_by_a_stolen_key_stands_if_the_receiving_unit_had_attested(ledger: TestLedger) -> None:
    paper = form(ledger, by=ANI)
    revoke(ledger, ANI)
    attest(ledger, paper.digest, BUDI, "receives")

    made = ledger.record(paper)

    assert made.changes[0].verdict == "link"


def test_a_form_by_which_police_take_boxes_names_the_paper_they_act_on(ledger: TestLedger) -> None:
    lines = [ledger.accepted(DPD, ledger.last())]
    members: dict[str, Any] = {"unit": POLRI, "of": ledger.last(), "place": f"{KPPS}/1"} | transcribed()

    with pytest.raises(Refused) as caught:
        ledger.put("acceptance", {POLISI: "reports"}, lines, **members)

    assert caught.value.code == "RO-005"
