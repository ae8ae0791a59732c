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
_WIDER: str = """
const cut = (one) => one.getBoundingClientRect().right > arguments[0] + 1 && !one.closest(".scroll");
return [...document.querySelectorAll("body *")].filter(cut).map((one) => one.outerHTML);
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
