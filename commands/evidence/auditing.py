"""
One audit: the source opened as what it is, everything it is compared with gathered, and the report of it.

A source is a ledger (a SQLite file or the URL of a database), an exported copy or a folder of tiles; a file says by its
first bytes which, and what comes through a pipe is a copy.
"""

import hashlib
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from commands.evidence import reference
from commands.evidence.holding import Holding
from commands.evidence.tilefolder import TileFolder
from commands.program import files
from commands.program.context import Context
from commands.program.language import _
from commands.program.output import FOUND_WRONG
from commands.program.terminal import progress
from ledger.audit.held import Held, Kept
from ledger.audit.report import Report
from ledger.errors import Reason, Unavailable
from ledger.export import Export
from ledger.log.policy import Trust
from ledger.verify import verify_database, verify_export, verify_tiles

if TYPE_CHECKING:
    from projections.compare import Comparison, Difference

NOT_THERE = Reason(
    "EX-020", "{source} cannot be read: {why}.", "Name a ledger or an exported copy: kotak verify SOURCE"
)
MODELS = Reason(
    "VE-113",
    "The read models were not compared. No verdict rests on them.",
    "Compare them too: kotak verify --projections",
)
NO_MODELS = Reason(
    "VE-114",
    "The read model {projection} is not kept here, or is of another version, and was not compared.",
    "Make it: kotak rebuild",
)
MODELS_REST = Reason(
    "VE-115",
    "The read models were not compared, since they rest on papers without effect.",
    "First settle the papers named above.",
)

_SQLITE: Final = b"SQLite format 3\0"


@dataclass(frozen=True)
class Audit:
    """What was audited and how it came out."""

    source: str
    sort: str
    """`sqlite`, `postgresql`, `export` or `tiles`."""
    hash: str | None
    """SHA-256 of the file; a server and a folder have none."""
    report: Report
    models: "tuple[Difference, ...]" = ()

    @property
    def status(self) -> int:
        """The exit status."""
        return self.report.status or (FOUND_WRONG if self.models else 0)


def audit(source: str, trust: Trust, context: Context, holding: Holding | None, *, models: bool) -> Audit:
    """Verify one source."""
    if source != "-" and "://" not in source and os.path.isdir(source):  # noqa: PTH112 - for Path an impossible name is an error
        return _tiles(source, trust, context, holding)
    held = _held(reference.read(reference.published(source, context)), trust, context, holding)
    if "://" in source:
        return _database(source, None, trust, context, held, models=models)
    with _open(source) as stream:
        beginning = stream.read(len(_SQLITE)) if stream.seekable() and source != "-" else b""
        if beginning:
            stream.seek(0)
        if beginning != _SQLITE:
            return _export(source, stream, trust, held)
        hash_ = _hash(stream)
    return _database(source, hash_, trust, context, held, models=models)


def _database(  # noqa: PLR0913 - what an audit is made of
    source: str, hash_: str | None, trust: Trust, context: Context, held: Held, *, models: bool
) -> Audit:
    from ledger.persistence.journal import open_journal  # noqa: PLC0415 - brings SQLAlchemy

    journal = open_journal(source, read_only=True)
    context.closing.callback(journal.close)
    sort = "sqlite" if journal.database.is_sqlite else "postgresql"
    watched = partial(progress, doing=_("checking papers"), total=journal.size())
    if not models:
        report = verify_database(journal, trust, held, watched)
        report.omit(3, MODELS)
        return Audit(journal.database.name, sort, hash_, report)
    from projections.compare import Comparison  # noqa: PLC0415 - brings SQLAlchemy

    with Comparison(journal) as comparison:
        report = verify_database(journal, trust, held, watched, comparison.take)
        return Audit(journal.database.name, sort, hash_, report, _differences(comparison, report))


def _differences(comparison: "Comparison", report: Report) -> "tuple[Difference, ...]":
    if report.damaged or report.found[1]:
        report.omit(3, MODELS_REST)
        return ()
    for name in comparison.absent:
        report.omit(3, NO_MODELS, projection=name)
    return tuple(comparison.differences())


def _export(source: str, stream: BinaryIO, trust: Trust, held: Held) -> Audit:
    export = Export(stream, source)
    report = verify_export(progress(export.entries(), _("checking papers")), trust, held)
    return Audit(source, "export", export.hash, report)


def _tiles(source: str, trust: Trust, context: Context, holding: Holding | None) -> Audit:
    folder = TileFolder(Path(source))
    folder.check_is_one()
    watched = partial(progress, doing=_("checking papers"))
    report = verify_tiles(folder, trust, _held(folder.published(), trust, context, holding), watched)
    return Audit(source, "tiles", None, report)


def _held(published: Iterable[Kept], trust: Trust, context: Context, holding: Holding | None) -> Held:
    former = reference.former(trust, context)
    mine = [reference.read(path) for path in (reference.kept(trust, context), *(one.path for one in former))]
    trusts = [one.trust for one in former]
    if holding is None:
        return Held(published=published, checkpoints=mine, former=trusts)
    return Held(
        published,
        chain(mine, holding.checkpoints()),
        holding.papers(),
        holding.promises(),
        holding.unknown(),
        chain(trusts, holding.trusts()),
    )


def _open(source: str) -> BinaryIO:
    try:
        return sys.stdin.buffer if source == "-" else Path(source).open("rb")
    except OSError as error:
        raise Unavailable(NOT_THERE, source=source, why=error.strerror) from error


def _hash(stream: BinaryIO) -> str:
    found = hashlib.sha256()
    for piece in files.pieces(stream):
        found.update(piece)
    return found.hexdigest()
