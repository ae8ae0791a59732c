"""The desk: in this process over a small story, and as a server over a simulated city, with a browser before it."""

import os
import select
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from werkzeug.test import Client, TestResponse

from commands.program import language
from commands.program.context import Context
from commands.serving.application import Site
from commands.serving.keeping import Keeper
from commands.serving.visit import About
from ledger.persistence.journal import Journal, open_journal
from tests.commands.cli import EXECUTABLE, kotak
from tests.harness import TestLedger
from tests.postgres import postgres_server, postgres_url
from tests.projections.story import record_all, tell
from tests.verifiers.conftest import browser

__all__ = ["browser", "postgres_server", "postgres_url"]

BASE = "http://127.0.0.1:7390"
Get = Callable[..., TestResponse]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """KOTAK_HOME, empty; the language is English."""
    folder = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("KOTAK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KOTAK_HOME", str(folder))
    language.speak("en")
    yield folder
    language.speak("en")


@pytest.fixture
def told(ledger: TestLedger) -> TestLedger:
    """What happened to the boxes of station 004."""
    return tell(ledger)


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Where that is recorded."""
    return str(tmp_path / "ledger.db")


@pytest.fixture
def journal(address: str, told: TestLedger) -> Iterator[Journal]:
    """The story, recorded."""
    with open_journal(address, create=True) as opened_:
        record_all(opened_, told)
        yield opened_


@pytest.fixture
def keeper(journal: Journal, address: str) -> Iterator[Keeper]:
    """The readings of station 004."""
    made = keeping(address, journal)
    yield made
    made.lookout.close()


@pytest.fixture
def get(keeper: Keeper) -> Get:
    """A page of it."""
    return getting(keeper)


def keeping(address: str, journal: Journal) -> Keeper:
    """Readings of a ledger, without a trust file."""
    context = Context()
    context.flags = {"ledger": address}
    return Keeper(context, journal)


def getting(keeper: Keeper) -> Get:
    """Pages without a server in between."""
    client = Client(Site(keeper, About("kpu.example/uji", "0" * 64, "SIMULASI")))
    return lambda path, method="GET", **settings: client.open(path, BASE, method=method, **settings)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve stations, played by the program."""
    folder = tmp_path_factory.mktemp("desk") / "batu"
    played = kotak("demo", str(folder), "--stations", "12", "--quiet")
    assert played.status == 0, played.err
    return folder


@pytest.fixture(scope="session")
def address_of_city(city: Path) -> Iterator[str]:
    """Where the desk of that city is."""
    with serving(city) as at:
        yield at


def environment(folder: Path) -> dict[str, str]:
    """Of whoever sits before the ledger in this folder."""
    ledger, trust = str(folder / "ledger.db"), str(folder / "trust.txt")
    return {"KOTAK_LEDGER": ledger, "KOTAK_TRUST": trust, "KOTAK_HOME": str(folder)}


def fetched(address: str, path: str) -> bytes:
    """What the desk answers over HTTP."""
    connection = HTTPConnection(address.removeprefix("http://"), timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == HTTPStatus.OK, body
    finally:
        connection.close()
    return body


@contextmanager
def serving(folder: Path, **env: str) -> Iterator[str]:
    """The program as its users start it; it ends when it is told to."""
    with subprocess.Popen(
        [EXECUTABLE, "--lang", "en", "serve", "--port", "0"],
        env={**os.environ, **environment(folder), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        assert select.select([process.stderr], [], [], 60)[0]
        said = os.read(process.stderr.fileno(), 4096).decode()
        assert "http://127.0.0.1:" in said, said
        yield "http://127.0.0.1:" + said.partition("http://127.0.0.1:")[2].partition("/")[0]
        process.terminate()
        _out, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, b"")


def opened(browser: Chrome, address: str) -> Chrome:
    """A page in the browser, its console empty."""
    browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium types it nowhere
    browser.get(address)
    return browser
