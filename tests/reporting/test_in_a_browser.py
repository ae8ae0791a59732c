"""The page in a real browser, on a desk and on a telephone: what assistive technology meets, and nothing is cut."""

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.commands.cli import Result
from tests.serving.browsing import axe, complaints, violations
from tests.verifiers.conftest import browser

__all__ = ["axe", "browser"]

pytestmark = pytest.mark.slow

SIZES = {"en": (1200, 900), "id": (390, 800)}
_TELEPHONE = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
_WIDER: str = """
const cut = (one) => one.getBoundingClientRect().right > arguments[0] + 1 && !one.closest(".scroll");
return [...document.querySelectorAll("body *")].filter(cut).map((one) => one.outerHTML);
"""
_BROKEN: str = """
const found = [], texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
for (let text; (text = texts.nextNode()); ) {
  if (text.parentElement.closest("code")) continue;
  for (const word of text.data.matchAll(/(?<!\\p{N})\\p{L}+(?!\\p{N})/gu)) {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map((one) => one.top)).size > 1) found.push(word[0]);
  }
}
return found;
"""


@pytest.mark.parametrize("spoken", SIZES)
def test_it_is_read_on_a_desk_and_on_a_telephone(
    run: Callable[..., Result], browser: Chrome, axe: str, tmp_path: Path, spoken: str
) -> None:
    file = tmp_path / "report.html"
    run("--lang", spoken, "report", "--annex", "--holding", "papers", "--html", str(file))
    width, height = SIZES[spoken]
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < height}

    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(file.as_uri())

    try:
        assert complaints(browser) == []
        assert browser.execute_script(_WIDER, width) == []
        assert violations(browser, axe) == []
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("spoken", SIZES)
def test_on_the_narrowest_telephone_no_word_is_broken_and_nothing_is_wider(
    run: Callable[..., Result], browser: Chrome, tmp_path: Path, spoken: str
) -> None:
    """A file of names brings its hash into the last line of the page."""
    file, names = tmp_path / "report.html", tmp_path / "areas.csv"
    names.write_text("code,name\n35.79.03,Junrejo\n35.79.03.1001,Dadaprejo\n")
    run("--lang", spoken, "report", "--holding", "papers", "--areas", str(names), "--html", str(file))

    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", _TELEPHONE)
    browser.get(file.as_uri())

    try:
        assert browser.execute_script("return document.documentElement.scrollWidth") == _TELEPHONE["width"]
        assert browser.execute_script(_BROKEN) == []
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
