"""The ledger of the stories, and what every test may rely on."""

import pytest

from tests.harness import TestLedger, founded


@pytest.fixture
def ledger() -> TestLedger:
    """Ani holds the five boxes of station 004; nothing else has happened."""
    return founded()
