import io
import sys

import pytest

from commands.program import language
from commands.program.refusal import remedy
from commands.program.terminal import Terminal, busy, progress
from ledger.errors import AnswerNeeded, Malformed


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def _person(monkeypatch: pytest.MonkeyPatch, typing: str = "") -> _Screen:
    screen = _Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(sys, "stdin", _Screen(typing))
    return screen


@pytest.mark.parametrize("typed", ["y", "YA", "yes", "t", "tidak", "n", "No"])
def test_yes_and_no_are_understood_in_both_languages(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _person(monkeypatch, f"\nperhaps\n{typed}\n")

    assert Terminal().confirm("Sure?", "--confirm") is (typed[0] in "yY")
    assert screen.getvalue() == "Sure? [y/n] " * 3


def test_what_cannot_be_undone_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _person(monkeypatch, "70\n\n")

    Terminal().confirm_by_typing("How many boxes?", "70", "--confirm")
    with pytest.raises(AnswerNeeded, match="70"):
        Terminal().confirm_by_typing("How many boxes?", "70", "--confirm")

    assert screen.getvalue() == "How many boxes? How many boxes? "


def test_the_end_of_input_is_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _person(monkeypatch, "")

    with pytest.raises(KeyboardInterrupt):
        Terminal().ask("Who?", "--as")
    assert screen.getvalue()


def test_bytes_that_are_no_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _person(monkeypatch)
    typed = io.TextIOWrapper(io.BytesIO(b"S\xe9bastien\n"), "utf-8")
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", typed)

    with pytest.raises(Malformed, match="not text"):
        Terminal().ask("Who?", "--as")


def test_nobody_is_asked_through_a_pipe_or_with_no_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """He is told what keeps him from being asked, and the option that gives the same answer."""
    language.speak("en")
    screen = _person(monkeypatch, "y\n")
    with pytest.raises(AnswerNeeded) as forbidden:
        Terminal(no_input=True).ask("Who?", "--as")

    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    with pytest.raises(AnswerNeeded) as piped:
        Terminal().ask("Who?", "--as")
    assert screen.getvalue() == ""
    assert [remedy(each.value.reason, each.value.facts) for each in (forbidden, piped)] == [
        "Answer beforehand with --as, or run the command again without --no-input.",
        "Answer beforehand with --as, or run the command again in a terminal.",
    ]


def test_questions_are_harmless_too(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _person(monkeypatch, "x\n")

    Terminal().ask("Is \x1b[2J yours?", "--as")

    assert screen.getvalue() == r"Is \u001b[2J yours? "


def test_work_of_over_a_second_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _person(monkeypatch)
    language.speak("id")
    clock = iter(range(10))
    monkeypatch.setattr("commands.program.terminal.time.monotonic", lambda: float(next(clock)))

    items = list(progress(range(3), "memeriksa", 3055))

    assert items == [0, 1, 2]
    assert "memeriksa 0/3.055" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_work_that_does_not_say_how_far_it_is_says_what_it_does_and_clears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _person(monkeypatch)

    with busy("setting pages"):
        shown = screen.getvalue()
    monkeypatch.setattr(sys, "stderr", quiet := io.StringIO())
    with busy("setting pages"):
        pass

    assert shown == "\r\x1b[Ksetting pages …"
    assert screen.getvalue() == f"{shown}\r\x1b[K"
    assert quiet.getvalue() == ""


def test_short_work_and_work_without_a_terminal_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _person(monkeypatch)

    assert list(progress([1], "reading")) == [1]
    assert screen.getvalue() == ""

    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert list(progress([1], "reading")) == [1]
