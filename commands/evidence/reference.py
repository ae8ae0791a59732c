"""
Where checkpoints lie: those a log published beside its ledger, and those this machine keeps to hold the log to them.

    LEDGER's folder/checkpoints                      published; beside an exported copy likewise
    KOTAK_HOME/checkpoints                           published, of a ledger in PostgreSQL
    KOTAK_HOME/kept/<log key and genesis>/checkpoints
    KOTAK_HOME/kept/<log key and genesis>/trust.txt  the trust file they were opened with
    KOTAK_HOME/checkpoint                            the largest kept, which papers drafted here name in `seen`

What is kept is kept for one log key and one genesis, so that no other log can answer for this one. A file of published
checkpoints outlives its log: where a ledger went on under a new one, the notes of both stand in it.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from commands.program import files
from commands.program.context import Context
from ledger.audit.held import Kept
from ledger.export import frame, read_checkpoints
from ledger.log import checkpoint, policy
from ledger.log.checkpoint import Opened
from ledger.log.lines import LONGEST
from ledger.log.policy import Trust

NAME = "checkpoints"
_PIECE = 1 << 20


class Former(NamedTuple):
    """A log this machine kept checkpoints of, and where they lie."""

    trust: Trust
    path: Path


def published(source: str, context: Context) -> Path | None:
    """Where the checkpoints of a ledger or copy are published; nowhere for stdin."""
    if source == "-":
        return None
    return (context.home if "://" in source else Path(source).absolute().parent) / NAME


def kept(trust: Trust, context: Context) -> Path:
    """Where the checkpoints of that log are kept on this machine."""
    whose = hashlib.sha256(f"{trust.log.key}\n{trust.genesis}".encode()).hexdigest()
    return context.home / "kept" / whose[:32] / NAME


def keep_trust(trust: Trust, context: Context) -> None:
    """Keep the trust file too: when the ledger goes on under another log, it tells whose these checkpoints are."""
    path = kept(trust, context).with_name("trust.txt")
    files.make_folder(path.parent)
    files.write(str(path), trust.data, force=True)


def former(trust: Trust, context: Context) -> list[Former]:
    """Other logs of the same ledger of which checkpoints are kept here."""
    found = (
        Former(policy.read(files.read(str(path), LONGEST)), path.with_name(NAME))
        for path in sorted(context.home.glob("kept/*/trust.txt"))
    )
    return [one for one in found if one.trust.genesis == trust.genesis and one.trust.log.key != trust.log.key]


def read(path: Path | None) -> Iterator[Kept]:
    """The notes of a file of checkpoints, if it is there, each under a name that says which it is."""
    if path is None or not path.exists():
        return
    with files.opened(str(path)) as stream:
        for number, note in enumerate(read_checkpoints(stream, str(path)), start=1):
            yield Kept(f"{path} #{number}", note)


def signed(path: Path | None, trust: Trust) -> list[tuple[bytes, Opened]]:
    """All of this log as they are and as they were opened. Those of a log before it are left out."""
    notes = (note.data for note in read(path))
    return [
        (data, checkpoint.open_checkpoint(data, trust)) for data in notes if checkpoint.origin_of(data) == trust.origin
    ]


def opened(path: Path | None, trust: Trust) -> list[Opened]:
    """All of this log, each signed by it."""
    return [one for _data, one in signed(path, trust)]


def append(path: Path, note: bytes) -> None:
    """Add a checkpoint."""
    add(path, lambda: note)


def append_once(path: Path, note: bytes) -> bool:
    """Add a checkpoint unless these very bytes are there. Whether it was added."""
    new: list[bytes] = []

    def unless_there() -> bytes:
        if note not in {one.data for one in read(path)}:
            new.append(note)
        return b"".join(new)

    add(path, unless_there)
    return bool(new)


def add(path: Path, make: Callable[[], bytes]) -> None:
    """Add the checkpoint that `make` gives while nobody else adds one. Whoever looks sees the file before or after."""
    files.make_folder(path.parent)
    with files.locked(path.with_name(f"{path.name}.lock")):
        note = make()
        if note:
            files.write(str(path), _with(path, frame(note)), force=True)


def _with(path: Path, last: bytes) -> Iterator[bytes]:
    if path.exists():
        with files.opened(str(path)) as stream:
            while piece := stream.read(_PIECE):
                yield piece
    yield last


def open_one(note: bytes, trust: Trust) -> Opened:
    """One checkpoint, signed by the log."""
    return checkpoint.open_checkpoint(note, trust)


def notes(file: str) -> list[bytes]:
    """The checkpoints of a file: of many, or of one that stands alone."""
    data = files.read(file)
    return list(read_checkpoints(io.BytesIO(data), file)) if data[:1] == b"\0" else [data]


def of_log(file: str, trust: Trust) -> list[bytes]:
    """Those of this log in a file, which may hold those of one before it; of a file without any, all."""
    found = notes(file)
    return [note for note in found if checkpoint.origin_of(note) == trust.origin] or found


def best(file: str, trust: Trust) -> tuple[bytes, Opened]:
    """The largest of this log in a file that is cosigned as the quorum asks; without one, the largest."""
    found = [(note, checkpoint.open_checkpoint(note, trust)) for note in of_log(file, trust)]
    return max(found, key=lambda one: (one[1].quorum_met, one[1].checkpoint.size))


def remember(path: Path, trust: Trust, context: Context) -> None:
    """The largest kept is what papers drafted here have seen, if they are of the ledger this machine was set up for."""
    mine = context.home / "trust.txt"
    if mine.exists() and files.read(str(mine)) != trust.data:
        return
    largest = max(read(path), key=lambda note: checkpoint.open_checkpoint(note.data, trust).checkpoint.size)
    files.write(str(context.home / "checkpoint"), largest.data, force=True)
