"""
Where passphrases come from: a prompt, a file descriptor, a file or a command. Never an argument or a variable's value.

`@signs` gives a command every one of these, so that no signing command has fewer than another.
"""

import os
import shlex
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from commands.program.context import Context
from commands.program.frame import Whole, dry_run, option
from commands.program.language import _
from commands.program.layout import SIGNING
from commands.program.terminal import Terminal
from ledger.errors import KeyProblem, Reason

EMPTY = Reason("CL-050", "The passphrase from {source} is empty.", "Give one of several words.")
NO_SOURCE = Reason("CL-051", "No passphrase can be read from {source}: {why}.", "Check it, or type the passphrase.")
OPEN_FILE = Reason("CL-052", "Others may read the passphrase file {path}.", "chmod 600 {path}")
DIFFERENT = Reason("CL-053", "The two passphrases differ.", "Type the same one twice.")

_OPTION: Final = "--passphrase-fd"
_LIMIT: Final = 64 * 1024


class Passphrases:
    """
    The passphrases of one run, each asked for once.

    A descriptor or a file holds one line for each officer in the order they sign; a single line serves all of them. A
    command is run for each, with the officer's id in KOTAK_OFFICER, and prints one line.
    """

    def __init__(self, terminal: Terminal, descriptor: int | None = None) -> None:
        self._terminal = terminal
        self._descriptor = descriptor
        self._lines: list[bytes] | None = None
        self._known: dict[str, bytes] = {}

    def of(self, officer: str) -> bytes:
        """The passphrase of this officer's key."""
        if officer not in self._known:
            self._known[officer] = self._find(officer, twice=False)
        return self._known[officer]

    def new(self, officer: str) -> bytes:
        """A passphrase for a key that is being made; typed twice where it is typed."""
        self._known[officer] = self._find(officer, twice=True)
        return self._known[officer]

    def _find(self, officer: str, *, twice: bool) -> bytes:
        path, command = os.environ.get("KOTAK_PASSPHRASE_FILE"), os.environ.get("KOTAK_PASSPHRASE_COMMAND")
        if self._descriptor is not None:
            return self._line(f"--passphrase-fd {self._descriptor}", lambda: _read_descriptor(self._descriptor))
        if path:
            return self._line(f"KOTAK_PASSPHRASE_FILE={path}", lambda: _read_file(Path(path)))
        if command:
            return _not_empty(_read_command(command, officer).partition(b"\n")[0], "KOTAK_PASSPHRASE_COMMAND")
        return self._prompt(officer, twice=twice)

    def _line(self, source: str, read: Callable[[], bytes]) -> bytes:
        if self._lines is None:
            try:
                self._lines = read().rstrip(b"\r\n").split(b"\n")
            except OSError as error:
                raise KeyProblem(NO_SOURCE, source=source, why=error.strerror) from error
        line = self._lines.pop(0) if len(self._lines) > 1 else self._lines[0]
        return _not_empty(line, source)

    def _prompt(self, officer: str, *, twice: bool) -> bytes:
        first = self._terminal.ask_hidden(_("Passphrase of {officer}:").format(officer=officer), _OPTION)
        if twice and self._terminal.ask_hidden(_("The same again:"), _OPTION) != first:
            raise KeyProblem(DIFFERENT)
        return _not_empty(first.encode(), _("the prompt"))


def _not_empty(line: bytes, source: str) -> bytes:
    passphrase = line.rstrip(b"\r")
    if not passphrase:
        raise KeyProblem(EMPTY, source=source)
    return passphrase


def _read_descriptor(descriptor: int | None) -> bytes:
    with os.fdopen(os.dup(descriptor if descriptor is not None else -1), "rb") as file:
        return file.read(_LIMIT)


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if stat.S_ISREG(mode) and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise KeyProblem(OPEN_FILE, path=path)
        return file.read(_LIMIT)


def _read_command(command: str, officer: str) -> bytes:
    import subprocess  # noqa: PLC0415 - only where a command is configured

    source = "KOTAK_PASSPHRASE_COMMAND"
    environment = {**os.environ, "KOTAK_OFFICER": officer}
    with suppress(ValueError, OSError):
        with subprocess.Popen(  # noqa: S603 - the officer's own command, without a shell
            shlex.split(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment
        ) as ran:
            assert ran.stdout is not None  # noqa: S101 - it was asked for
            said = ran.stdout.read(_LIMIT)
        if ran.returncode == 0:
            return said
        raise KeyProblem(NO_SOURCE, source=source, why=_("it ended with status {n}").format(n=ran.returncode))
    raise KeyProblem(NO_SOURCE, source=source, why=_("it cannot be run"))


def signs(function: Callable[..., Any]) -> Callable[..., Any]:
    """Decorator: the command signs. It gets `passphrases` and `dry_run`, and takes a passphrase from any source."""

    @dry_run(SIGNING)
    @option(
        _OPTION,
        section=SIGNING,
        type=Whole(0, 2**31 - 1),
        metavar="N",
        help="Read the passphrase from this file descriptor, one line for each officer who signs. "
        "Or set KOTAK_PASSPHRASE_FILE or KOTAK_PASSPHRASE_COMMAND.",
    )
    @click.pass_obj
    @wraps(function)
    def with_passphrases(context: Context, /, *arguments: Any, passphrase_fd: int | None, **options: Any) -> object:
        passphrases = Passphrases(context.terminal, passphrase_fd)
        return function(*arguments, passphrases=passphrases, **options)

    return with_passphrases
