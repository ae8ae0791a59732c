"""
Files that commands read and write. `-` is stdin or stdout.

A file is written under a temporary name beside its place, flushed to the disk and then given its name: whoever looks
sees the old one, none, or the whole new one. Nothing is overwritten unless told.
"""

import fcntl
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, ClassVar, Final

import click

from commands.program.frame import Function, option
from commands.program.language import _
from ledger.errors import LedgerError, Malformed, Reason

NOT_READ = Reason("CL-020", "The file {path} cannot be read: {why}.", "ls -l {path}")
NOT_WRITTEN = Reason("CL-021", "The file {path} cannot be written: {why}.", "Choose another place for it.")
EXISTS = Reason("CL-022", "The file {path} is there already.", "Choose another name, or add --force to replace it.")
TOO_LARGE = Reason("CL-023", "The file {path} is larger than {limit} bytes.", "Check that this is the file you mean.")
NOT_TEXT = Reason("CL-024", "The file {path} is not UTF-8 text, at byte {at}.", "Save it as UTF-8.")

LIMIT: Final = 64 * 2**20
_PIECE: Final = 2**20


class FileTrouble(LedgerError):
    """A file named on the command line is not there, or not to be written."""

    exit_status: ClassVar[int] = 2


def read(path: str, limit: int = LIMIT) -> bytes:
    """The whole file, unless it is larger than anything we know."""
    try:
        if path == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        # A byte that no name has is a ValueError; such names come from files.
        raise FileTrouble(NOT_READ, path=path, why=getattr(error, "strerror", str(error))) from error
    if len(data) > limit:
        raise Malformed(TOO_LARGE, path=path, limit=limit)
    return data


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A file that may be larger than anything that is read whole."""
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - closed below, and only its opening is translated
    except OSError as error:
        raise FileTrouble(NOT_READ, path=path, why=error.strerror) from error
    with file:
        yield file


def read_text(path: str, limit: int = LIMIT) -> str:
    """The whole file as text."""
    data = read(path, limit)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Malformed(NOT_TEXT, path=path, at=error.start) from error


def lines(path: str) -> Iterator[str]:
    """Line by line, as a scanner types them: each as soon as it is there, stripped, empty ones left out."""
    if path != "-":
        yield from filter(None, map(str.strip, read_text(path).split("\n")))
        return
    for line in sys.stdin.buffer:
        try:
            text = line.decode().strip()
        except UnicodeDecodeError as error:
            raise Malformed(NOT_TEXT, path=path, at=error.start) from error
        if text:
            yield text


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """What is left of an open file, some of it in memory at a time."""
    while piece := stream.read(_PIECE):
        yield piece


def write(path: str, data: bytes | Iterable[bytes], *, force: bool = False, mode: int = 0o644) -> None:
    """All of it or nothing."""
    pieces = (data,) if isinstance(data, bytes) else data
    if path == "-":
        _write_out(pieces)
        return
    target = Path(path)
    check_free(path, force=force)
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    try:
        _write_flushed(temporary, pieces, mode)
        _rename(temporary, target, force=force)
        flush_folder(target.parent)
    except FileExistsError as error:
        raise FileTrouble(EXISTS, path=path) from error
    except OSError as error:
        raise FileTrouble(NOT_WRITTEN, path=path, why=error.strerror) from error
    finally:
        # A name that is too long cannot even be taken away.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def append(path: Path, data: bytes) -> None:
    """Add to a file that is there; it is on the disk when this returns."""
    try:
        with path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise FileTrouble(NOT_WRITTEN, path=path, why=error.strerror) from error


def check_free(path: str, *, force: bool) -> None:
    """Refuse a name that is taken before the work begins: `write` would in the end."""
    if path != "-" and not force and os.path.lexists(path):
        raise FileTrouble(EXISTS, path=path)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Nobody else is in a block with this lock file. The system lets go of it when we die."""
    try:
        lock = path.open("ab")
    except OSError as error:
        raise FileTrouble(NOT_WRITTEN, path=path, why=error.strerror) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_folder(path: Path, mode: int = 0o777) -> None:
    """A folder and those above it, unless they are there."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=mode)
    except OSError as error:
        raise FileTrouble(NOT_WRITTEN, path=path, why=error.strerror) from error


def _write_out(pieces: Iterable[bytes]) -> None:
    try:
        sys.stdout.buffer.writelines(pieces)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise FileTrouble(NOT_WRITTEN, path="-", why=error.strerror) from error


def _write_flushed(path: Path, pieces: Iterable[bytes], mode: int) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode), "wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _rename(temporary: Path, target: Path, *, force: bool) -> None:
    if force:
        temporary.replace(target)
        return
    try:
        # A link never replaces: of two writers at once one is told.
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # FAT on a memory stick knows no links.
        temporary.rename(target)


def flush_folder(folder: Path) -> None:
    """Names that were given or taken in this folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def not_beside_json(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """With `--json` stdout carries one document, so a file cannot go there too."""
    if value == "-" and context.find_root().params.get("json"):
        raise click.UsageError(_("A file cannot go to stdout together with --json."), context)
    return value


def saves(function: Function) -> Function:
    """Decorator: the command writes one file, `-o FILE` and `--force`; it gets `output` and `force`."""
    force = option("--force", is_flag=True, help="Replace the file if it is there.")
    output = option("-o", "--output", metavar="FILE", callback=not_beside_json, help="Where to write it; - is stdout.")
    return output(force(function))
