"""The ledger of the stories, and what every test may rely on."""

import gc

import pytest
from hypothesis import settings

from tests.harness import TestLedger, founded

# How long an example takes is measured in the benchmarks, and no test fails because a machine was busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """What was imported and collected stays; nobody looks through it again for what could be thrown away."""
    gc.freeze()


@pytest.fixture
def ledger() -> TestLedger:
    """Ani holds the five boxes of station 004; nothing else has happened."""
    return founded()
