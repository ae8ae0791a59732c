"""A story exported as events."""

from pathlib import Path

import pytest

from tests.projections.epcis.events import Tell, exported_of, of_box


@pytest.fixture
def told(tmp_path: Path) -> Tell:
    """The events of box DPD after those of the founding, from a document that is good EPCIS."""
    return lambda ledger: of_box(exported_of(ledger, tmp_path))[1:]
