"""
Papers that lie on this machine: those of the election file, and those signed here that are recorded nowhere yet.

    KOTAK_HOME/catalogue.papers                      the founding papers of the election, one after another
    KOTAK_HOME/unsent/000017-release-5f0c….paper     a paper signed here
    KOTAK_HOME/sent/000016-sealing-9d41….paper       one that was recorded: what is signed next may follow it
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from commands.program import files
from commands.program.context import Context
from ledger import paper as papers
from ledger.domain.documents.base import seconds
from ledger.paper import Paper

CATALOGUE: Final = "catalogue.papers"


def split(data: bytes) -> Iterator[bytes]:
    """The papers of a file that holds them one after another: a line with a payload begins the next."""
    begun: list[bytes] = []
    for line in data.splitlines(keepends=True):
        if line.startswith(b'{"payload":') and begun:
            yield b"".join(begun)
            begun = []
        begun.append(line)
    if begun:
        yield b"".join(begun)


def read(path: str) -> list[Paper]:
    """The papers in a file, which holds at least one."""
    return [papers.read(data) for data in list(split(files.read(path))) or [b""]]


def unsigned(paper: Paper) -> list[str]:
    """The officers who are to sign a paper and have not, in the order of their keys."""
    signed = {signature.keyid for signature in paper.envelope.signatures}
    return [signer.officer for signer in paper.document.signers if signer.key not in signed]


def catalogue(context: Context) -> list[Paper]:
    """The founding papers, if the election file brought them."""
    path = context.home / CATALOGUE
    return read(str(path)) if path.exists() else []


def waiting(context: Context) -> list[tuple[Path, Paper]]:
    """The papers that are recorded nowhere yet, in the order they were made."""
    return _lying(context.unsent)


def sent(context: Context) -> list[Paper]:
    """The papers that were recorded from here."""
    return [paper for _path, paper in _lying(context.sent)]


def _lying(folder: Path) -> list[tuple[Path, Paper]]:
    found = ((path, paper) for path in sorted(folder.glob("*.paper")) for paper in read(str(path)))
    # Not by their numbers: each device has its own.
    return sorted(found, key=lambda each: seconds(each[1].document.at))


def keep(context: Context, paper: Paper) -> Path:
    """Lay a paper among the unsent ones; it may lie there already."""
    files.make_folder(context.unsent, mode=0o700)
    path = context.unsent / f"{paper.document.device_seq:06d}-{paper.document.kind}-{paper.digest[:16]}.paper"
    files.write(str(path), bytes(paper), force=True, mode=0o600)
    return path


def drop(context: Context, digest: str) -> None:
    """A paper was recorded; it no longer waits here, and without a network it is still known."""
    for path in context.unsent.glob(f"*-{digest[:16]}.paper"):
        files.make_folder(context.sent, mode=0o700)
        path.replace(context.sent / path.name)
