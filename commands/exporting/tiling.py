"""
`kotak export tiles`: the whole ledger as a folder of plain files, which any web server or memory stick can carry.

The second time only what is new is written. The root of what was written is compared with the checkpoint before the
checkpoint is, and a folder of another history is left as it is.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from commands.evidence import reference
from commands.evidence.tilefolder import TileFolder
from commands.program.context import Context
from commands.program.files import FileTrouble
from commands.program.frame import command, writes
from commands.program.language import _, number
from commands.program.output import Answer
from commands.program.terminal import progress
from ledger.errors import CheckFailed, Conflict, Reason, Unknown
from ledger.export import frame
from ledger.log import checkpoint
from ledger.log.checkpoint import Checkpoint
from ledger.log.tiler import Tiler
from ledger.log.tiles import File

if TYPE_CHECKING:
    from ledger.log.policy import Trust
    from ledger.persistence.journal import Journal

NONE_PUBLISHED = Reason(
    "EX-051",
    "No checkpoint is published at {path}, and tiles are those of a checkpoint.",
    "Publish one, where the key of the log is: kotak checkpoint publish",
)
NOT_EMPTY = Reason(
    "EX-052",
    "The folder {folder} holds something else: {found}.",
    "Name an empty folder, or one made before by: kotak export tiles DIR",
)
ANOTHER_HISTORY = Reason(
    "EX-053",
    "The tiles in {folder} are of {size} entries with the root {found}; here they have {expected}.",
    "Keep the folder as it is. Together with this ledger it may prove two histories: kotak compare {folder} LEDGER",
)
LONGER = Reason(
    "EX-054",
    "The tiles in {folder} are of {found} entries, and the last checkpoint here is of {size}.",
    "Find out where the other entries went before anything is recorded: kotak verify {folder}",
)
OTHER_ROOT = Reason(
    "EX-055",
    "What was written for {size} entries has the root {found}, the checkpoint {expected}. It was not published.",
    "See what does not agree: kotak verify",
)
_PLACE: Final = "tile"


class Published(NamedTuple):
    """The checkpoint that is exported, its note, and all notes up to it."""

    said: Checkpoint
    note: bytes
    all: bytes


class Written(NamedTuple):
    """How many files were written, and their bytes."""

    files: int = 0
    bytes: int = 0


@command("tiles", alias="ubin")
@click.argument("folder", metavar="DIR")
@writes
@click.pass_obj
def tiles(context: Context, folder: str, *, dry_run: bool) -> Answer:
    """
    Write the whole ledger as plain files into a folder, up to the last published checkpoint.

    Served by any web server or carried on a stick, and checked without a database: kotak verify DIR. Other people's
    tools for tlog-tiles read it too. The second time only what is new is written.
    """
    trust, journal, place = context.trust(), context.journal(read_only=True), TileFolder(Path(folder))
    made, old = _published(context, trust), _held(place, trust)
    _check(journal, place, old, made.said)
    is_new = old is None or place.head() != made.note
    written = _write(journal, place, old, made, dry_run=dry_run) if is_new else Written()
    said = _("{n} files for {size} entries in {folder}") if is_new else _("The {size} entries are in {folder} already.")
    return Answer(
        [said.format(n=number(written.files), size=number(made.said.size), folder=folder)],
        {
            "folder": folder,
            "size": made.said.size,
            "root": made.said.root.hex(),
            "new": is_new,
            **written._asdict(),
            "dry_run": dry_run,
        },
        warnings=[_("This was a dry run: nothing was written.")] if dry_run else [],
        next=[f"kotak verify {folder}"],
    )


def _published(context: Context, trust: "Trust") -> Published:
    path = reference.published(context.ledger, context)
    held = [(note.data, checkpoint.open_checkpoint(note.data, trust)) for note in reference.read(path)]
    if not held:
        raise Unknown(NONE_PUBLISHED, path=path)
    note, opened = max(held, key=lambda one: (one[1].checkpoint.size, one[1].quorum_met, len(one[1].cosigned_by)))
    return Published(opened.checkpoint, note, b"".join(frame(data) for data, _opened in held))


def _held(place: TileFolder, trust: "Trust") -> Checkpoint | None:
    """What stands in the folder; None in a new one, and in one whose first export did not come to its end."""
    if place.is_begun:
        return checkpoint.open_checkpoint(place.head(), trust).checkpoint
    others = [one.name for one in place.path.iterdir() if one.name != _PLACE] if place.path.is_dir() else []
    if others or (place.path.exists() and not place.path.is_dir()):
        raise FileTrouble(NOT_EMPTY, folder=place.path, found=min(others, default=place.path.name))
    return None


def _check(journal: "Journal", place: TileFolder, old: Checkpoint | None, made: Checkpoint) -> None:
    """Nothing is written into a folder of another history."""
    if old is None:
        return
    if old.size > made.size:
        raise Conflict(LONGER, folder=place.path, found=old.size, size=made.size)
    found = journal.frontier(old.size).root()
    if found != old.root:
        raise Conflict(ANOTHER_HISTORY, folder=place.path, size=old.size, found=old.root.hex(), expected=found.hex())


def _write(journal: "Journal", place: TileFolder, old: Checkpoint | None, made: Published, *, dry_run: bool) -> Written:
    tiler, count, size = Tiler(old.size if old else 0, place.open), 0, 0
    for file, data in _files(journal, tiler, made.said.size):
        count, size = count + 1, size + len(data)
        if not dry_run:
            place.put(file, data)
    if tiler.root() != made.said.root:
        found, expected = tiler.root().hex(), made.said.root.hex()
        raise CheckFailed(OTHER_ROOT, size=made.said.size, found=found, expected=expected)
    if not dry_run:
        # From here on whoever looks sees the new checkpoint, and everything it covers.
        place.settle(made.all, made.note)
        place.prune(made.said.size)
    return Written(count, size)


def _files(journal: "Journal", tiler: Tiler, size: int) -> Iterator[tuple[File, bytes]]:
    entries = journal.entries(tiler.start, size)
    for entry in progress(entries, _("writing tiles"), size - tiler.start):
        cover, _newline, annex = entry.data.partition(b"\n")
        yield from tiler.append(cover, annex)
    yield from tiler.rest()
