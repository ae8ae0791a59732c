"""
A folder of tiles on the disk, that may be hostile: read without following links out of it, written so that whoever
looks sees the ledger as of the old checkpoint or of the new one.

    checkpoint      the last published, replaced once everything it covers is on the disk
    checkpoints     every published one, replaced after it
    tile/…          see ledger.log.tiles; nothing there is written twice
    .new/           what waits for its name; `.new/checkpoint` tells whose the folder of a first export is to become
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import IO, Final

from commands.evidence import reference
from commands.program import below
from commands.program.files import NOT_READ, FileTrouble
from commands.program.staged import LOCK, STAGE, Staged
from ledger.audit.held import Kept
from ledger.errors import Conflict, Malformed, Reason, Unavailable
from ledger.export import read_checkpoints
from ledger.log import checkpoint, tiles
from ledger.log.tiles import SPAN, File
from ledger.signing import note
from ledger.signing.note import LONGEST

NOT_TILES = Reason(
    "EX-050",
    "The folder {folder} is not one of tiles: it has no file `checkpoint`.",
    "Name an empty folder, or one made before by: kotak export tiles -o DIR",
)
OTHER_FILE = Reason(
    "EX-057",
    "{path} is there already and says something else. It was left as it is.",
    "Keep the folder as it is, and name another one: kotak export tiles -o DIR",
)
HEAD: Final = "checkpoint"
TILES: Final = "tile"
_BEGUN: Final = f"{STAGE}/{HEAD}"
_DEEPEST: Final = 9
"""Folders above a tile with the longest number, and one more."""
_MOST: Final = 64 * 2**20
"""Bytes of notes that are read."""


class TileFolder:
    """A folder of tiles, or one that is to become one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._staged = Staged(path)

    def check_is_one(self) -> None:
        """Raises Unavailable for a folder in which neither a checkpoint nor tiles lie."""
        if not self.names & {HEAD, TILES}:
            raise Unavailable(NOT_TILES, folder=self.path)

    @property
    def names(self) -> set[str]:
        """What lies in it, none if it is not there."""
        try:
            return set(os.listdir(self.path))  # noqa: PTH208 - names, not paths
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise FileTrouble(NOT_READ, path=self.path, why=error.strerror) from error

    @cached_property
    def size(self) -> int:
        """How many entries its checkpoint claims. Raises Malformed if it is none, Unavailable if it is not there."""
        return checkpoint.read(note.read(self.head()).text).size

    def head(self) -> bytes:
        """The checkpoint, as it is."""
        data = self.read(HEAD, LONGEST + 1)
        if data is None:
            raise Unavailable(NOT_TILES, folder=self.path)
        return data

    def begun(self) -> bytes | None:
        """The checkpoint it was to have when its first export did not come to its end."""
        return self.read(_BEGUN, LONGEST + 1)

    def notes(self) -> list[bytes]:
        """The notes of its file of checkpoints."""
        stream = io.BytesIO(self.read(reference.NAME, _MOST) or b"")
        return list(read_checkpoints(stream, str(self.path / reference.NAME)))

    def published(self) -> Iterator[Kept]:
        """Its checkpoint, and the others of those beside it."""
        head = self.read(HEAD, LONGEST + 1)
        if head is not None:
            yield Kept(str(self.path / HEAD), head)
        name = self.path / reference.NAME
        yield from (Kept(f"{name} #{number}", data) for number, data in enumerate(self.notes(), 1) if data != head)

    def open(self, path: str) -> IO[bytes] | None:
        """A plain file, None where nothing lies. Raises Malformed for anything else, FileTrouble if it is not read."""
        try:
            return below.open_plain(self.path, path)
        except OSError as error:
            raise FileTrouble(NOT_READ, path=self.path / path, why=error.strerror) from error

    def read(self, path: str, most: int) -> bytes | None:
        """The beginning of a plain file."""
        stream = self.open(path)
        if stream is None:
            return None
        with stream:
            return stream.read(most)

    def paths(self) -> Iterator[str]:
        """Whatever lies in `tile/` and below."""
        return below.walk(self.path, TILES, _DEEPEST)

    @contextmanager
    def writing(self, head: bytes) -> Iterator[None]:
        """Nobody else writes meanwhile, and whose a new folder is to become is known whatever happens."""
        with self._staged.alone():
            self._staged.clear({LOCK, HEAD})
            if HEAD not in self.names:
                self._replace(_BEGUN, head)
            try:
                yield
            finally:
                self._staged.clear({HEAD} if HEAD not in self.names and TILES in self.names else ())

    def has(self, file: File, data: bytes) -> bool:
        """Whether a file is there. Raises Conflict if it says something else."""
        there = self.read(file.path, len(data) + 1)
        if there is not None and there != data:
            raise Conflict(OTHER_FILE, path=self.path / file.path)
        return there is not None

    def put(self, file: File, data: bytes) -> bool:
        """Write a file unless it is there; whether it was not. It is on the disk and has its name after `settle`."""
        is_new = not self.has(file, data)
        if is_new:
            self._staged.add(file.path, data)
        return is_new

    def settle(self, published: bytes, head: bytes) -> None:
        """Everything put is on the disk before the new checkpoint is seen."""
        self._staged.flush()
        for name, data in ((HEAD, head), (reference.NAME, published)):
            self._replace(name, data)

    def prune(self) -> int:
        """Take away partial files whose full one is there, also those an earlier run left; how many they were."""
        there = set(self._files())
        gone = [file.path for file in there if file.width < SPAN and file.whole in there]
        for path in gone:
            self._staged.remove(path)
        for folder in {path.rpartition("/")[0] for path in gone}:
            with suppress(FileTrouble):
                self._staged.remove(folder, os.rmdir)
        return len(gone)

    def _replace(self, path: str, data: bytes) -> None:
        if self.read(path, len(data) + 1) != data:
            self._staged.add(path, data)
            self._staged.flush()

    def _files(self) -> Iterator[File]:
        for path in self.paths():
            with suppress(Malformed):
                yield tiles.read_path(path)
