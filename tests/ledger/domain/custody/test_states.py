import pytest

from ledger.domain.custody import states
from ledger.errors import CheckFailed


@pytest.mark.parametrize("value", [b"", b"{", b'{"unknown":1}', b"\xff", b"[" * 5000])
def test_what_a_journal_keeps_of_a_box_and_cannot_be_read_is_named(value: bytes) -> None:
    with pytest.raises(CheckFailed, match="RESERVE"):
        states.decode("box:35.79/RESERVE.1", value)
