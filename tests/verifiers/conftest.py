"""A real browser with the page open as a file, and a small real election to check in it."""

import json
import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from commands.verifiers.assembling import assembled
from tests.commands.cli import kotak

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
_ASK = """
const [trust, file, done] = arguments;
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
kotakVerify(bytes(trust), bytes(file)).then((said) => done(JSON.stringify(said, (_, value) =>
  typeof value === "bigint" ? value.toString() : value)));
"""


@dataclass(frozen=True)
class Page:
    """The page in its browser."""

    browser: Chrome
    file: Path

    def open(self) -> None:
        """Afresh, as a file from a stick."""
        self.browser.get(self.file.as_uri())

    def complaints(self) -> Any:
        """What the browser wrote into its console since it was asked last."""
        return self.browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium types it nowhere

    def verify(self, trust: bytes, file: bytes) -> Any:
        """What the page's one function answers."""
        said = self.browser.execute_async_script(_ASK, b64encode(trust).decode(), b64encode(file).decode())
        return json.loads(said)


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    """Chromium without a window; where there is none the tests say so."""
    if CHROMIUM is None or DRIVER is None:
        pytest.skip("NOT TESTED: the page for browsers. Install chromium and chromedriver.")
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--lang=en", "--disable-background-networking"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with Chrome(options=options, service=Service(DRIVER)) as chrome:
        chrome.set_script_timeout(60)
        yield chrome


@pytest.fixture(scope="session")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as somebody carries it."""
    file = tmp_path_factory.mktemp("stick") / "passport.html"
    file.write_bytes(assembled())
    return file


@pytest.fixture
def page(browser: Chrome, stick: Path) -> Page:
    """The page, opened anew."""
    browser.set_window_size(1280, 900)
    opened = Page(browser, stick)
    opened.open()
    opened.complaints()
    return opened


@dataclass(frozen=True)
class Election:
    """Files of a small simulated election: who is to be believed, and what somebody brings."""

    folder: Path

    @property
    def trust(self) -> bytes:
        """The trust file."""
        return (self.folder / "trust.txt").read_bytes()

    @property
    def passport(self) -> Path:
        """All boxes of a station."""
        return next(self.folder.glob("receipts/*.passport"))

    @property
    def receipt(self) -> Path:
        """One box, one paper."""
        return next(self.folder.glob("receipts/*.tlog-proof"))


@pytest.fixture(scope="session")
def election(tmp_path_factory: pytest.TempPathFactory) -> Election:
    """Six stations, played by the program."""
    folder = tmp_path_factory.mktemp("election") / "demo"
    played = kotak("demo", str(folder), "--stations", "6", "--quiet")
    assert played.status == 0, played.err
    return Election(folder)
