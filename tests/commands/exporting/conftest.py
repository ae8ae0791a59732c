"""The story of a test in a folder, where the program is run."""

from pathlib import Path

import pytest

from ledger.log import policy
from tests.harness import TestLedger
from tests.ledger.dishonest import LOG, ORIGIN
from tests.projections.story import lay_out, tell


@pytest.fixture
def folder(tmp_path: Path, ledger: TestLedger) -> Path:
    """The story of station 004: seventeen papers, of which one waited, one is contested and one was attested later."""
    lay_out(tmp_path / "ledger.db", tell(ledger))
    (tmp_path / "trust.txt").write_text(policy.trust_text(ORIGIN, ledger.name, LOG.public))
    return tmp_path
