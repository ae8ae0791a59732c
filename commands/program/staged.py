"""
New files below a folder, which get their names only once all of them are on the disk.

They are written into `.new` first. Whoever is killed leaves whole files under their names and others there, which the
next one clears away; no link in the folder is followed.
"""

import fcntl
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from commands.program import below
from commands.program.files import NOT_WRITTEN, FileTrouble
from ledger.errors import Reason, Unavailable

BUSY = Reason(
    "EX-058",
    "Somebody else is writing into the folder {folder}.",
    "Wait until it is done, and run the command again.",
)
STAGE: Final = ".new"
LOCK: Final = "lock"
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


class Staged:
    """The files that wait for their names."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._waiting: list[tuple[str, str]] = []

    def add(self, path: str, data: bytes) -> None:
        """Write a file. It has its name after `flush`, in the place of what had it before."""
        name = os.urandom(8).hex()
        with self._telling(path), self._stage() as stage:
            descriptor = os.open(name, _NEW, 0o644, dir_fd=stage)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
        self._waiting.append((name, path))

    def flush(self) -> None:
        """First all of them are on the disk, then they get their names, then the names are on the disk."""
        waiting, self._waiting = self._waiting, []
        with self._telling(), self._stage() as stage:
            for name, _ in waiting:
                _sync(os.open(name, os.O_RDONLY, dir_fd=stage))
            for name, path in waiting:
                above, _, last = path.rpartition("/")
                with below.entered(self._root, above, below.make) as folder:
                    os.rename(name, last, src_dir_fd=stage, dst_dir_fd=folder)
            for above in {above for _, path in waiting for above in _above(path)}:
                with below.entered(self._root, above) as folder:
                    os.fsync(folder)

    def remove(self, path: str, how: Callable[..., None] = os.unlink) -> None:
        """Take away a file, or with `os.rmdir` an empty folder."""
        above, _, name = path.rpartition("/")
        with self._telling(path), below.entered(self._root, above) as folder:
            how(name, dir_fd=folder)

    def clear(self, kept: Collection[str] = ()) -> None:
        """Take away what waits, here or since an earlier run, but these. Where it cannot be, the next run does."""
        self._waiting = []
        with suppress(OSError, FileTrouble):
            with below.entered(self._root, STAGE) as stage, os.scandir(stage) as found:
                names = [one.name for one in found]
            for name in set(names).difference(kept):
                self.remove(f"{STAGE}/{name}")
            self.remove(STAGE, os.rmdir)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes into the folder, which is made if it is not there. Raises Unavailable if somebody does."""
        with self._telling(), self._stage() as stage:
            descriptor = os.open(LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644, dir_fd=stage)
        try:
            self._lock(descriptor)
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def _stage(self) -> Iterator[int]:
        with suppress(FileExistsError):
            self._root.mkdir()
        with below.entered(self._root, STAGE, below.make) as stage:
            yield stage

    def _lock(self, descriptor: int) -> None:
        with self._telling():
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Unavailable(BUSY, folder=self._root) from error

    @contextmanager
    def _telling(self, path: str = "") -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise FileTrouble(NOT_WRITTEN, path=self._root / path, why=error.strerror) from error


def _above(path: str) -> Iterator[str]:
    """Every folder on the way to a file, whose names may be new."""
    parts = path.split("/")
    return ("/".join(parts[:depth]) for depth in range(len(parts)))


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
