"""
Where checkpoints lie: those a log published beside its ledger, and those this machine keeps to hold the log to them.

    LEDGER's folder/checkpoints                      published; beside an exported copy likewise
    KOTAK_HOME/checkpoints                           published, of a ledger in PostgreSQL
    KOTAK_HOME/kept/<log key and genesis>/checkpoints
    KOTAK_HOME/checkpoint                            the largest kept, which papers drafted here name in `seen`

What is kept is kept for one log key and one genesis, so that no other log can answer for this one.
"""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from commands.program import files
from commands.program.context import Context
from ledger.audit.outside import Kept
from ledger.export import frame, read_checkpoints
from ledger.log import checkpoint
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust

NAME = "checkpoints"


def published(source: str, context: Context) -> Path | None:
    """Where the checkpoints of a ledger or copy are published; nowhere for stdin."""
    if source == "-":
        return None
    return (context.home if "://" in source else Path(source).absolute().parent) / NAME


def kept(trust: Trust, context: Context) -> Path:
    """Where the checkpoints of that log are kept on this machine."""
    whose = hashlib.sha256(f"{trust.log.key}\n{trust.genesis}".encode()).hexdigest()
    return context.home / "kept" / whose[:32] / NAME


def read(path: Path | None) -> Iterator[Kept]:
    """The notes of a file of checkpoints, if it is there, each under a name that says which it is."""
    if path is None or not path.exists():
        return
    stream = io.BytesIO(files.read(str(path)))
    for number, note in enumerate(read_checkpoints(stream, str(path)), start=1):
        yield Kept(f"{path} #{number}", note)


def opened(path: Path | None, trust: Trust) -> list[Opened]:
    """All of them, each signed by the log."""
    return [checkpoint.open_checkpoint(note.data, trust) for note in read(path)]


def append(path: Path, note: bytes) -> None:
    """Add a checkpoint. Whoever looks sees the file before or after."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = files.read(str(path)) if path.exists() else b""
    files.write(str(path), before + frame(note), force=True)


def open_one(note: bytes, trust: Trust) -> Opened:
    """One checkpoint, signed by the log."""
    return checkpoint.open_checkpoint(note, trust)


def notes(file: str) -> list[bytes]:
    """The checkpoints of a file: of many, or of one that stands alone."""
    data = files.read(file)
    return list(read_checkpoints(io.BytesIO(data), file)) if data[:1] == b"\0" else [data]


def remember(path: Path, trust: Trust, context: Context) -> None:
    """The largest kept is what papers drafted here have seen, if they are of the ledger this machine was set up for."""
    mine = context.home / "trust.txt"
    if mine.exists() and files.read(str(mine)) != trust.data:
        return
    largest = max(read(path), key=lambda note: checkpoint.open_checkpoint(note.data, trust).checkpoint.size)
    files.write(str(context.home / "checkpoint"), largest.data, force=True)
