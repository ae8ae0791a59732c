"""Serials of seals: committed to when the stock is counted, revealed when a seal is put on."""

from typing import Any

import pytest

from tests.harness import TestLedger
from tests.ledger.domain.custody.serials import sealed_with, stocked


@pytest.mark.parametrize("tie", range(5))
def test_a_serial_of_the_stock_is_proved(ledger: TestLedger, tie: int) -> None:
    assert sealed_with(ledger, stocked(ledger), tie) == ()


@pytest.mark.parametrize(
    "changed",
    [{"serial": "SG-99999"}, {"salt": "f" * 32}, {"number": 4}, {"number": 5}, {"path": ()}, {"batch": "ties-2"}],
)
def test_a_serial_that_is_not_of_the_stock_is_flagged(ledger: TestLedger, changed: dict[str, Any]) -> None:
    assert sealed_with(ledger, stocked(ledger), 1, **changed) == ("serial-unproved",)


def test_a_serial_of_a_stock_nobody_recorded_is_flagged(ledger: TestLedger) -> None:
    assert sealed_with(ledger, "a" * 64, 1) == ("serial-unproved",)
