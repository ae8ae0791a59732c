"""`kotak checkpoint publish`: sign what is new and have it cosigned, once or in a fixed cadence."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from commands.operating import cadence
from commands.program import files
from commands.program.context import Context
from commands.program.frame import Whole, command, option
from commands.program.language import _, counted
from commands.program.output import Answer, Finding, Styled, say
from commands.program.passphrase import Passphrases, signs
from commands.program.refusal import translated
from ledger.domain.documents.base import HOUR
from ledger.errors import LedgerError, Unavailable

if TYPE_CHECKING:
    from commands.operating.publishing import Batch
    from commands.operating.rounds import Operator, Round
    from ledger.log.checkpoint import Checkpoint, Opened

_PASSING: Final = (Unavailable, files.FileTrouble)
"""What may be otherwise the next time: a database or a disk that is not there now."""


@command("publish", alias="terbitkan")
@option("--key", metavar="FILE", help="The key file of the log; without it log.pem in KOTAK_HOME.")
@option(
    "--every",
    type=Whole(min=1),
    metavar="SECONDS",
    help="Go on until stopped: sign what is new every so many seconds. Without it: once.",
)
@option(
    "--heartbeat",
    type=Whole(min=1),
    default=HOUR,
    show_default=True,
    metavar="SECONDS",
    help="Let log witnesses sign again after so many seconds, also if nothing is new.",
)
@signs
@click.pass_obj
def publish(  # noqa: PLR0913 - one word of the command line each
    context: Context, *, key: str | None, every: int | None, heartbeat: int, dry_run: bool, passphrases: Passphrases
) -> Answer:
    """
    Sign size and root of the whole ledger with the key of the log, and have it cosigned.

    The root is computed again from the papers before it is signed. Nothing is signed below or beside what this log
    signed before, by what this machine remembers and by what its log witnesses hold. Log witnesses with an address in
    the trust file are asked over the network; without it: kotak checkpoint request.
    """
    from commands.operating.rounds import Operator  # noqa: PLC0415 - only where something is signed

    operator = Operator(context, key, heartbeat, passphrases)
    if dry_run:
        return _foreseen(operator, operator.foresee(context.journal(read_only=True)))
    if every is not None:
        return replace(_answer(context, operator, _on_and_on(context, operator, every)), status=0)
    return _answer(context, operator, operator.round(context.journal(read_only=True)))


def signatures(opened: "Opened") -> dict[str, object]:
    """Who cosigned a checkpoint, and whether that makes it final."""
    return {"cosigned_by": sorted(opened.cosigned_by), "quorum_met": opened.quorum_met}


def cosigned(opened: "Opened") -> Iterator[str]:
    """The same for a person; nothing where no witness is asked for and none signed."""
    by = ", ".join(sorted(opened.cosigned_by))
    if by:
        yield _("Cosigned by {by}.").format(by=by)
    if not opened.quorum_met:
        yield Styled.of("doubtful", _("It is provisional: the quorum of the trust file is not met yet."))
    elif by:
        yield Styled.of("good", _("It is final: the quorum of the trust file is met."))


def _on_and_on(context: Context, operator: "Operator", every: int) -> "Round":
    """What ends the first round ends the command; later it may be passing, and is tried again."""
    from ledger.persistence.journal import open_journal  # noqa: PLC0415 - brings SQLAlchemy

    operator.unlock()
    done: list[Round] = []
    logged: object = None
    with cadence.until_stopped() as stop:
        for _tick in cadence.ticks(every, stop):
            try:
                # Opened anew each time: a file that was put in its place is seen.
                with open_journal(context.ledger, read_only=True) as journal:
                    done[:] = [operator.round(journal)]
                said, news = " ".join(_told(done[0])), done[0].news
            except _PASSING as error:
                if not done:
                    raise
                said, news = _said(error), error.code
            if news not in {None, logged}:
                logged = news
                say(f"{datetime.now().astimezone().isoformat(timespec='seconds')}  {said}", sys.stderr)
    if not done:
        raise KeyboardInterrupt
    return done[0]


def _foreseen(operator: "Operator", batch: "Batch") -> Answer:
    said = _there(batch.made, new=batch.there is None)
    return Answer(
        [said, *str(batch.made).splitlines()],
        {**_facts(batch.made, operator, new=batch.there is None), "published": False},
        warnings=[_("This was a dry run: nothing was signed.")],
    )


def _answer(context: Context, operator: "Operator", done: "Round") -> Answer:
    opened = done.note.opened
    facts = _facts(opened.checkpoint, operator, new=done.new)
    return Answer(
        _told(done),
        {**facts, "published": True, **signatures(opened), "asked": list(done.asked)},
        findings=[Finding(one.code, _said(one)) for one in done.problems.values()],
        warnings=_warnings(context, operator),
        next=_next(done),
        status=done.status,
    )


def _facts(made: "Checkpoint", operator: "Operator", *, new: bool) -> dict[str, object]:
    return {"size": made.size, "root": made.root.hex(), "path": str(operator.notes.path), "new": new}


def _there(made: "Checkpoint", *, new: bool) -> str:
    if new:
        return counted("A checkpoint of {n} entry.", "A checkpoint of {n} entries.", made.size)
    return counted(
        "The checkpoint of {n} entry is published already.",
        "The checkpoint of {n} entries is published already.",
        made.size,
    )


def _told(done: "Round") -> Iterator[str]:
    opened = done.note.opened
    yield _there(opened.checkpoint, new=done.new)
    yield from str(opened.checkpoint).splitlines()
    yield from cosigned(opened)
    yield from (f"{one.code}  {_said(one)}" for one in done.problems.values())


def _said(error: LedgerError) -> str:
    return translated(error.reason.text, error.facts)


def _warnings(context: Context, operator: "Operator") -> list[str]:
    if "://" in context.ledger:
        return []
    beside, state = Path(context.ledger).absolute().parent, operator.state.folder.absolute()
    if not state.is_relative_to(beside):
        return []
    said = _("What the log signed last lies in {folder}, with the ledger: whoever puts back a copy puts back both.")
    return [said.format(folder=beside)]


def _next(done: "Round") -> list[str]:
    if done.status:
        return ["kotak checkpoint publish", "kotak checkpoint request -o DIR"]
    if not done.note.opened.quorum_met:
        return ["kotak checkpoint request -o DIR"]
    return ["kotak checkpoint keep"] if done.new else []
