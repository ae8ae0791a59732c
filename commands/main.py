"""
The program `kotak`: one line of words in, one answer out.

`main` is the only place that catches everything and the only place where exit 0 is chosen. Whatever ends a command in
any other way than with an `Answer`, a `SystemExit` of foreign code included, ends non-zero.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import click

from commands.program import language, settings
from commands.program.context import Context
from commands.program.frame import Instead, Root, option
from commands.program.language import _
from commands.program.output import Answer, prepare, say
from commands.program.refusal import refuse, show
from commands.program.terminal import Terminal
from commands.table import SECTIONS
from ledger.errors import LedgerError

_VALUED: Final = frozenset({"--ledger", "--trust", "--as", "--lang"})
_BARE: Final = frozenset({"--json", "--no-input", "--debug"})


@click.command(
    "kotak",
    cls=Root,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@option("--ledger", metavar="L", help="The ledger: a file, or the URL of a database.")
@option("--trust", metavar="FILE", help="The trust file every check starts from.")
@option("--as", "officer", metavar="OFFICER", help="The officer you act for, when there are several keys here.")
@option("--lang", type=click.Choice(language.LANGUAGES), help="Indonesian or English.")
@option("--json", is_flag=True, help="One JSON document on stdout, also for errors.")
@option("--no-input", is_flag=True, help="Never ask; a question that must be answered ends the command.")
@option("--debug", is_flag=True, help="Show where in the program an error arose.")
@option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda running, _parameter, wanted: _show_version(running, wanted=wanted),
    help="Show the version and end.",
)
@click.pass_obj
def kotak(context: Context, /, **flags: str | bool | None) -> None:
    """
    The custody ledger for ballot boxes.

    Every change of custody is a paper signed by those who give and those who take. Anybody can check the papers without
    trusting whoever keeps the ledger.
    """
    context.flags = {name: value for name, value in flags.items() if isinstance(value, str)}
    context.flags["as"] = context.flags.pop("officer", None)
    context.terminal = Terminal(no_input=bool(flags["no_input"]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `kotak` and give its exit status."""
    prepare()
    words = gather(sys.argv[1:] if arguments is None else arguments)
    language.speak(_language(words))
    context = Context()
    context.json = "--json" in words
    try:
        if os.environ.get("_KOTAK_COMPLETE"):
            return _complete(context)
        _say_other_language(words)
        return _perform(words, context)
    except BaseException as error:  # noqa: BLE001 - the one place: whatever it was, it is not success
        return refuse(error, context, debug="--debug" in words)


def gather(arguments: Sequence[str]) -> list[str]:
    """The words of the line with the options of `kotak` itself in front, wherever before `--` they stood."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _BARE or (word.partition("=")[0] in _VALUED and "=" in word):
            front.append(word)
        elif word in _VALUED:
            value = next(words, None)
            if value is None:
                return [*front, word]
            front += [word, value]
        else:
            rest.append(word)
    return [*front, *rest]


def _language(words: Sequence[str]) -> str:
    flag = next((word.partition("=")[2] for word in words if word.startswith("--lang=")), None)
    if "--lang" in words:
        flag = "".join(words[words.index("--lang") + 1 :][:1])
    # What is wrong is said by Click, `config list`, `doctor` and below; it must not stop the command that mends it.
    for stored in (settings.stored, dict):
        with suppress(LedgerError):
            return settings.look_up("lang", {"lang": flag}, stored()).value or "en"
    return language.of_locale(os.environ)


def _say_other_language(words: Sequence[str]) -> None:
    """That the variable names a language there is not, and in which this run speaks instead."""
    asked = os.environ.get("KOTAK_LANG")
    if asked and asked not in language.LANGUAGES and not any(word.partition("=")[0] == "--lang" for word in words):
        said = _("KOTAK_LANG is {asked}; there are {known}, and this is {spoken}.")
        known = ", ".join(language.LANGUAGES)
        say(said.format(asked=asked, known=known, spoken=language.spoken()), sys.stderr)


def _perform(words: Sequence[str], context: Context) -> int:
    with context.closing:
        try:
            with kotak.make_context("kotak", list(words), obj=context) as running:
                answer = kotak.invoke(running)
        except Instead as asked:
            context.path = [asked.shown]
            answer = asked.answer
        if not isinstance(answer, Answer):
            message = f"The command {context.command} gave no answer."
            raise TypeError(message)
        # Inside, since lines may still be read from the ledger.
        show(answer, context)
        return answer.status


def _complete(context: Context) -> int:
    from click.shell_completion import shell_complete  # noqa: PLC0415 - only when a shell asks

    return shell_complete(kotak, {"obj": context}, "kotak", "_KOTAK_COMPLETE", os.environ["_KOTAK_COMPLETE"])


def _show_version(context: click.Context, *, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415 - only for this line

        ours = version("kotak")
        raise Instead(Answer([f"kotak {ours}"], {"version": ours}), "version")


if __name__ == "__main__":
    sys.exit(main())
