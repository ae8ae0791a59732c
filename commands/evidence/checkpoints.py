"""
`kotak checkpoint`: what the log promises about its size and root, shown, published, cosigned, kept.

Who keeps a checkpoint can prove later that the end of the ledger was cut off, or that there are two histories.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from commands.evidence import reference
from commands.evidence.outcome import moment
from commands.operating.adopt import adopt
from commands.operating.courier import collect, request
from commands.operating.notes import Notes
from commands.operating.publish import publish
from commands.operating.rounds import place
from commands.program.context import Context
from commands.program.frame import group, writes
from commands.program.language import _, counted, number
from commands.program.output import Answer, table
from ledger.domain.documents.base import DAY, HOUR
from ledger.errors import Conflict, Reason

if TYPE_CHECKING:
    from ledger.log.checkpoint import Checkpoint, Opened
    from ledger.log.policy import Trust

OTHER_KEPT = Reason(
    "EX-032",
    "There are two checkpoints of {size} entries, one with the root {kept} and one with the root {found}.",
    "They prove two histories. Leave {path} and the other file as they are, and show both to the election supervisor.",
)

_MINUTE: Final = 60


@group("checkpoint")
def checkpoint() -> None:
    """
    Checkpoints: size and root of the ledger, signed by its log.

    Take one home from every visit. A ledger that is later shown to you without the papers it covers does not verify.
    """


for _command in (publish, adopt, request, collect):
    checkpoint.add_command(_command)


@dataclass
class Promise:
    """A checkpoint, with what all its published notes say together: by witness when it signed first and last."""

    checkpoint: "Checkpoint"
    first: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def add(self, opened: "Opened") -> None:
        """Another note of it."""
        for name, at in opened.times.items():
            self.first[name] = min(at, self.first.get(name, at))
            self.last[name] = max(at, self.last.get(name, at))

    def age(self, now: int) -> int | None:
        """Seconds since a witness signed it last, negative if that clock is ahead of this one; None if none did."""
        return now - max(self.last.values()) if self.last else None


@checkpoint.command("show", alias="lihat")
@click.pass_obj
def show(context: Context) -> Answer:
    """
    The checkpoints published beside the ledger, and which of them are kept here.

    Of each: who cosigned it, how long ago the last of them did, and whether the quorum makes it final.
    """
    trust, path, now = context.trust(), place(context), int(time.time())
    kept = [one.checkpoint for one in reference.opened(reference.kept(trust, context), trust)]
    found = [(one, one.checkpoint in kept) for one in _promises(reference.opened(path, trust))]
    headings = (_("entries"), _("root"), _("cosigned by"), _("state"), _("cosigned"), _("kept"))
    data = [{**_facts(one, trust, now), "kept": is_kept} for one, is_kept in found]
    return Answer(
        table(headings, [_row(one, trust, now, is_kept=is_kept) for one, is_kept in found]),
        {"origin": trust.origin, "path": str(path), "checkpoints": data},
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
    path = reference.kept(trust, context)
    notes = reference.of_log(file, trust) if file else [Notes(place(context), trust).newest().data]
    found = [reference.open_one(note, trust) for note in notes]
    known = {note.data for note in reference.read(path)}
    new = [note for note in notes if note not in known]
    if dry_run:
        _look_for_another([*reference.opened(path, trust), *found], path)
    else:
        _keep(new, path, trust, context)
    last = max(found, key=lambda one: one.checkpoint.size).checkpoint
    said = counted(
        "{n} checkpoint is kept, of {size} entries.",
        "{n} checkpoints are kept, the largest of {size} entries.",
        len(new),
        size=number(last.size),
    )
    return Answer(
        [said if new else _("It is kept already.")],
        {"size": last.size, "root": last.root.hex(), "path": str(path), "new": len(new), "dry_run": dry_run},
        warnings=[_("This was a dry run: nothing was kept.")] if dry_run else [],
    )


def _keep(new: Iterable[bytes], path: Path, trust: "Trust", context: Context) -> None:
    for note in new:
        reference.append_once(path, note)
    reference.keep_trust(trust, context)
    _look_for_another(reference.opened(path, trust), path)
    reference.remember(path, trust, context)


def _look_for_another(found: Iterable["Opened"], path: Path) -> None:
    """Two checkpoints of one size and different roots prove two histories."""
    roots: dict[int, bytes] = {}
    for one in found:
        size, root = one.checkpoint.size, one.checkpoint.root
        if roots.setdefault(size, root) != root:
            raise Conflict(OTHER_KEPT, size=size, kept=roots[size].hex(), found=root.hex(), path=path)


def _promises(found: Iterable["Opened"]) -> list[Promise]:
    promises: dict[Checkpoint, Promise] = {}
    for one in found:
        promises.setdefault(one.checkpoint, Promise(one.checkpoint)).add(one)
    return list(promises.values())


def _facts(one: Promise, trust: "Trust", now: int) -> dict[str, object]:
    met = trust.quorum.met_by(one.last)
    return {
        "size": one.checkpoint.size,
        "root": one.checkpoint.root.hex(),
        "cosigned_by": sorted(one.last),
        "quorum_met": met,
        "state": "final" if met else "provisional",
        "first_cosigned": _instant(min(one.first.values(), default=None)),
        "last_cosigned": _instant(max(one.last.values(), default=None)),
        "age": one.age(now),
    }


def _row(one: Promise, trust: "Trust", now: int, *, is_kept: bool) -> tuple[object, ...]:
    by, kept = ", ".join(sorted(one.last)) or "-", _("yes") if is_kept else _("no")
    state = _("final") if trust.quorum.met_by(one.last) else _("provisional")
    return one.checkpoint.size, one.checkpoint.root.hex(), by, state, _ago(one.age(now)), kept


def _ago(seconds: int | None) -> str:
    if seconds is None:
        return "-"
    if seconds < 0:
        return _("after the time of this clock")
    if seconds < HOUR:
        return _("{n} min ago").format(n=number(seconds // _MINUTE))
    if seconds < 2 * DAY:
        return _("{n} h ago").format(n=number(seconds // HOUR))
    return _("{n} days ago").format(n=number(seconds // DAY))


def _instant(seconds: int | None) -> str | None:
    return None if seconds is None else moment(seconds, datetime.isoformat)
