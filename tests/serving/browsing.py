"""What axe-core and the console of the browser say of the page that is open."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(JSON.stringify(found.violations)));
"""


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core, as the package that brings it holds it."""
    spec = find_spec("axe_playwright_python")
    places = spec.submodule_search_locations if spec else None
    if not places:
        pytest.skip("NOT TESTED: the pages with axe-core. pip install --no-deps -r requirements/axe.txt")
    return (Path(places[0]) / "axe.min.js").read_text()


def violations(browser: Chrome, axe: str) -> list[str]:
    """What axe-core finds wrong with the page that is open, best practices included."""
    browser.execute_script(axe)
    found: list[dict[str, Any]] = json.loads(browser.execute_async_script(_AXE))
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def complaints(browser: Chrome) -> list[str]:
    """What the browser wrote into its console, but that a page was not found."""
    said = browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium types it nowhere
    return [one["message"] for one in said if "404" not in one["message"]]
