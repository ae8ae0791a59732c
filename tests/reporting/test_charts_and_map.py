"""The charts of arrivals and the map show or count everything they are about."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.looking import told
from commands.pages import cartogram
from commands.pages.areas import Areas
from commands.pages.beside import Beside
from commands.pages.cartogram import Standing
from commands.program.language import speak
from commands.reporting import charts, mapped
from tests.commands.cli import Result
from tests.harness import ANI, BOXES, BUDI, TestLedger
from tests.projections.expecting import EVENING, MIDNIGHT, MORNING, counted, plan
from tests.reporting.asking import gathered
from tests.reporting.conftest import Report
from tests.reporting.reading import Page


def test_a_deadline_that_is_still_to_come_does_not_lengthen_the_axis(ledger: TestLedger, tmp_path: Path) -> None:
    speak("en")
    plan(ledger, home={"due": "2029-02-20T17:00:00+07:00"})
    counted(ledger)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=EVENING)

    ((_leg, drawn, _apart),) = charts.timelines(gathered(ledger, tmp_path))

    said = Page(drawn.encode()).under[""]
    assert "due 20 Feb 2029 17:00 WIB" in said
    assert not re.search(r"(?<!due )20 Feb 2029", said)
    assert not Page(drawn.encode()).values("path", "stroke-dasharray")


def test_a_deadline_that_passed_is_drawn(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    counted(ledger)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI, at=MORNING)

    ((_leg, drawn, _apart),) = charts.timelines(gathered(ledger, tmp_path))

    assert Page(drawn.encode()).values("path", "stroke-dasharray")


@pytest.mark.slow
def test_the_chart_of_a_leg_has_each_box_once_that_came_to_its_end(report: Report, run: Callable[..., Result]) -> None:
    """Boxes that two stations exchanged came to the wrong one first, and late from there."""
    rows = run("coverage", "--json").json["data"]["rows"]
    came = Counter[str]()
    for row in rows:
        came[told.leg(row["leg"])] += row["there"] + row["late"]

    drawn = re.findall(r">([^<:]+): ([\d,]+) boxes accepted between ", report().html)

    assert {title: int(count.replace(",", "")) for title, count in drawn} == came


@pytest.mark.slow
def test_the_numbers_of_the_map_and_those_beside_it_add_up(report: Report, run: Callable[..., Result]) -> None:
    open_ = run("breaks", "--json").json["data"]["open"]

    page = report()
    in_rectangles = sum(
        map(int, re.findall(r"<title>[^;<]*: (\d+) open breaks?, \d+ box(?:es)? not in time</title>", page.html))
    )
    beside = re.search(r"(\d+) open breaks? stands? in none of these areas", page.under["map"])

    assert beside
    assert in_rectangles >= open_ - int(beside[1])
    if "of boxes of several of these areas" not in page.under["map"]:
        assert in_rectangles == open_ - int(beside[1])


@pytest.mark.parametrize(
    ("spoken", "told"),
    [("en", "Tlekung: 1 open break, 1 box not in time"), ("id", "Tlekung: 1 ketidaksesuaian terbuka, 1 kotak tidak")],
)
def test_what_is_there_once_is_told_as_one(spoken: str, told: str) -> None:
    speak(spoken)

    drawn = cartogram.spot(Areas(), "35.79.03.2004", "Tlekung", Standing("high", 1, 1))

    assert drawn.told.startswith(told)


def test_where_all_breaks_are_of_stations_nothing_stands_beside_the_map(ledger: TestLedger, tmp_path: Path) -> None:
    plan(ledger, home={"due": MIDNIGHT})
    counted(ledger)

    found = gathered(ledger, tmp_path, time="2029-02-16T00:00:00+07:00")

    assert found.open
    assert mapped.beside(found) == Beside()
