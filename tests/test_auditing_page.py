"""What docs/auditing.md says can be typed."""

import re
import shlex
from pathlib import Path

import pytest

from tests.commands.typed import understood

PAGE = Path(__file__).parents[1] / "docs" / "auditing.md"
TYPED = [line.strip() for line in PAGE.read_text().splitlines() if line.startswith("    kotak ")]
NAMED = sorted(set(re.findall(r"`kotak ([a-z]+(?: [a-z]+)?)[^`]*`", PAGE.read_text())))


@pytest.mark.parametrize("line", TYPED)
def test_every_line_of_the_page_can_be_typed(line: str) -> None:
    assert understood(shlex.split(line)[1:])


@pytest.mark.parametrize("words", NAMED)
def test_every_command_the_page_names_is_there(words: str) -> None:
    assert understood([*words.split(), "--help"])
