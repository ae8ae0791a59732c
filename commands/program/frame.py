"""
The frame every command stands in: Click, with Indonesian aliases, translated help, and commands loaded when used.

A command is a function that reads its arguments, calls one function and returns an `Answer`. It is announced by one
line in `table.py`, which is all that `kotak --help` reads. A command that writes is decorated with `@writes`, one that
signs with `@signs` of `passphrase.py`.
"""

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Final, Literal, NamedTuple, TypeVar

import click
from click.shell_completion import CompletionItem

from commands.program import layout
from commands.program.language import _
from commands.program.output import Answer, safe

Effect = Literal["reads", "writes", "signs"]
Function = TypeVar("Function", bound=Callable[..., Any])

_MARK_OF_SIGNING: Final = "*"


class Entry(NamedTuple):
    """What `--help` says of a command that is not loaded: names, what it does to the world, where it stands."""

    name: str
    alias: str
    effect: Effect
    where: str
    summary: str

    def load(self) -> click.Command:
        """`commands.machine.config:config`: the command, imported now."""
        module, _colon, attribute = self.where.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command) or command.name != self.name:
            message = f"{self.where} is not the command {self.name}."
            raise TypeError(message)
        return command


class Section(NamedTuple):
    """A group of commands under one heading of the help."""

    title: str
    entries: tuple[Entry, ...]


class Option(click.Option):
    """An option whose help is translated when it is shown, under the heading of its section."""

    def __init__(self, *arguments: Any, section: str | None = None, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.section = section

    @property
    def help(self) -> str | None:
        """The text in the language of this run."""
        return _(self.english) if self.english else None

    @help.setter  # noqa: A003 - Click's name
    def help(self, text: str | None) -> None:
        self.english = text


option = partial(click.option, cls=Option)
"""`click.option` with translated help."""


class Whole(click.IntRange):
    """A whole number within bounds; what is none is told so in words, and not by the name of a type."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number. Wrong usage if the word is none."""
        if isinstance(value, str) and not value.strip().removeprefix("-").isdecimal():
            self.fail(_("{word} is not a whole number.").format(word=safe(value)), param, ctx)
        return super().convert(value, param, ctx)


class Command(click.Command):
    """A command with translated help and, where `table.py` does not give it, an alias."""

    def __init__(self, *arguments: Any, alias: str | None = None, **settings: Any) -> None:
        self.alias = alias
        super().__init__(*arguments, **settings)

    @property
    def help(self) -> str | None:
        """The text in the language of this run. Its key is the docstring, paragraphs joined to one line each."""
        return _(self.english) if self.english else None

    @help.setter  # noqa: A003 - Click's name
    def help(self, text: str | None) -> None:
        self.english = unfolded(text) if text else None

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """In the language of this run."""
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples, the options, and the commands of a group."""
        layout.examples(ctx, formatter)
        layout.options(ctx, self.get_params(ctx), formatter)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`-h` and `--help`, printed like everything else."""
        shown = super().get_help_option(ctx)
        if shown:
            shown.callback = _show_help
        return shown


def unfolded(text: str) -> str:
    """Paragraphs of a docstring, one line each: re-wrapping a docstring loses no translation."""
    paragraphs = "\n".join(line.strip() for line in text.strip().split("\n")).split("\n\n")
    return "\n\n".join(
        paragraph if paragraph.startswith("\b") else " ".join(paragraph.split()) for paragraph in paragraphs
    )


class Instead(click.exceptions.Exit):
    """Raised to show something instead of running the command: `help`, or the `version`."""

    def __init__(self, answer: Answer, shown: str) -> None:
        super().__init__()
        self.shown = shown
        self.answer = answer


def _show_help(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - Click calls it so
    if wanted and not context.resilient_parsing:
        text = context.get_help()
        raise Instead(Answer(text.splitlines(), {"help": text}), "help")


class Group(Command, click.Group):
    """Commands under one name; each also answers to its alias."""

    command_class = Command

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """By name or alias."""
        return super().get_command(ctx, self.names().get(cmd_name, cmd_name))

    def names(self) -> dict[str, str]:
        """Every word that calls a command here, and the command's canonical name."""
        aliases = {command.alias: name for name, command in self.commands.items() if isinstance(command, Command)}
        return {**{alias: name for alias, name in aliases.items() if alias}, **{name: name for name in self.commands}}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's signature
        """Name, alias, and the first sentence of the help, however long it is."""
        layout.commands(
            [(n, getattr(c, "alias", None) or "", c.help or "") for n, c in self.commands.items()], formatter
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, under its canonical name whatever was typed."""
        word, *rest = args
        command = self.get_command(ctx, word)
        if command is None:
            if ctx.resilient_parsing:
                return None, None, rest
            raise click.UsageError(self._no_such(word), ctx)
        if hasattr(ctx.obj, "path"):
            ctx.obj.path.append(command.name)
        return command.name, command, rest

    def _no_such(self, word: str) -> str:
        from difflib import get_close_matches  # noqa: PLC0415 - only after a slip

        near = get_close_matches(word, self.names())
        if near:
            return _("There is no command {word}. Did you mean {near}?").format(word=safe(word), near=", ".join(near))
        return _("There is no command {word}.").format(word=safe(word))


class Root(Group):
    """The group `kotak`: help and completion read the table, a command is imported when it is used."""

    def __init__(self, *arguments: Any, sections: Sequence[Section], **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.sections = sections
        self.entries = {entry.name: entry for section in sections for entry in section.entries}

    def names(self) -> dict[str, str]:
        """Every word that calls a command."""
        aliases = {entry.alias: entry.name for entry in self.entries.values() if entry.alias}
        return {**aliases, **{name: name for name in self.entries}}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """In the order of the table."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - Click's signature
        """Imported now."""
        entry = self.entries.get(self.names().get(cmd_name, ""))
        return entry.load() if entry else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's signature
        """Section by section, without importing anything."""
        name_width = max((len(entry.name) for entry in self.entries.values()), default=0)
        alias_width = max((len(entry.alias) for entry in self.entries.values()), default=0)
        for section in filter(lambda section: section.entries, self.sections):
            with formatter.section(_(section.title)):
                formatter.write_dl(
                    [
                        (f"{e.name:{name_width}}  {e.alias:{alias_width}} {_mark(e.effect)}", _(e.summary))
                        for e in section.entries
                    ]
                )
        formatter.write_paragraph()
        formatter.write_text(_("* signs with your key. Every option of this page may stand anywhere on the line."))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Canonical names; an alias once its beginning was typed."""
        found = [
            CompletionItem(word, help=_(self.entries[name].summary))
            for word, name in self.names().items()
            if word.startswith(incomplete) and (word == name or incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]


def _mark(effect: Effect) -> str:
    return _MARK_OF_SIGNING if effect == "signs" else " "


def command(name: str, *, alias: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """Decorator: the function is the command of this name."""
    return click.command(name, cls=Command, alias=alias)


def group(name: str) -> Callable[[Callable[..., Any]], Group]:
    """Decorator: the function is the group of this name. Its commands are added with `@GROUP.command(NAME)`."""
    return click.group(name, cls=Group)


def writes(function: Function) -> Function:
    """Decorator: the command changes something. It gets `dry_run`: all checks, no change."""
    return dry_run()(function)


def dry_run(section: str | None = None) -> Callable[[Function], Function]:
    """Decorator: the command gets `dry_run`."""
    help_ = "Make all checks, say what would be done, and do nothing."
    return option("--dry-run", is_flag=True, section=section, help=help_)
