"""`kotak checkpoint adopt`: on another machine, take over from its checkpoints what a log signed last."""

from collections.abc import Iterable

import click

from commands.drafting import showing
from commands.evidence import reference
from commands.operating.state import LogState
from commands.program.context import Context
from commands.program.frame import command, option, writes
from commands.program.language import _, counted
from commands.program.output import Answer
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import Head
from ledger.log.policy import Trust


@command("adopt", alias="ambil-alih")
@click.argument("file", nargs=-1, metavar="FILE...")
@option("--nothing-signed", is_flag=True, help="This log never signed anything. To confirm, type its origin.")
@option("--confirm", "confirmed", metavar="ANSWER", help="Answer beforehand: the origin.")
@writes
@click.pass_obj
def adopt(
    context: Context, file: tuple[str, ...], *, nothing_signed: bool, confirmed: str | None, dry_run: bool
) -> Answer:
    """
    Take over what the log signed last, from checkpoints it signed.

    For a log that moves to another machine, or whose KOTAK_HOME was lost. Bring every checkpoint there is, also those
    that log witnesses and auditors hold: the largest counts. What is known here is never lowered.
    """
    if bool(file) == nothing_signed:
        raise click.UsageError(_("Name the checkpoints, or say that nothing was signed."))
    trust = context.trust()
    state = LogState(context.home, trust.origin)
    if nothing_signed and not dry_run:
        question = _("If the log {origin} ever signed anything, this makes a second history. Type its origin:")
        showing.type_out(context.terminal, question.format(origin=trust.origin), trust.origin, confirmed)
    found = _largest(trust, [note for path in file for note in reference.of_log(path, trust)])
    after = state.adopting(trust, found)
    known = state.begun and state.head() == after
    if not (known or dry_run):
        after = state.adopt(trust, found)
    made = after.checkpoint
    said = (
        counted(
            "It was known here already: the log signed {n} entry.",
            "It was known here already: the log signed {n} entries.",
            made.size,
        )
        if known
        else counted(
            "From now on it is known here: the log signed {n} entry.",
            "From now on it is known here: the log signed {n} entries.",
            made.size,
        )
    )
    return Answer(
        [said, *str(made).splitlines()],
        {"size": made.size, "root": made.root.hex(), "path": str(state.folder), "new": not known, "dry_run": dry_run},
        warnings=[_("This was a dry run: nothing was kept.")] if dry_run else [],
        next=["kotak checkpoint publish"],
    )


def _largest(trust: Trust, notes: Iterable[bytes]) -> Checkpoint:
    """Raises Conflict if two of one size have different roots."""
    head = Head.of(trust)
    for one in sorted((reference.open_one(note, trust).checkpoint for note in notes), key=lambda one: one.size):
        head = head.raised(one)
    return head.checkpoint
