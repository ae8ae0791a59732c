"""What is refused says why, and what to do."""

from collections.abc import Callable

import pytest

from ledger.errors import LedgerError


def refused(act: Callable[[], object]) -> str:
    """The code of the refusal, which tells its facts and a remedy."""
    with pytest.raises(LedgerError) as caught:
        act()
    assert str(caught.value)
    assert caught.value.remedy
    return caught.value.code
