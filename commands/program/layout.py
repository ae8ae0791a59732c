"""How a page of help is laid out: examples first, then options section by section, then the commands of a group."""

from collections.abc import Iterable, Sequence
from typing import Final

import click

from commands.program.language import _

AROUND: Final = "Who, where and when"
SIGNING: Final = "How it is signed"
"""Headings of the options that many commands share. They stand after those that one command alone takes."""
_WIDEST: Final = 30
"""Longer names of options stand on a line of their own."""


def examples(context: click.Context, formatter: click.HelpFormatter) -> None:
    """Lines to copy; none for a group."""
    from commands.program.examples import EXAMPLES  # noqa: PLC0415 - only where help is shown

    lines = EXAMPLES.get(" ".join(context.command_path.split()[1:]), ())
    if lines:
        with formatter.section(_("Examples")):
            formatter.write("".join(f"{'':{formatter.current_indent}}{line}\n" for line in lines))


def options(context: click.Context, parameters: Iterable[click.Parameter], formatter: click.HelpFormatter) -> None:
    """What this command alone takes, and then what it shares with others, in columns of one width."""
    sections: dict[str, list[tuple[str, str]]] = {"Options": [], AROUND: [], SIGNING: []}
    for each in parameters:
        record = each.get_help_record(context) if isinstance(each, click.Option) else None
        if record is not None:
            sections[getattr(each, "section", None) or "Options"].append(record)
    width = min(max((len(name) for rows in sections.values() for name, _help in rows), default=0), _WIDEST)
    for title, rows in filter(lambda section: section[1], sections.items()):
        with formatter.section(_(title)):
            formatter.write_dl([(f"{name:{width}}", text) for name, text in rows])


def commands(found: Sequence[tuple[str, str, str]], formatter: click.HelpFormatter) -> None:
    """Name, alias, and the first sentence of the help."""
    names, aliases = (max(map(len, column)) for column in list(zip(*found, strict=True))[:2])
    with formatter.section(_("Commands")):
        formatter.write_dl([(f"{name:{names}}  {alias:{aliases}}", _first(text)) for name, alias, text in found])


def _first(text: str) -> str:
    return text.partition("\n\n")[0].partition(". ")[0].removesuffix(".") + "."
