"""
`kotak checkpoint`: what the log promises about its size and root, shown, published, kept.

Who keeps a checkpoint can prove later that the end of the ledger was cut off, or that there are two histories.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from commands.evidence import reference
from commands.program.context import Context
from commands.program.frame import group, option, writes
from commands.program.language import _, number
from commands.program.output import Answer, table
from commands.program.passphrase import Passphrases, signs
from ledger.errors import Conflict, KeyProblem, Reason, Unknown

if TYPE_CHECKING:
    from ledger.log.checkpoint import Checkpoint, Opened
    from ledger.log.policy import Trust

OTHER_KEY = Reason(
    "EX-030",
    "The key {path} is not the key of the log {origin} in the trust file.",
    "Name the log's own key: kotak checkpoint publish --key FILE",
)
NONE_PUBLISHED = Reason(
    "EX-031",
    "No checkpoint is published at {path}.",
    "Publish one, where the key of the log is: kotak checkpoint publish",
)
OTHER_KEPT = Reason(
    "EX-032",
    "You keep another checkpoint of {size} entries, with the root {kept} and not {found}. Both are kept now.",
    "They prove two histories. Keep {path} as it is, and show it to the election supervisor.",
)

LOG: Final = "log"


@group("checkpoint")
def checkpoint() -> None:
    """
    Checkpoints: size and root of the ledger, signed by its log.

    Take one home from every visit. A ledger that is later shown to you without the papers it covers does not verify.
    """


@checkpoint.command("show", alias="lihat")
@click.pass_obj
def show(context: Context) -> Answer:
    """The checkpoints published beside the ledger, and which of them are kept here."""
    trust = context.trust()
    path = _published(context)
    kept = [one.checkpoint for one in reference.opened(reference.kept(trust, context), trust)]
    found = [(one, one.checkpoint in kept) for one in reference.opened(path, trust)]
    headings = (_("entries"), _("root"), _("cosigned by"), _("final"), _("kept"))
    data = [{**_facts(one), "kept": is_kept} for one, is_kept in found]
    return Answer(
        table(headings, [_row(one, is_kept=is_kept) for one, is_kept in found]),
        {"origin": trust.origin, "path": str(path), "checkpoints": data},
    )


@checkpoint.command("publish", alias="terbitkan")
@option("--key", metavar="FILE", help="The key file of the log; without it log.pem in KOTAK_HOME.")
@signs
@click.pass_obj
def publish(context: Context, *, key: str | None, dry_run: bool, passphrases: Passphrases) -> Answer:
    """
    Sign size and root of the whole ledger with the key of the log.

    The root is computed again from the papers before it is signed. Nothing is signed below or beside what is published.
    """
    from ledger.audit.publish import next_checkpoint  # noqa: PLC0415 - only where something is signed

    trust, path = context.trust(), _published(context)
    before = reference.opened(path, trust)
    made = next_checkpoint(context.journal(read_only=True), before, trust.origin)
    there = before and before[-1].checkpoint == made
    if not there and not dry_run:
        reference.append(path, _sign(made, trust, Path(key) if key else context.home / "log.pem", passphrases))
    said = _("The checkpoint of {n} entries is published already.") if there else _("A checkpoint of {n} entries.")
    return Answer(
        [said.format(n=number(made.size)), *str(made).splitlines()],
        {"size": made.size, "root": made.root.hex(), "path": str(path), "published": not dry_run, "new": not there},
        warnings=[_("This was a dry run: nothing was signed.")] if dry_run else [],
        next=[] if there or dry_run else ["kotak checkpoint keep"],
    )


@checkpoint.command("keep", alias="simpan")
@click.argument("file", required=False)
@writes
@click.pass_obj
def keep(context: Context, file: str | None, *, dry_run: bool) -> Answer:
    """
    Keep a checkpoint on this machine: from a file, or the last one published beside the ledger.

    Every later check of this ledger here is compared with it, and papers drafted here name it.
    """
    trust = context.trust()
    path, known = reference.kept(trust, context), _known(trust, context)
    notes = _offered(context, file)
    found = [reference.open_one(note, trust) for note in notes]
    new = [note for note, one in zip(notes, found, strict=True) if note not in known]
    if not dry_run:
        for note in new:
            reference.append(path, note)
        _look_for_another(path, trust)
        reference.remember(path, trust, context)
    last = max(found, key=lambda one: one.checkpoint.size).checkpoint
    said = _("{n} checkpoints are kept, the largest of {size} entries.") if new else _("It is kept already.")
    return Answer(
        [said.format(n=number(len(new)), size=number(last.size))],
        {"size": last.size, "root": last.root.hex(), "path": str(path), "new": len(new), "dry_run": dry_run},
        warnings=[_("This was a dry run: nothing was kept.")] if dry_run else [],
    )


def _published(context: Context) -> Path:
    path = reference.published(context.ledger, context)
    assert path is not None  # noqa: S101 - a ledger is never stdin
    return path


def _sign(made: "Checkpoint", trust: "Trust", path: Path, passphrases: Passphrases) -> bytes:
    from commands.drafting import keyring  # noqa: PLC0415 - only where something is signed
    from ledger.log import checkpoint as checkpoints  # noqa: PLC0415 - likewise

    key = keyring.unlock(path, LOG, passphrases)
    if key.public != trust.log.key.public:
        raise KeyProblem(OTHER_KEY, path=path, origin=trust.origin)
    note = checkpoints.sign(made, key)
    checkpoints.open_checkpoint(note, trust)
    return note


def _known(trust: "Trust", context: Context) -> set[bytes]:
    return {note.data for note in reference.read(reference.kept(trust, context))}


def _offered(context: Context, file: str | None) -> list[bytes]:
    if file is not None:
        return reference.notes(file)
    path = _published(context)
    notes = [note.data for note in reference.read(path)]
    if not notes:
        raise Unknown(NONE_PUBLISHED, path=path)
    return notes[-1:]


def _look_for_another(path: Path, trust: "Trust") -> None:
    """Two checkpoints of one size and different roots prove two histories."""
    roots: dict[int, bytes] = {}
    for one in reference.opened(path, trust):
        size, root = one.checkpoint.size, one.checkpoint.root
        if roots.setdefault(size, root) != root:
            raise Conflict(OTHER_KEPT, size=size, kept=roots[size].hex(), found=root.hex(), path=path)


def _facts(one: "Opened") -> dict[str, object]:
    return {
        "size": one.checkpoint.size,
        "root": one.checkpoint.root.hex(),
        "cosigned_by": sorted(one.cosigned_by),
        "quorum_met": one.quorum_met,
    }


def _row(one: "Opened", *, is_kept: bool) -> tuple[object, ...]:
    by = ", ".join(sorted(one.cosigned_by)) or "-"
    final, kept = (_("yes") if said else _("no") for said in (one.quorum_met, is_kept))
    return one.checkpoint.size, one.checkpoint.root.hex(), by, final, kept
