"""The desk: in this process over a small story, and as a server over a simulated city, with a browser before it."""

import os
import select
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from werkzeug.test import Client, TestResponse

from commands.pages.areas import Areas
from commands.program import language
from commands.program.context import Context
from commands.serving.application import Site
from commands.serving.keeping import Keeper
from commands.serving.visit import About
from ledger.domain.documents.base import Cited
from ledger.persistence.journal import Journal
from tests.commands.cli import EXECUTABLE, Running, kotak
from tests.harness import BAWASLU, BOXES, EKO, TestLedger, founded
from tests.postgres import postgres_server, postgres_url
from tests.projections.story import recorded, tell
from tests.verifiers.conftest import browser

__all__ = ["browser", "postgres_server", "postgres_url"]

BASE = "http://127.0.0.1:7390"
Get = Callable[..., TestResponse]


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """KOTAK_HOME, and nothing else of this machine."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("KOTAK_")]:
            patch.delenv(name)
        patch.setenv("KOTAK_HOME", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def english() -> None:
    """Whatever was spoken before."""
    language.speak("en")


@dataclass(frozen=True)
class Desk:
    """What happened to the boxes of station 004, where it is recorded, and its pages."""

    told: TestLedger
    address: str
    journal: Journal
    keeper: Keeper
    get: Get


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """To be looked at."""
    with _desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Desk]:
    """To be changed."""
    with _desk(tmp_path) as made:
        yield made


@contextmanager
def _desk(folder: Path) -> Iterator[Desk]:
    told, address = tell(founded()), str(folder / "ledger.db")
    with recorded(Path(address), told) as journal:
        keeper = keeping(address, journal)
        yield Desk(told, address, journal, keeper, getting(keeper))
        keeper.lookout.close()


@pytest.fixture
def get(desk: Desk) -> Get:
    """A page of it."""
    return desk.get


@pytest.fixture
def told(desk: Desk) -> TestLedger:
    """What happened."""
    return desk.told


def keeping(address: str, journal: Journal, clock: Callable[[], float] = lambda: 0.0) -> Keeper:
    """Readings of a ledger, without a trust file; nothing takes long."""
    context = Context()
    context.flags = {"ledger": address}
    return Keeper(context, journal, clock)


def getting(keeper: Keeper, areas: Areas | None = None) -> Get:
    """Pages without a server in between."""
    client = Client(Site(keeper, About("kpu.example/uji", "0" * 64, "SIMULASI", areas or Areas())))
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
    with Running(
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


def hold(told: TestLedger) -> int:
    """One more paper, and which entry it will be."""
    told.put("hold", {EKO: "authorises"}, [Cited(box=BOXES[1])], unit=BAWASLU, why="court")
    return len(told.papers) - 1
