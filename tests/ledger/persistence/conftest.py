"""A ledger to write in, once in a file and once on a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.persistence.journal import Journal, open_journal
from tests.ledger.persistence.harness import append
from tests.postgres import postgres_server, postgres_url

__all__ = ["address", "journal", "postgres_server", "postgres_url"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger can be founded."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def journal(address: str) -> Iterator[Journal]:
    """A new ledger, open."""
    with open_journal(address, create=True) as opened:
        yield opened


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of five papers, closed."""
    path = tmp_path / "ledger.db"
    with open_journal(path, create=True) as journal:
        for number in range(5):
            append(journal, number, f"box:{number % 3}")
    return path
