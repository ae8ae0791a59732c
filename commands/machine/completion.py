"""`kotak completion`: the shell completes commands, options and their Indonesian names."""

import os
from pathlib import Path
from typing import Final

import click
from click.shell_completion import ShellComplete, get_completion_class

from commands.program import files
from commands.program.frame import group, option, writes
from commands.program.language import _
from commands.program.output import Answer

_VARIABLE: Final = "_KOTAK_COMPLETE"
_PLACES: Final = {
    "bash": ".local/share/bash-completion/completions/kotak",
    "zsh": ".zfunc/_kotak",
    "fish": ".config/fish/completions/kotak.fish",
}


@group("completion")
def completion() -> None:
    """
    The shell completes commands and options.

    `kotak completion install` puts the script where your shell looks for it.
    """


@completion.command("bash")
def bash() -> Answer:
    """Print the script for bash."""
    return _printed("bash")


@completion.command("zsh")
def zsh() -> Answer:
    """Print the script for zsh."""
    return _printed("zsh")


@completion.command("fish")
def fish() -> Answer:
    """Print the script for fish."""
    return _printed("fish")


@completion.command("install")
@option("--shell", type=click.Choice(tuple(_PLACES)), help="Your shell, if SHELL does not say it.")
@writes
def install(shell: str | None, *, dry_run: bool) -> Answer:
    """Write the script into your home folder. For zsh, ~/.zfunc must stand in fpath."""
    shell = shell or Path(os.environ.get("SHELL", "bash")).name
    if shell not in _PLACES:
        raise click.UsageError(_("There is no script for {shell}.").format(shell=shell))
    path = Path.home() / _PLACES[shell]
    if not dry_run:
        files.make_folder(path.parent)
        files.write(str(path), _script(shell).encode(), force=True)
    line = _("{path} would be written.") if dry_run else _("Written to {path}. Open a new terminal to use it.")
    return Answer([line.format(path=path)], {"shell": shell, "path": str(path), "dry_run": dry_run})


def _printed(shell: str) -> Answer:
    return Answer(_script(shell).splitlines(), {"shell": shell, "script": _script(shell)})


def _script(shell: str) -> str:
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(_("There is no script for {shell}.").format(shell=shell))
    # Click's bash class starts bash to look at its version; printing a script needs no shell.
    return ShellComplete.source(kind(click.Command("kotak"), {}, "kotak", _VARIABLE)).strip() + "\n"
