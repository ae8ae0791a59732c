"""
`kotak export tiles`: the whole ledger as a folder of plain files, which any web server or memory stick can carry.

The second time only what is new is written. The root over what was written is compared with the checkpoint before the
checkpoint is, and a folder of another log or another history is left as it is.
"""

from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from commands.evidence import reference
from commands.evidence.tilefolder import HEAD, TILES, TileFolder
from commands.program.context import Context, NotSaid
from commands.program.files import FileTrouble
from commands.program.frame import command, option, writes
from commands.program.language import _, number
from commands.program.output import Answer
from commands.program.staged import STAGE
from commands.program.terminal import progress
from ledger.errors import CheckFailed, Conflict, Malformed, Reason, Unknown
from ledger.export import frame
from ledger.log import checkpoint
from ledger.log.checkpoint import Checkpoint
from ledger.log.tiler import NOT_A_MEMBER, Tiler
from ledger.log.tiles import File
from ledger.merkle import EMPTY_ROOT

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
    "Name an empty folder, or one made before by: kotak export tiles -o DIR",
)
ANOTHER_HISTORY = Reason(
    "EX-053",
    "The tiles in {folder} are of {size} entries with the root {found}; here they have {expected}.",
    "Keep the folder and this ledger as they are: together they may prove two histories: kotak compare {folder} LEDGER",
)
LONGER = Reason(
    "EX-054",
    "The tiles in {folder} are of {found} entries, and the last checkpoint here is of {size}.",
    "Find out where the other entries went before anything is recorded: kotak verify {folder}",
)
OTHER_ROOT = Reason(
    "EX-055",
    "The first {size} entries have the root {found}, the checkpoint {expected}. It was not put into the folder.",
    "See what does not agree: kotak verify",
)
NO_FOLDER = Reason("EX-059", "It is not said into which folder.", "kotak export tiles -o DIR")
ANOTHER_LOG = Reason(
    "EX-060",
    "The checkpoint in {folder} is not one of this log: {problem}",
    "Keep the folder as it is, and name another one: kotak export tiles -o DIR",
)
NOBODYS = Reason(
    "EX-061",
    "In {folder} lie tiles, and no checkpoint that says whose they are.",
    "Keep the folder as it is, and name another one: kotak export tiles -o DIR",
)
DAMAGED = Reason(
    "EX-062",
    "The tiles in {folder} do not lead to the root of its own checkpoint of {size} entries. Nothing was written.",
    "See what does not agree: kotak verify {folder}. Then export into another folder.",
)
_KNOWN: Final = frozenset({STAGE})


class Published(NamedTuple):
    """The checkpoint that is exported, its note, and all notes up to it."""

    said: Checkpoint
    note: bytes
    all: tuple[bytes, ...]


class Written(NamedTuple):
    """How many files were written, their bytes, and how many partial ones were taken away."""

    files: int
    bytes: int
    removed: int = 0


@command("tiles", alias="ubin")
@option("-o", "--output", "folder", metavar="DIR", help="The folder; it is made, or what is new is added to it.")
@writes
@click.pass_obj
def tiles(context: Context, folder: str | None, *, dry_run: bool) -> Answer:
    """
    Write the whole ledger as plain files into a folder, up to the last published checkpoint.

    Served by any web server or carried on a stick, and checked without a database: kotak verify DIR. Other people's
    tools for tlog-tiles read it too. The second time only what is new is written.
    """
    if folder is None:
        raise NotSaid(NO_FOLDER)
    trust, place = context.trust(), TileFolder(Path(folder))
    made, journal = _published(context, trust), context.journal(read_only=True)
    old = _standing(place, journal, trust, made.said)
    written = _rehearse(journal, place, old, made) if dry_run else _write(journal, place, trust, made)
    is_new = bool(written.files) or old.size < made.said.size
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
        next=[f"kotak verify {quote(folder)}"],
    )


