"""
`kotak bundle`: papers taken from one place to another as a file.

An exported copy is the papers one after another, and beside it the published checkpoints. It needs no database to be
verified: `kotak verify FILE`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from commands.evidence import reference
from commands.program import files
from commands.program.context import Context, NotSaid
from commands.program.files import saves
from commands.program.frame import group
from commands.program.language import _, counted
from commands.program.output import Answer
from commands.program.terminal import progress
from ledger.errors import Reason
from ledger.export import write_papers

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

NO_FILE = Reason("EX-040", "It is not said into which file.", "kotak bundle export -o FILE")


@group("bundle")
def bundle() -> None:
    """
    Papers in a file, for a memory stick.

    An exported copy holds every paper as it was signed, and can be checked by anybody without a database.
    """


@bundle.command("export", alias="ekspor")
@saves
@click.pass_obj
def export(context: Context, *, output: str | None, force: bool) -> Answer:
    """
    Write all papers into a file, and the published checkpoints beside it.

    Whoever gets it checks it with kotak verify FILE; with the same trust file the outcome is that of the ledger.
    """
    if output is None:
        raise NotSaid(NO_FILE)
    copied = Counted(_papers(context.journal(read_only=True)))
    notes = _checkpoints(context)
    beside = _beside(output, notes, force=force)
    files.write(output, copied, force=force)
    if beside is not None:
        files.write(str(beside), notes, force=True)
    data = {
        "file": output,
        "papers": copied.papers,
        "bytes": copied.bytes,
        "sha256": copied.hash.hexdigest(),
        "checkpoints": str(beside) if beside else None,
    }
    if output == "-":
        return Answer((), data)
    lines = [counted("{n} paper in {file}", "{n} papers in {file}", copied.papers, file=output)]
    lines += [f"  SHA-256   {data['sha256']}"]
    lines += [_("  checkpoints in {file}").format(file=beside)] if beside else []
    return Answer(lines, data, next=[f"kotak verify {quote(output)}"])


class Counted:
    """Papers on their way into a file: how many, how many bytes, and their hash."""

    def __init__(self, papers: Iterable[bytes]) -> None:
        self._papers = papers
        self.papers = 0
        self.bytes = 0
        self.hash = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for paper in self._papers:
            self.papers += 1
            self.bytes += len(paper)
            self.hash.update(paper)
            yield paper


def _papers(journal: "Journal") -> Iterator[bytes]:
    entries = progress(journal.entries(), _("writing papers"), journal.size())
    return write_papers(entry.data for entry in entries)


def _checkpoints(context: Context) -> bytes:
    path = reference.published(context.ledger, context)
    return files.read(str(path)) if path is not None and path.exists() else b""


def _beside(output: str, notes: bytes, *, force: bool) -> Path | None:
    """Where the checkpoints go; nowhere if there are none, or if they lie there already."""
    if output == "-" or not notes:
        return None
    path = Path(output).absolute().parent / reference.NAME
    if not path.exists():
        return path
    there = files.read(str(path))
    if not force and not notes.startswith(there):
        raise files.FileTrouble(files.EXISTS, path=path)
    return path if there != notes else None
