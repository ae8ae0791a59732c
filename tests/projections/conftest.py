"""A story of station 004, recorded in a file and on a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledger.persistence.journal import Journal, open_journal
from tests.harness import TestLedger
from tests.postgres import postgres_server, postgres_url
from tests.projections.story import record_all, recorded, tell

__all__ = ["address", "journal", "postgres_server", "postgres_url", "told"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger can be founded."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def told(ledger: TestLedger) -> TestLedger:
    """What happened."""
    return tell(ledger)


@pytest.fixture
def journal(address: str, told: TestLedger) -> Iterator[Journal]:
    """The story, recorded."""
    with _on_a_server(address, told) if "://" in address else recorded(Path(address), told) as opened:
        yield opened


@contextmanager
def _on_a_server(address: str, told: TestLedger) -> Iterator[Journal]:
    with open_journal(address, create=True) as opened:
        record_all(opened, told)
        yield opened
