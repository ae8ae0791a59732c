"""Commands that end in every way a command can end. The tests put them into the table; nobody else does."""

import sys

import click

from commands.program import files
from commands.program.files import saves
from commands.program.frame import command, group
from commands.program.output import Answer
from commands.program.passphrase import Passphrases, signs
from ledger.errors import Conflict, Reason

FOREIGN = Reason("CL-900", "Box {box} was recorded at {index} by {who}.", "kotak chain {box}")


@command("leave")
def leave() -> Answer:
    """End the program the way a foreign module would."""
    sys.exit(0)


@command("stumble")
def stumble() -> Answer:
    """Make a mistake of the program."""
    message = "\x1b[31mnot foreseen"
    raise ValueError(message)


@command("refuse")
def refuse() -> Answer:
    """Refuse with hostile facts."""
    raise Conflict(FOREIGN, box="B\u202e7", index=17, who="a\x1b[2Jb", also="\x07", units=["pps/1", "kpps/2"])


@command("interrupt")
def interrupt() -> Answer:
    """Press Ctrl-C."""
    raise KeyboardInterrupt


@command("silence")
def silence() -> None:
    """Say nothing at all."""


@command("flood")
def flood() -> Answer:
    """Say more than anybody reads."""
    return Answer("line" for _ in range(1_000_000))


@command("sign")
@click.argument("officer")
@signs
def sign(officer: str, *, passphrases: Passphrases, dry_run: bool) -> Answer:
    """Show the passphrase, as no true command does."""
    return Answer([passphrases.of(officer).decode()], {"dry_run": dry_run})


@group("box")
def box() -> None:
    """Have an alias below."""


@box.command("save", alias="simpan")
@saves
def save(output: str | None, *, force: bool) -> Answer:
    """Write a file."""
    files.write(output or "-", b"saved\n", force=force)
    return Answer()