def _published(context: Context, trust: "Trust") -> Published:
    """The largest published: what a folder showed once never becomes less."""
    path = reference.published(context.ledger, context)
    held = reference.signed(path, trust)
    if not held:
        raise Unknown(NONE_PUBLISHED, path=path)
    note, opened = max(held, key=lambda one: (one[1].checkpoint.size, one[1].quorum_met, len(one[1].cosigned_by)))
    return Published(opened.checkpoint, note, tuple(kept.data for kept in reference.read(path)))


def _standing(place: TileFolder, journal: "Journal", trust: "Trust", made: Checkpoint) -> Checkpoint:
    """What the folder shows. Raises Conflict if it is not an earlier state of this very ledger."""
    nothing = Checkpoint(trust.origin, 0, EMPTY_ROOT)
    begun = None if HEAD in place.names else place.begun()
    if HEAD not in place.names and begun is None:
        _check_empty(place)
        return nothing
    said = _opened(place, place.head() if begun is None else begun, trust)
    if said.size > made.size:
        raise Conflict(LONGER, folder=place.path, found=said.size, size=made.size)
    found = journal.frontier(said.size).root()
    if found != said.root:
        raise Conflict(ANOTHER_HISTORY, folder=place.path, size=said.size, found=said.root.hex(), expected=found.hex())
    return said if begun is None else nothing


def _opened(place: TileFolder, note: bytes, trust: "Trust") -> Checkpoint:
    try:
        return checkpoint.open_checkpoint(note, trust).checkpoint
    except Malformed as error:
        raise Conflict(ANOTHER_LOG, folder=place.path, problem=error) from error


def _check_empty(place: TileFolder) -> None:
    others = place.names - _KNOWN
    if TILES in others:
        raise Conflict(NOBODYS, folder=place.path)
    if others:
        raise FileTrouble(NOT_EMPTY, folder=place.path, found=min(others))


def _rehearse(journal: "Journal", place: TileFolder, old: Checkpoint, made: Published) -> Written:
    files = [len(data) for file, data in _files(journal, place, old, made.said) if not place.has(file, data)]
    return Written(len(files), sum(files))


def _write(journal: "Journal", place: TileFolder, trust: "Trust", made: Published) -> Written:
    with place.writing(made.note):
        # Looked at again, since nobody else writes from here on.
        old = _standing(place, journal, trust, made.said)
        notes = dict.fromkeys((*place.notes(), *made.all))
        files = [len(data) for file, data in _files(journal, place, old, made.said) if place.put(file, data)]
        place.settle(b"".join(map(frame, notes)), made.note)
        # From here on whoever looks sees the new checkpoint, and everything it covers.
        return Written(len(files), sum(files), place.prune())


def _files(journal: "Journal", place: TileFolder, old: Checkpoint, made: Checkpoint) -> Iterator[tuple[File, bytes]]:
    """What the folder is to hold besides what it held. Raises CheckFailed if it is not what the checkpoint covers."""
    tiler = _grown(place, old)
    entries = journal.entries(tiler.start, made.size)
    for entry in progress(entries, _("writing tiles"), made.size - tiler.start):
        _check_old(place, tiler, old)
        cover, newline, annex = entry.data.partition(b"\n")
        if not newline:
            raise CheckFailed(NOT_A_MEMBER, index=tiler.size)
        yield from tiler.append(cover, annex)
    _check_old(place, tiler, old)
    if tiler.root() != made.root:
        raise CheckFailed(OTHER_ROOT, size=tiler.size, found=tiler.root().hex(), expected=made.root.hex())
    yield from tiler.rest()


def _grown(place: TileFolder, old: Checkpoint) -> Tiler:
    try:
        return Tiler(old.size, place.open)
    except Malformed as error:
        raise CheckFailed(DAMAGED, folder=place.path, size=old.size) from error


def _check_old(place: TileFolder, tiler: Tiler, old: Checkpoint) -> None:
    """Nothing is built on tiles that do not lead to the root they stood under."""
    if tiler.size == old.size and tiler.root() != old.root:
        raise CheckFailed(DAMAGED, folder=place.path, size=old.size)
