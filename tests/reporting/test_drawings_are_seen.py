"""What is drawn in the report, in the desk and on paper is really there: each shape has a size, each label is read."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.commands.cli import Result
from tests.reporting.conftest import prints
from tests.reporting.test_as_a_pdf import said_by
from tests.serving.conftest import serving
from tests.verifiers.conftest import browser

__all__ = ["browser"]

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


def _seen(browser: Chrome, address: str) -> None:
    """That nothing drawn is missing from a page, and what the map shows."""
    browser.get(address)

    assert browser.execute_script(_ASTRAY) == []
    assert browser.execute_script(_UNSEEN) == []
    rectangles, words = browser.execute_script(_MAP)
    assert rectangles == 6
    assert set(words) >= LABELS


def test_every_area_of_the_map_is_seen_in_the_report(
    run: Callable[..., Result], browser: Chrome, tmp_path: Path
) -> None:
    """A label with a code in brackets is kept on one line where it is text, and left alone where it is drawn."""
    file = tmp_path / "report.html"

    ran = run("report", "--html", str(file))

    assert ran.status == 0, ran.err
    assert '<span class="o">(35.79' in file.read_text()
    _seen(browser, file.as_uri())


def test_every_area_of_the_map_is_seen_in_the_desk(batu: Path, browser: Chrome) -> None:
    with serving(batu) as address:
        _seen(browser, f"{address}/?lang=en")


@prints
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
def test_every_area_of_the_map_is_seen_on_paper(run: Callable[..., Result], tmp_path: Path) -> None:
    """Between the heading of the map and what stands below it, each label once and on a line of its own."""
    file = tmp_path / "report.pdf"

    run("--lang", "en", "report", "--pdf", str(file))

    text = said_by("pdftotext", "-layout", file, "-")
    drawn = text.rpartition("Open breaks, and boxes that were not in time, by area")[2].partition("Each rectangle")[0]
    assert {line.strip() for line in drawn.splitlines()} >= LABELS
