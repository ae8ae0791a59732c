"""What a break says of seals, in words."""

import pytest

from commands.looking import told
from commands.program.language import speak
from projections.codes import Case


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ties:2,papers:1/1,torn", "cable ties 2; paper seals 1, not intact 1; torn"),
        ("ties:2(A/1+B/2)", "cable ties 2(A/1+B/2)"),
        ("ties:2/1(A/1+B/2)", "cable ties 2(A/1+B/2), not intact 1"),
    ],
)
def test_a_number_with_a_stroke_breaks_no_seal(text: str, said: str) -> None:
    speak("en")
    assert told._shown(text, Case("", "seals")) == said
