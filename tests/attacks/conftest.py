"""A ledger with the honest story, made once and copied for each attack."""

import shutil
from pathlib import Path

import pytest

from tests.attacks.lab import Lab
from tests.commands.conftest import home, homes  # noqa: F401 - every attack has a home of its own
from tests.commands.evidence import lay_out
from tests.ledger import dishonest


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lay_out(tmp_path_factory.mktemp("attacked") / "story")
    note = dishonest.note(dishonest.shown(), 12)
    (folder / "checkpoints").write_bytes(len(note).to_bytes(4) + note)
    return folder


@pytest.fixture
def lab(story: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lab:
    folder = tmp_path / "lab"
    shutil.copytree(story, folder)
    monkeypatch.setenv("KOTAK_TRUST", str(folder / "trust.txt"))
    monkeypatch.setenv("KOTAK_LEDGER", str(folder / "ledger.db"))
    return Lab(folder, capfd)
