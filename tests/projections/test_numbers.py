"""Numbers of papers that are missing, as a fact holds them and as it is read again."""

import pytest

from projections.numbers import Numbers


@pytest.mark.parametrize(
    ("numbers", "text"), [(Numbers(0, 0), "0"), (Numbers(10, 10), "10"), (Numbers(10, 12), "10-12")]
)
def test_numbers_are_read_as_they_were_printed(numbers: Numbers, text: str) -> None:
    assert str(numbers) == text
    assert Numbers.read(text) == numbers


@pytest.mark.parametrize("text", ["", "-", "10-", "-12", "1-2-3", "ten", "9" * 17, "²"])
def test_what_is_printed_otherwise_is_no_numbers(text: str) -> None:
    assert Numbers.read(text) is None
