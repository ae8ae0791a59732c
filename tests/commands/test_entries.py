"""The index of an entry, as people type it."""

import pytest

from commands.typed import entries


@pytest.mark.parametrize(("word", "index"), [("0", 0), ("98", 98), ("999999999999", 999_999_999_999)])
def test_an_entry_is_named_by_its_number(word: str, index: int) -> None:
    assert entries.index(word) == index


@pytest.mark.parametrize("word", ["", "004", "-1", "+1", "1.0", "98 ", "٩٨", "1" * 13])
def test_an_entry_has_one_spelling(word: str) -> None:
    """And 004 is a station."""
    assert entries.index(word) is None
