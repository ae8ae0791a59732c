"""`kotak checkpoint request` and `collect`: cosignatures over a memory stick, where there is no network."""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from commands.operating import cosigners, stick
from commands.operating.notes import Note, Notes
from commands.operating.publish import cosigned, signatures
from commands.operating.rounds import place
from commands.operating.state import Answered, LogState
from commands.operating.stick import Collected, Leg
from commands.program import files
from commands.program.context import Context
from commands.program.frame import command, option, writes
from commands.program.language import _, counted, number
from commands.program.output import Answer, Finding, worst
from commands.program.refusal import remedy, translated
from ledger.errors import Malformed, Reason, Unknown
from ledger.log.cosigning import request_name

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

NO_WITNESS = Reason(
    "LO-042",
    "The trust file names no log witness.",
    "Ask the election supervisor and the parties to run log witnesses, and take a trust file that names them.",
)

_DONE_IN_PART: Final = 9


class Asked(NamedTuple):
    """A request, and the file it goes into."""

    leg: Leg
    path: Path
    data: bytes


@command("request", alias="mohon")
@option("-o", "--output", required=True, metavar="DIR", help="The folder of the memory stick; it is made if need be.")
@writes
@click.pass_obj
def request(context: Context, *, output: str, dry_run: bool) -> Answer:
    """
    Write what log witnesses are asked, for a memory stick: those who have not signed the last checkpoint, else all.

    Each of them answers with kotak cosign file; bring the stick back and run kotak checkpoint collect.
    """
    trust = context.trust()
    notes, known = Notes(place(context), trust), LogState(context.home, trust.origin).witnesses()
    last = notes.newest()
    wanted = cosigners.lacking(trust.quorum, last) or cosigners.servers(trust.quorum)
    if not wanted:
        raise Unknown(NO_WITNESS)
    olds = (known.get(server.key, Answered()).size for server in wanted)
    legs = stick.legs(last.size, olds, notes.sizes())
    requests = _requests(Path(output), legs, notes, context.journal(read_only=True))
    if not dry_run:
        files.make_folder(Path(output))
        for one in requests:
            files.write(str(one.path), one.data, force=True)
    asked = cosigners.names(wanted)
    said = _("{file}: from {old} to {size} entries")
    return Answer(
        [
            *(said.format(file=one.path, old=number(one.leg.old), size=number(one.leg.size)) for one in requests),
            _("For: {witnesses}.").format(witnesses=", ".join(asked)),
        ],
        {
            "folder": output,
            "requests": [{"file": str(one.path), **one.leg._asdict()} for one in requests],
            "witnesses": asked,
            "dry_run": dry_run,
        },
        warnings=[_("This was a dry run: nothing was written.")] if dry_run else [],
        next=[f"kotak checkpoint collect {quote(output)}"],
    )


@command("collect", alias="kumpulkan")
@click.argument("folder", metavar="DIR")
@writes
@click.pass_obj
def collect(context: Context, folder: str, *, dry_run: bool) -> Answer:
    """
    Take the answers of log witnesses from a memory stick, and publish the checkpoint with their signatures.

    Every line is verified with the trust file. Taking the same answers twice changes nothing.
    """
    trust = context.trust()
    notes, state = Notes(place(context), trust), LogState(context.home, trust.origin)
    signed = state.head().checkpoint.size if state.begun else notes.newest().size
    taken = Collected(notes, cosigners.servers(trust.quorum), signed)
    taken.take(stick.lying(Path(folder)))
    if not dry_run:
        for note, lines in taken.better:
            notes.improve(note.size, lines)
        state.remember(taken.answered)
    if taken.against:
        # What the others signed is published by now.
        raise taken.against[0]
    return _collected(notes.newest(), taken, dry_run=dry_run)


def _requests(folder: Path, legs: Sequence[Leg], notes: Notes, journal: "Journal") -> list[Asked]:
    found = []
    for leg in legs:
        note = notes.at(leg.size)
        assert note is not None  # noqa: S101 - legs end where something is published
        found.append(Asked(leg, folder / request_name(leg.size), cosigners.request(journal, leg.old, note)))
    return found


def _collected(last: Note, taken: Collected, *, dry_run: bool) -> Answer:
    made, n = last.opened.checkpoint, len(taken.better)
    codes = [one.reason for one in taken.problems]
    findings = [Finding(one.code, translated(one.reason.text, one.facts)) for one in taken.problems]
    said = counted(
        "{n} checkpoint has more signatures than before.", "{n} checkpoints have more signatures than before.", n
    )
    return Answer(
        [
            said if n else _("There was nothing new."),
            *str(made).splitlines(),
            *cosigned(last.opened),
            *(f"{one.code}  {one.message}" for one in findings),
        ],
        {"size": made.size, "root": made.root.hex(), **signatures(last.opened), "new": n, "dry_run": dry_run},
        findings=findings,
        warnings=[_("This was a dry run: nothing was published.")] if dry_run else [],
        next=list(dict.fromkeys(remedy(one.reason, one.facts) for one in taken.problems)),
        status=worst(*(_DONE_IN_PART if reason is cosigners.DECLINED else Malformed.exit_status for reason in codes)),
    )
