"""Whether the program would take a line, without running it."""

import click

from commands.main import gather, kotak


def understood(words: list[str]) -> bool:
    """Whether the program takes this line; nothing is run."""
    try:
        _parse(kotak, "kotak", gather(words), None)
    except click.exceptions.Exit:
        return True
    except click.ClickException:
        return False
    return True


def _parse(command: click.Command, name: str, words: list[str], parent: click.Context | None) -> None:
    context = command.make_context(name, list(words), parent=parent)
    if isinstance(command, click.Group):
        name_, below, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert below is not None
        _parse(below, name_ or "", rest, context)
