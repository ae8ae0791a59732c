"""What the desk of a report says of stories small enough to know all of it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from commands.evidence import auditing
from commands.evidence.auditing import Audit
from commands.main import main
from commands.program.language import speak
from commands.reporting import charts, citing, summary
from ledger.domain.documents.base import Seal, Seals
from ledger.domain.documents.government import PlanLine
from ledger.domain.documents.people import UnitLine
from ledger.log import policy
from ledger.persistence.journal import open_journal
from projections.desk import Graded
from tests.harness import ANI, BOXES, BUDI, CITRA, DPD, KPU_REGISTRAR, VILLAGE, TestLedger
from tests.ledger.dishonest import LOG, ORIGIN
from tests.projections.expecting import EVENING, HOME, MIDNIGHT, MORNING, counted, plan
from tests.projections.story import lay_out, record_all, tell
from tests.reporting.asking import gathered
from tests.reporting.reading import Page

YEARS = ["9999-12-31T23:30:00+07:00", "0001-01-01T00:10:00+07:00"]
"""At the ends of every calendar."""


@pytest.mark.parametrize(("deposits", "told"), [(1, "1 deposit has no witness"), (2, "2 deposits have no witness")])
def test_deposits_without_a_witness_are_counted_as_one_says_it(
    ledger: TestLedger, tmp_path: Path, deposits: int, told: str
) -> None:
    speak("en")
    grade = Graded("D", links=5, papers=deposits, kinds={"deposit": deposits})

    said = summary.unseen(replace(gathered(tell(ledger), tmp_path), grades=(grade,)))

    assert any(f"Not counted there: {told} either" in each for each in said)


@pytest.mark.parametrize("time", [None, "2029-03-01T00:00:00+07:00"])
def test_what_comes_in_after_the_audit_is_not_told(ledger: TestLedger, tmp_path: Path, time: str | None) -> None:
    """Boxes, seals, stations and findings: as at the last entry that was audited, whatever question is asked."""
    plan(tell(ledger), home={"due": MIDNIGHT})
    audited, planned = len(ledger.papers), ledger.papers[-1].digest
    before = gathered(ledger, tmp_path, time=time, depth="annex")
    ledger.at = "2029-02-15T10:00:00+07:00"
    ledger.put("units", {KPU_REGISTRAR: "registers"}, [UnitLine(id=f"kpps/{VILLAGE}/005")])
    ledger.hand_over(BOXES[4], by=BUDI, to=CITRA, seals=Seals(ties=Seal(on=1)))
    said = [PlanLine(leg=HOME, due=EVENING)]
    ledger.put("plan", {KPU_REGISTRAR: "registers"}, said, replaces=planned)

    after = gathered(ledger, tmp_path, audited, time=time, depth="annex")

    assert after == before
    assert gathered(ledger, tmp_path, time=time) != before


def test_a_paper_that_comes_in_while_the_audit_runs_is_in_no_part_of_the_page(
    ledger: TestLedger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The audit is the real one; Budi's hand-over is recorded as soon as it has read the ledger."""
    path, trust = tmp_path / "ledger.db", tmp_path / "trust.txt"
    trust.write_text(policy.trust_text(ORIGIN, tell(ledger).name, LOG.public))
    lay_out(path, ledger)
    audited, audit = len(ledger.papers), auditing.audit
    ledger.hand_over(BOXES[4], by=BUDI, to=CITRA)

    def grown(*asked: Any, **how: Any) -> Audit:
        found = audit(*asked, **how)
        with open_journal(path) as journal:
            record_all(journal, ledger)
        return found

    monkeypatch.setattr(auditing, "audit", grown)
    monkeypatch.setenv("KOTAK_HOME", str(tmp_path))
    where = ("--ledger", str(path), "--trust", str(trust))
    assert main([*where, "--json", "report", "--html", str(tmp_path / "r.html")]) == 0

    said = json.loads(capsys.readouterr().out)["data"]
    assert said["entries"] == said["as_of"]["entries"] == audited
    with open_journal(path, read_only=True) as journal:
        assert journal.size() == audited + 1


def test_hand_overs_are_those_that_took_effect_unseen_or_signed_later(ledger: TestLedger, tmp_path: Path) -> None:
    """One was attested the next day, one waited for its release, and one that is contested handed nothing over."""
    tell(ledger)
    did = {one.kind: one for one in ledger.effects}
    given = next(one for one in ledger.effects if one.kind == "handover")

    heard = gathered(ledger, tmp_path).heard

    assert [(one.paper.digest, one.by.digest) for one in heard.later] == [(given.digest, did["attestation"].digest)]
    assert [one.kind for one in heard.unseen] == ["release", "acceptance", "release"]
    assert did["handover"].digest not in {one.digest for one in heard.unseen}
    assert heard.handed == 4


def test_where_nothing_was_handed_over_no_supervisor_is_said_to_have_signed_it(
    ledger: TestLedger, tmp_path: Path
) -> None:
    speak("en")

    assert summary.unseen(gathered(ledger, tmp_path)) == ["No paper by which a box is handed over took effect here."]


def test_every_paper_that_is_named_is_known_by_its_digest(ledger: TestLedger, tmp_path: Path) -> None:
    plan(tell(ledger), home={"due": MIDNIGHT})

    found = gathered(ledger, tmp_path, depth="annex")

    named = citing.on_page(found, "annex")
    assert {one.index for one in found.heard.unseen} < named <= citing.anywhere(found) == found.named.keys()
    assert all(found.named[index].digest == ledger.papers[index].digest for index in named)


def test_what_cannot_be_opened_is_looked_for_and_of_boxes_alike_one_stands_for_all(
    ledger: TestLedger, tmp_path: Path
) -> None:
    """Two boxes came late, one was not found by whoever got them, and two never left."""
    plan(ledger, home={"due": MIDNIGHT})
    counted(ledger)
    sent = ledger.release(*BOXES[:3], by=ANI, to="pps/35.79.02.2009", at=EVENING)
    ledger.accept(sent.digest, BOXES[0], BOXES[1], by=BUDI, at=MORNING)
    ledger.accept(sent.digest, BOXES[2], by=BUDI, at=MORNING, outcome="missing")

    found = gathered(ledger, tmp_path, time="2029-02-16T00:00:00+07:00")

    together = {each.first.away: [one.box for one in (each.first, *each.others)] for each in found.first + found.sought}
    assert together == {"": [*BOXES[:2]], "not-found": [BOXES[2]], "not-come": [*BOXES[3:]]}
    assert [each.first.box for each in found.first] == [BOXES[0]]


@pytest.mark.parametrize("year", YEARS)
def test_a_claim_no_calendar_goes_on_after_is_left_out_of_the_chart_and_counted(
    ledger: TestLedger, tmp_path: Path, year: str
) -> None:
    speak("en")
    plan(ledger, home={"due": MIDNIGHT})
    ledger.hand_over(*BOXES[1:], by=ANI, to=BUDI, at=EVENING)
    ledger.hand_over(DPD, by=ANI, to=BUDI, at=year)

    ((_leg, drawn, apart),) = charts.timelines(gathered(ledger, tmp_path, time="9999-12-31T23:59:59+07:00"))

    assert apart == 1
    assert "4 boxes accepted between 14 Feb 2029" in Page(drawn.encode()).under[""]


@pytest.mark.parametrize("year", YEARS)
def test_where_all_claims_are_such_nothing_is_drawn(ledger: TestLedger, tmp_path: Path, year: str) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=year)

    ((_leg, drawn, apart),) = charts.timelines(gathered(ledger, tmp_path))

    assert (drawn, apart) == ("", 5)
