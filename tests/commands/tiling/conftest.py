"""A ledger whose tiles are exported into `www` beside it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.evidence import Kotak
from tests.commands.tiling.acts import OLD, SIZE, Export, publish


@pytest.fixture
def folder(folder: Path) -> Path:
    """The ledger with two checkpoints published."""
    publish(folder, OLD, SIZE)
    return folder


@pytest.fixture
def kotak(folder: Path, kotak: Kotak, monkeypatch: pytest.MonkeyPatch) -> Kotak:
    """From within the folder."""
    monkeypatch.chdir(folder)
    return kotak


@pytest.fixture
def export(kotak: Kotak) -> Export:
    return lambda *more: kotak("export", "tiles", "-o", "www", *more)


@pytest.fixture
def grown(export: Export, folder: Path) -> Callable[[], Path]:
    """A folder as of the old checkpoint, made anew each time; the ledger has published the new one."""
    publish(folder, OLD)
    export()
    (folder / "www").rename(folder / "old")
    publish(folder, OLD, SIZE)

    def anew() -> Path:
        shutil.rmtree(folder / "www", ignore_errors=True)
        return Path(shutil.copytree(folder / "old", folder / "www"))

    return anew
