"""Every command there is, with the path of words that calls it."""

from collections.abc import Iterator

import click

from commands.main import kotak


def walk() -> Iterator[tuple[str, click.Command]]:
    """`config`, `config list`, …: groups and what stands in them."""
    context = click.Context(kotak)
    for name in kotak.list_commands(context):
        command = kotak.get_command(context, name)
        assert command is not None
        yield from _below(name, command)


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Those that do something."""
    return ((path, command) for path, command in walk() if not isinstance(command, click.Group))


def _below(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from _below(f"{path} {name}", each)
