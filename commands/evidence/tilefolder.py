"""
A folder of tiles on the disk, that may be hostile: read without following links out of it, written so that whoever
looks sees the ledger as of the old checkpoint or of the new one.

    checkpoint      the last published, replaced once everything it covers is there
    checkpoints     every published one
    tile/…          see ledger.log.tiles
"""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import IO, Final

from commands.evidence import reference
from commands.program import files
from commands.program.files import NOT_READ, NOT_WRITTEN, FileTrouble
from ledger.audit.outside import Kept
from ledger.errors import Reason, Unavailable
from ledger.export import read_checkpoints
from ledger.log import checkpoint, tiles
from ledger.log.tiles import File
from ledger.signing import note
from ledger.signing.note import LONGEST

NOT_TILES = Reason(
    "EX-050",
    "The folder {folder} is not one of tiles: it has no file `checkpoint`.",
    "Name an empty folder, or one made before by: kotak export tiles DIR",
)
HEAD: Final = "checkpoint"


class TileFolder:
    """A folder of tiles, or one that is to become one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def is_begun(self) -> bool:
        """Whether a checkpoint stands in it: what else lies there counts for nothing."""
        return os.path.lexists(self.path / HEAD)

    @cached_property
    def size(self) -> int:
        """How many entries its checkpoint claims. Raises Malformed if it is none, Unavailable if it is not there."""
        return checkpoint.read(note.read(self.head()).text).size

    def head(self) -> bytes:
        """The checkpoint, as it is."""
        stream = self.open(HEAD)
        if stream is None:
            raise Unavailable(NOT_TILES, folder=self.path)
        with stream:
            return stream.read(LONGEST + 1)

    def published(self) -> Iterator[Kept]:
        """Its checkpoint, and those beside."""
        yield Kept(str(self.path / HEAD), self.head())
        name, stream = str(self.path / reference.NAME), self.open(reference.NAME)
        if stream is not None:
            with stream:
                for number, data in enumerate(read_checkpoints(stream, name), start=1):
                    yield Kept(f"{name} #{number}", data)

    def open(self, path: str) -> IO[bytes] | None:
        """A regular file within the folder, None where there is none. Raises FileTrouble if it cannot be read."""
        target = self.path / path
        try:
            descriptor = os.open(target, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise FileTrouble(NOT_READ, path=target, why=error.strerror) from error
        stream = os.fdopen(descriptor, "rb")
        if stat.S_ISREG(os.fstat(descriptor).st_mode) and self._is_within(target):
            return stream
        stream.close()
        return None

    def put(self, file: File, data: bytes) -> None:
        """Under its name now, on the disk only after `settle`. A crash leaves all that the old checkpoint needs."""
        target = self.path / file.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
            temporary.write_bytes(data)
            temporary.replace(target)
        except OSError as error:
            raise FileTrouble(NOT_WRITTEN, path=target, why=error.strerror) from error

    def settle(self, published: bytes, head: bytes) -> None:
        """Everything put is on the disk before the new checkpoint is seen."""
        os.sync()
        for name, data in ((HEAD, head), (reference.NAME, published)):
            files.write(str(self.path / name), data, force=True)

    def prune(self, size: int) -> None:
        """Take away partial files whose full one is there. What is left of a killed run goes next time."""
        for file in tiles.files_of(size):
            partial = self.path / f"{file.path}.p"
            if file.width == tiles.SPAN and partial.is_dir():
                for old in list(partial.iterdir()):
                    old.unlink()
                with suppress(OSError):
                    partial.rmdir()

    def _is_within(self, target: Path) -> bool:
        return target.resolve().is_relative_to(self.path.resolve())
