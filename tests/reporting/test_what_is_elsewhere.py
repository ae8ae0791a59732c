"""Boxes that did not come where they were due, of which papers say more: that they wait, were refused, were seen."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from commands.pages.areas import Areas
from commands.program.language import speak
from commands.reporting import gaps
from commands.reporting.back import Told
from ledger import paper
from ledger.domain import names
from tests.commands.cli import Result
from tests.harness import ANI, BOXES, BUDI, TestLedger
from tests.projections.expecting import EVENING, MIDNIGHT, counted, plan
from tests.reporting.asking import gathered
from tests.reporting.conftest import Report

AFTER = "2029-02-16T00:00:00+07:00"


@pytest.mark.slow
def test_boxes_of_which_papers_wait_are_with_whom_the_last_of_them_says(report: Report, batu: Path) -> None:
    lacked = paper.read((batu / "papers" / "withheld-handover.paper").read_bytes())

    page = report("--holding", "papers")

    begins = lacked.digest[:16]
    for row in (row for row in page.rows["back"] if "NOT COME by papers that count" in row):
        assert f"later papers wait for one that is not here (its SHA-256 begins {begins})" in row
        assert re.search(r"entry \d+ , puts it with KPU Batu on 26 Feb 2029", row)
        assert "You hold that paper (withheld-handover.paper): recorded, the chain closes." in row
        assert "KPU Batu by papers that wait" in row
    assert "It is to be opened there, and not looked for." in page.under["first"]
    sought = page.under["first"].partition("Boxes to look for")[2].partition("Boxes that did not come")[0]
    assert "TPS 001 Dadaprejo" not in sought


@pytest.mark.slow
def test_commands_that_say_who_has_a_box_name_the_paper_that_waits_and_says_otherwise(
    report: Report, run: Callable[..., Result]
) -> None:
    (index,) = set(re.findall(r"entry (\d+) , puts it with KPU Batu", report().under["back"]))

    said = [run("coverage").out, run("breaks", "--each", "--code", "IR-14").out]

    assert all(f"by papers that count (entry {index} waits and may say otherwise)" in each for each in said)


@pytest.mark.slow
def test_a_paper_that_is_not_here_is_told_once_with_what_it_explains(report: Report) -> None:
    said = report("--holding", "papers").under["summary"]

    told = (
        r"and you hold it: Hand-over of boxes, 13 Feb 2029 [^,]+, file withheld-handover\.paper, SHA-256 [0-9a-f]{8}…"
    )
    assert len(re.findall(told, said)) == 1
    assert re.search(r"It explains \d+ open breaks: .*papers that do not connect \d+, papers of a device .* 1\.", said)
    assert "Gaps in the numbers of devices" not in said
    assert "Gaps in the numbers of devices: 1." in report().under["summary"]


@pytest.mark.slow
def test_of_a_paper_about_boxes_of_another_area_nothing_says_that_none_follows_it(report: Report) -> None:
    """Papers of Dadaprejo follow it; a report on Bumiaji did not look there."""
    said = report("35.79.02", "--holding", "papers").under["summary"]

    assert "about boxes of other areas, not looked at here: withheld-handover.paper (SHA-256 " in said
    assert "that nothing here follows" not in said


@pytest.mark.slow
def test_what_the_paper_explains_are_the_breaks_that_wait(report: Report, breaks: list[dict[str, Any]]) -> None:
    waiting = [one for one in breaks if (one["code"] == "waiting" or one["case"] == "waits") and not one["settled"]]

    said = report("--holding", "papers").under["summary"]

    assert f"It explains {len(waiting) + 1} open breaks" in said


@pytest.mark.slow
def test_a_box_that_was_reported_lost_and_was_seen_again_is_not_looked_for(
    report: Report, breaks: list[dict[str, Any]]
) -> None:
    (seen,) = (one for one in breaks if one["code"] == "IR-13" and one["settled"])

    page = report()

    index, found = seen["papers"][-1]["index"], seen["settled"]["index"]
    again = f"It had been reported lost (entry {index} ) and was seen again (entry {found} )."
    assert any(again in row for row in page.rows["back"])
    assert f"open: the box was seen again ( entry {found}" in page.row("findings", f"entry {index} ,")
    assert "Boxes of these that were seen again: 1." in page.under["summary"]
    assert "Boxes of these that were seen again: 1." in page.under["findings"]


def test_a_box_that_was_refused_is_told_with_whom_when_and_why(ledger: TestLedger, tmp_path: Path) -> None:
    speak("en")
    plan(ledger, home={"due": MIDNIGHT})
    counted(ledger)
    sent = ledger.release(*BOXES, by=ANI, to="pps/35.79.02.2009", at=EVENING)
    ledger.accept(sent.digest, *BOXES[1:], by=BUDI, at=EVENING)
    refused = replace(ledger.accepted(BOXES[0], sent.digest, outcome="refused"), reason="label-unreadable")
    ledger.put("acceptance", {BUDI: "receives"}, [refused], unit=names.unit_of(BUDI), of=sent.digest, at=EVENING)

    found = gathered(ledger, tmp_path, time=AFTER)

    (cell,) = (one for one in found.not_back if BOXES[0] in one.boxes)
    (elsewhere,) = found.elsewhere
    assert (elsewhere.first.box, elsewhere.first.away) == (BOXES[0], "refused")
    assert not found.sought
    told = Told(found, Areas(), None).stands(cell)
    assert re.search(
        r"NOT COME: .*Presented 14 Feb 2029 .* and refused by PPS .*reason given: the label cannot be read\.", told
    )
    speak("id")
    assert "alasan yang diberikan: label tidak terbaca." in Told(found, Areas(), None).stands(cell)


def test_a_paper_nobody_lacks_is_no_gap(ledger: TestLedger, tmp_path: Path) -> None:
    speak("en")
    plan(ledger, home={"due": MIDNIGHT})

    assert gaps.told(gathered(ledger, tmp_path), None, None) == ["No papers that an auditor kept were looked for."]
