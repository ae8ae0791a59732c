"""What is drawn in the report, in the desk and on paper is really there: each shape has a size, each label is read."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.commands.cli import Result
from tests.reporting.conftest import prints
from tests.reporting.test_as_a_pdf import said_by
from tests.serving.browsing import axe, violations
from tests.serving.conftest import serving
from tests.verifiers.conftest import browser

__all__ = ["axe", "browser"]

pytestmark = pytest.mark.slow

LABELS = {"Batu (35.79.01)", "Bumiaji (35.79.02)", "Junrejo (35.79.03)", "Temas", "Punten", "Dadaprejo"}
_DRAWN = "svg.drawing :is(rect, path, circle, text)"
_ASTRAY = """
return [...document.querySelectorAll("rect, path, circle, text, svg *")]
  .filter((one) => !(one instanceof SVGElement) || !one.closest("svg")).map((one) => one.outerHTML);
"""
_UNSEEN = f"""
const frame = (one) => one.closest("svg").getBoundingClientRect();
const lies = (one, within) => one.left >= within.left - 2 && one.right <= within.right + 2
  && one.top >= within.top - 2 && one.bottom <= within.bottom + 2;
const shown = (one, at) => one.checkVisibility() && at.width + at.height > 0 && lies(at, frame(one));
return [...document.querySelectorAll("{_DRAWN}")]
  .filter((one) => !shown(one, one.getBoundingClientRect())).map((one) => one.outerHTML);
"""
_MAP = """
const words = (one) => [...one.querySelectorAll("text")].map((word) => word.textContent);
const map = document.getElementById("map").closest("section").querySelector("svg");
return [map.querySelectorAll("rect").length, words(map)];
"""
_NARROW = """
const scale = (one) => one.getBoundingClientRect().width / one.viewBox.baseVal.width;
const letters = (one) => Math.round(scale(one) * parseFloat(getComputedStyle(one).fontSize));
const told = (one, box) => ({
  letters: letters(one), scrolls: box.scrollWidth > box.clientWidth, reached: box.tabIndex === 0,
  named: box.getAttribute("role") === "group" && box.getAttribute("aria-label") !== "",
});
const drawings = [...document.querySelectorAll("svg.drawing")].map((one) => told(one, one.parentElement));
return [drawings, document.documentElement.scrollWidth];
"""


def _seen(browser: Chrome, address: str) -> None:
    """That nothing drawn is missing from a page, and what the map shows."""
    browser.get(address)

    assert browser.execute_script(_ASTRAY) == []
    assert browser.execute_script(_UNSEEN) == []
    rectangles, words = browser.execute_script(_MAP)
    assert rectangles == 6
    assert set(words) >= LABELS


@pytest.fixture(scope="module")
def report(run: Callable[..., Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the city."""
    file = tmp_path_factory.mktemp("seen") / "report.html"
    ran = run("--lang", "en", "report", "--html", str(file))
    assert ran.status == 0, ran.err
    return file


@pytest.fixture(scope="module")
def desk(batu: Path) -> Iterator[str]:
    """Where its desk is."""
    with serving(batu) as address:
        yield address


def test_every_area_of_the_map_is_seen_in_the_report(report: Path, browser: Chrome) -> None:
    """A label with a code in brackets is kept on one line where it is text, and left alone where it is drawn."""
    assert '<span class="o">(35.79' in report.read_text()
    _seen(browser, report.as_uri())


def test_every_area_of_the_map_is_seen_in_the_desk(desk: str, browser: Chrome) -> None:
    _seen(browser, f"{desk}/?lang=en")


@prints
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
def test_every_area_of_the_map_is_seen_on_paper(run: Callable[..., Result], tmp_path: Path) -> None:
    """Between the heading of the map and what stands below it, each label once and on a line of its own."""
    file = tmp_path / "report.pdf"

    run("--lang", "en", "report", "--pdf", str(file))

    text = said_by("pdftotext", "-layout", file, "-")
    drawn = text.rpartition("Open breaks, and boxes that were not in time, by area")[2].partition("Each rectangle")[0]
    assert {line.strip() for line in drawn.splitlines()} >= LABELS


def test_letters_of_the_report_do_not_shrink_on_a_narrow_screen(report: Path, browser: Chrome, axe: str) -> None:
    _scrolls(browser, report.as_uri(), axe)


@pytest.mark.parametrize("page", ["/?lang=en", "/box/35.79.01.1001/001/DPD?lang=id"])
def test_letters_of_the_desk_do_not_shrink_on_a_narrow_screen(desk: str, browser: Chrome, axe: str, page: str) -> None:
    _scrolls(browser, desk + page, axe)


def _scrolls(browser: Chrome, address: str, axe: str) -> None:
    """That drawings scroll in boxes of their own that keys reach, and the page stays where it is."""
    metrics = {"width": 500, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        browser.get(address)
        drawings, needed = browser.execute_script(_NARROW)
        wrong = violations(browser, axe)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert drawings
    assert all(one == {"letters": 11, "scrolls": True, "reached": True, "named": True} for one in drawings), drawings
    assert needed <= 500
    assert wrong == []
