"""
Talk with the person at the keyboard: questions, confirmations, progress. All of it on stderr.

Questions are asked only where somebody can answer: stdin and stderr are a terminal and `--no-input` was not given.
Anything else is `AnswerNeeded`, so that no pipe ever answers for a person.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final, TypeVar

from commands.program.language import _, number
from commands.program.output import safe
from ledger.errors import AnswerNeeded, Malformed, Reason

NO_TERMINAL = Reason(
    "CL-010",
    "This needs an answer from a person, and there is no terminal to ask on: {question}",
    "Answer beforehand with {option}, or run the command again in a terminal.",
)
NOT_TO_BE_ASKED = Reason(
    "CL-013",
    "This needs an answer from a person, and --no-input says that nobody is to be asked: {question}",
    "Answer beforehand with {option}, or run the command again without --no-input.",
)
NOT_TYPED = Reason(
    "CL-011",
    "{found} was typed, and {expected} was to be typed. Nothing was done.",
    "Look again, and run the command again.",
)

NOT_TEXT = Reason(
    "CL-012",
    "What was typed is not text as this terminal says it writes it.",
    "Set the terminal to UTF-8, and run the command again.",
)

YES: Final = frozenset({"y", "ya", "yes"})
_NO: Final = frozenset({"t", "tidak", "n", "no"})
_PATIENCE: Final = 1.0
_REDRAW: Final = 0.2

Item = TypeVar("Item")


class Terminal:
    """The person, if there is one."""

    def __init__(self, *, no_input: bool = False) -> None:
        self.no_input = no_input

    def ask(self, question: str, option: str) -> str:
        """What the person types, without the spaces around it; `option` is what else gives this answer."""
        self._needed(question, option)
        sys.stderr.write(f"{safe(question)} ")
        sys.stderr.flush()
        line = _typed(sys.stdin.readline)
        if not line:
            raise KeyboardInterrupt
        return line.strip()

    def ask_hidden(self, question: str, option: str) -> str:
        """The same without showing what is typed."""
        self._needed(question, option)
        import getpass  # noqa: PLC0415 - only where a passphrase is typed

        return _typed(partial(getpass.getpass, f"{safe(question)} ", stream=sys.stderr))

    def confirm(self, question: str, option: str) -> bool:
        """Yes or no, in both languages; Enter is neither."""
        choice = _("y/n")
        while True:
            answer = self.ask(f"{question} [{choice}]", option).lower()
            if answer in YES | _NO:
                return answer in YES

    def confirm_by_typing(self, question: str, expected: str, option: str) -> None:
        """For what cannot be undone: the person types the number of boxes, or the name."""
        found = self.ask(question, option)
        if found != expected:
            raise AnswerNeeded(NOT_TYPED, found=found or "-", expected=expected)

    def _needed(self, question: str, option: str) -> None:
        if self.no_input:
            raise AnswerNeeded(NOT_TO_BE_ASKED, question=question, option=option)
        if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
            raise AnswerNeeded(NO_TERMINAL, question=question, option=option)


def _typed(read: Callable[[], str]) -> str:
    """A line that is typed. The end of input is Ctrl-C: whoever types it wants to leave."""
    try:
        return read()
    except EOFError as error:
        raise KeyboardInterrupt from error
    except UnicodeDecodeError as error:
        raise Malformed(NOT_TEXT) from error


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """On a terminal what is being done, for as long as it takes: of work that does not say how far it is."""
    shown = sys.stderr.isatty()
    try:
        if shown:
            sys.stderr.write(f"\r\x1b[K{safe(doing)} …")
            sys.stderr.flush()
        yield
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def progress(items: Iterable[Item], doing: str, total: int | None = None) -> Iterator[Item]:
    """The items, and on a terminal after a second of work how far it is: `doing 1.234/3.055`."""
    if not sys.stderr.isatty():
        yield from items
        return
    due = time.monotonic() + _PATIENCE
    shown = False
    try:
        for done, item in enumerate(items):
            if time.monotonic() >= due:
                shown, due = True, time.monotonic() + _REDRAW
                of = f"/{number(total)}" if total else ""
                sys.stderr.write(f"\r\x1b[K{safe(doing)} {number(done)}{of}")
                sys.stderr.flush()
            yield item
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
