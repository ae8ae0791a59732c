"""`kotak help`: a command, a topic, or a code somebody was told over the telephone."""

from collections.abc import Iterator
from typing import Final

import click

from commands.machine import coded, reasons
from commands.program import topics
from commands.program.context import Context
from commands.program.frame import command
from commands.program.language import _
from commands.program.output import Answer, Styled
from ledger.errors import Reason, Unknown
from projections import codes

NO_SUCH_CODE = Reason("CL-060", "There is no command, no topic and no code {word}.", "kotak help")

STATUSES: Final = {
    0: "done, or verified with nothing to report",
    1: "a mistake in kotak; the details were saved, the path is shown",
    2: "wrong usage",
    3: "the check ran and found something that does not agree",
    4: "the input is not what it claims to be; nothing was recorded",
    5: "no such box, officer, unit or paper",
    6: "conflict: somebody else was first, a fork, or another answer to the same line",
    7: "a key, passphrase or token cannot be used",
    8: "an answer was needed and there is no terminal",
    9: "done in part; the exceptions are recorded",
    10: "the ledger is missing, locked, unreadable or of a newer version",
    11: "the server cannot be reached; the work stays queued",
    12: "refused by a rule of custody or by the officer's role",
    13: "the outcome is unknown; the command says how to find out",
    130: "interrupted with Ctrl-C; nothing is half-written",
    141: "whoever read the output went away",
}


@command("help")
@click.argument("words", nargs=-1, metavar="[COMMAND|TOPIC|CODE]")
@click.pass_context
def explain(running: click.Context, words: tuple[str, ...]) -> Answer:
    """
    Explain a command, a topic, or a code like HO-006.

    Without a word: all commands, all topics, and what each exit status means.
    """
    root = running.find_root()
    if not words:
        return _everything(root)
    if len(words) == 1:
        found = _topic(words[0]) or _break(words[0]) or _code(words[0])
        if found:
            return found
    lines = _of_command(root, words).get_help().splitlines()
    return Answer(lines, {"help": "\n".join(lines)})


def _everything(root: click.Context) -> Answer:
    lines = root.get_help().splitlines()
    told = {
        "help": "\n".join(lines),
        "topics": [{"topic": name, "summary": _(topic.summary)} for name, topic in topics.TOPICS.items()],
        "exit_statuses": [{"status": s, "meaning": _(m)} for s, m in STATUSES.items()],
    }
    return Answer([*lines, *_all_topics(), *_statuses()], told)


def _of_command(root: click.Context, words: tuple[str, ...]) -> click.Context:
    running = click.Context(root.command, info_name="kotak", help_option_names=["-h", "--help"], obj=Context())
    for word in words:
        found = running.command.get_command(running, word) if isinstance(running.command, click.Group) else None
        if found is None:
            raise Unknown(NO_SUCH_CODE, word=" ".join(words))
        running = click.Context(found, info_name=found.name, parent=running)
    return running


def _all_topics() -> Iterator[str]:
    yield from ("", _("Topics:"))
    for name, topic in topics.TOPICS.items():
        yield f"  kotak help {name:8} {topic.alias:10} {_(topic.summary)}"


def _statuses() -> list[str]:
    return ["", _("Exit status:"), *(f"  {status:>3}  {_(meaning)}" for status, meaning in STATUSES.items())]


def _topic(word: str) -> Answer | None:
    found = topics.find(word)
    if found is None:
        return None
    lines = [*found.lines()]
    return Answer([Styled.of("strong", _(found.summary)), "", *lines], {"help": "\n".join(lines)})


def _break(word: str) -> Answer | None:
    found = codes.find(word)
    return coded.explained(found) if found else None


def _code(word: str) -> Answer | None:
    reason = reasons.known().get(word.upper())
    if reason is None:
        return None
    text, remedy = _(reason.text), _(reason.remedy)
    return Answer(
        [Styled.of("strong", reason.code), text, "", _("What to do:"), remedy],
        {"code": reason.code, "text": text, "remedy": remedy},
    )
