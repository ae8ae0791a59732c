"""Commands that misbehave, and a home for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from commands.main import kotak as program
from commands.main import main
from commands.program import language
from commands.program.frame import Entry
from tests.commands.evidence import Kotak, lay_out, speaking
from tests.commands.office import Laptop, Office
from tests.commands.served import played, served
from tests.harness import KPU_REGISTRAR
from tests.postgres import postgres_server, postgres_url

__all__ = ["played", "postgres_server", "postgres_url", "served"]

FOREIGN = ("leave", "stumble", "refuse", "interrupt", "silence", "flood", "sign", "box")


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Empty folders, one after the other."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """KOTAK_HOME, empty; the language is English again afterwards."""
    folder = next(homes)
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("KOTAK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KOTAK_HOME", str(folder))
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    language.speak("en")
    yield folder
    language.speak("en")


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The honest story in a folder, to be copied."""
    return lay_out(tmp_path_factory.mktemp("evidence") / "batu")


@pytest.fixture
def folder(laid_out: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(laid_out, tmp_path / "batu"))


@pytest.fixture
def kotak(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    """The program in this process, on that folder."""
    return speaking(folder, capfd, monkeypatch)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Laptops, and the founded ledger on a disk."""
    return Office(tmp_path)


@pytest.fixture
def registrar(office: Office) -> Laptop:
    """Whoever registers for the commission."""
    return office.laptop(KPU_REGISTRAR)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`kotak` in this process, with commands that end in strange ways besides its own."""
    entries = {name: Entry(name, "", "reads", f"tests.commands.foreign:{name}", "") for name in FOREIGN}
    monkeypatch.setattr(program, "entries", {**program.entries, **entries})
    return lambda *arguments: main(arguments)
