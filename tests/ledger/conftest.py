"""The honest story in a database."""

import shutil
from pathlib import Path

import pytest

from ledger.persistence.journal import open_journal
from ledger.record import record
from tests.ledger.dishonest import story


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The honest story in a database, recorded as any other."""
    path = tmp_path_factory.mktemp("story") / "ledger.db"
    with open_journal(path, create=True) as journal:
        for paper in story().papers:
            record(journal, paper)
    return path


@pytest.fixture
def database(recorded: Path, tmp_path: Path) -> Path:
    """A copy to lie in."""
    return Path(shutil.copy(recorded, tmp_path / "ledger.db"))
