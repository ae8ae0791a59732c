"""
Papers that lie on this machine: those of the election file, and those signed here that are recorded nowhere yet.

    KOTAK_HOME/catalogue.papers                      the founding papers of the election, one after another
    KOTAK_HOME/unsent/000017-release-5f0c….paper     a paper signed here
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from commands import files
from commands.context import Context
from ledger import paper as papers
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
    """The papers in a file."""
    return [papers.read(data) for data in split(files.read(path))]


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
    found = sorted(context.unsent.glob("*.paper")) if context.unsent.is_dir() else []
    return [(path, paper) for path in found for paper in read(str(path))]


def keep(context: Context, paper: Paper) -> Path:
    """Lay a paper among the unsent ones; it may lie there already."""
    context.unsent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = context.unsent / f"{paper.document.device_seq:06d}-{paper.document.kind}-{paper.digest[:16]}.paper"
    files.write(str(path), bytes(paper), force=True, mode=0o600)
    return path


def drop(context: Context, digest: str) -> None:
    """A paper was recorded; it no longer waits here."""
    for path in context.unsent.glob(f"*-{digest[:16]}.paper"):
        path.unlink()
