"""
How the program says what it does not do: the sentence, the facts, the code, and in the last line what to do now.

Every way a command can end without an answer is given its exit status here. A mistake of the program itself is saved to
a file and only its path is shown.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from shlex import quote
from typing import Final

import click

from commands.program import settings
from commands.program.context import Context
from commands.program.language import _, spoken
from commands.program.output import Answer, Finding, Styled, print_json, print_text, safe, say
from ledger.errors import LedgerError, Phrase, Reason

USAGE = Reason("CL-001", "{problem}", "{command} --help")
BUG = Reason(
    "CL-002",
    "This is a mistake in kotak, not yours ({what}). The details are in {path}.",
    "Send {path} to those who look after kotak, and go on with another command.",
)
INTERRUPTED = Reason("CL-003", "Interrupted. Nothing was left half-written.", "Run the command again.")
NOT_PRINTED = Reason(
    "CL-004", "The answer could not be printed: {why}.", "Make room where the output goes, and run it again."
)

_PATHS: Final = frozenset({"path", "name", "file", "folder", "ledger", "source"})
"""Facts that are paths wherever a remedy names them."""
_LONGEST: Final = 600
"""Letters of a fact within a sentence; of a longer one the beginning is said. Programs get all of it."""
_INTERRUPTED: Final = 130
# What a shell reports of a program whose reader went away, as `head` does.
_READER_GONE: Final = 141


def refuse(error: BaseException, context: Context, *, debug: bool) -> int:
    """Say what ended the command and give the exit status. Never 0."""
    if debug:
        for line in _traced(error).splitlines():
            say(line, sys.stderr)
    if isinstance(error, BrokenPipeError):
        return _reader_gone()
    answer = _answer(error, context)
    try:
        show(answer, context)
    except BrokenPipeError:
        return _reader_gone()
    except LedgerError as unprinted:
        with suppress(OSError, LedgerError):
            show(_answer(unprinted, context), context)
    return answer.status


def show(answer: Answer, context: Context) -> None:
    """Print an answer the way it was asked for."""
    with _printing(context):
        if context.json:
            print_json(answer, context.command)
        else:
            print_text(answer)


@contextmanager
def _printing(context: Context) -> Iterator[None]:
    """What is printed here and cannot be is said on stderr, and nothing more is printed."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _give_up_stdout()
        context.json = False
        raise LedgerError(NOT_PRINTED, why=error.strerror) from error


def translated(template: str, facts: Mapping[str, object]) -> str:
    """A text of a reason in the language of this run, with its facts made harmless."""
    return _(template).format(**{name: _said(name, fact) for name, fact in facts.items()})


def remedy(reason: Reason, facts: Mapping[str, object]) -> str:
    """What to do, with paths as a shell takes them: it is copied."""
    return translated(
        reason.remedy, {name: quote(str(fact)) if name in _PATHS else fact for name, fact in facts.items()}
    )


def _said(name: str, fact: object) -> object:
    """A fact as officers read it. What a program reads, `_shown`, is the same in every language."""
    if isinstance(fact, Phrase):
        return translated(fact.text, fact.facts)
    if isinstance(fact, LedgerError):
        return translated(fact.reason.text, fact.facts)
    if isinstance(fact, str) and spoken() == "id":
        from commands.program.spoken import word  # noqa: PLC0415 - only for what is refused in Indonesian

        return _brief(name, safe(word(name, fact)))
    return _brief(name, safe(fact)) if isinstance(fact, str) else _shown(fact)


def _brief(name: str, text: str) -> str:
    """What fits into a sentence; a path is whole, since it is copied."""
    return text if len(text) <= _LONGEST or name in _PATHS else f"{text[:_LONGEST]}…"


def _shown(fact: object) -> object:
    if isinstance(fact, int):
        return fact
    if isinstance(fact, list | tuple | set | frozenset):
        return ", ".join(safe(str(each)) for each in fact)
    return safe(str(fact))


def _answer(error: BaseException, context: Context) -> Answer:
    match error:
        case LedgerError():
            return _refusal(error.reason, error.facts, error.exit_status)
        case click.ClickException():
            return _wrong_usage(error, context)
        case KeyboardInterrupt() | click.Abort():
            return _refusal(INTERRUPTED, {}, _INTERRUPTED)
        case _:
            return _refusal(BUG, {"what": type(error).__name__, "path": saved(error, context.command)}, 1)


def _refusal(reason: Reason, facts: Mapping[str, object], status: int) -> Answer:
    message, help_ = translated(reason.text, facts), remedy(reason, facts)
    box, index = facts.get("box"), facts.get("index")
    finding = {
        **Finding(reason.code, message, str(box) if box else None, index if isinstance(index, int) else None).plain(),
        "facts": {name: _shown(fact) for name, fact in facts.items()},
    }
    complaint = [Styled.of("bad", f"{reason.code}  {message}"), *_unsaid(reason, facts), help_]
    return Answer(findings=[finding], next=[help_], complaint=complaint, status=status)


def _unsaid(reason: Reason, facts: Mapping[str, object]) -> Iterator[str]:
    for name, fact in facts.items():
        if f"{{{name}" not in reason.text + reason.remedy:
            yield f"    {_(name)}: {_said(name, fact)}"


def _wrong_usage(error: click.ClickException, context: Context) -> Answer:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return Answer(complaint=error.format_message().splitlines(), status=error.exit_code)
    command = " ".join(("kotak", *context.path))
    return _refusal(USAGE, {"problem": error.format_message(), "command": command}, error.exit_code)


def saved(error: BaseException, command: str) -> str:
    """Where the details of a mistake of the program lie now."""
    import tempfile  # noqa: PLC0415 - as below

    text = _traced(error)
    descriptor, path = tempfile.mkstemp(prefix="kotak-bug-", suffix=".txt", dir=_where_to_save(), text=True)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"kotak {command}\nPython {sys.version}\n{sys.platform}\n\n{text}")
    return str(Path(path))


def _traced(error: BaseException) -> str:
    import traceback  # noqa: PLC0415 - only after a mistake of the program

    return "".join(traceback.format_exception(error))


def _where_to_save() -> Path | None:
    """KOTAK_HOME if something can be put there, else wherever the system has room for a while."""
    try:
        home = settings.home()
    except LedgerError:
        return None
    return home if home.is_dir() and os.access(home, os.W_OK) else None


def _reader_gone() -> int:
    _give_up_stdout()
    return _READER_GONE


def _give_up_stdout() -> None:
    # Python flushes stdout once more when it ends; there is nobody to read that either.
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - lives until the program ends
