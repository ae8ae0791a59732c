"""Commands that misbehave, and a home for each test."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from commands.main import kotak, main
from commands.program import language
from commands.program.frame import Entry
from tests.commands.served import played, served
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


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`kotak` in this process, with commands that end in strange ways besides its own."""
    entries = {name: Entry(name, "", "reads", f"tests.commands.foreign:{name}", "") for name in FOREIGN}
    monkeypatch.setattr(kotak, "entries", {**kotak.entries, **entries})
    return lambda *arguments: main(arguments)
