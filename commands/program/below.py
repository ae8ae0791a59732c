"""
What lies below a folder that may be hostile: no link in it is followed, and nothing but plain files is opened.

The folder itself is named by whoever runs the command and may be a link. Paths are relative, with slashes.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import ELOOP, ENOTDIR, ENXIO
from pathlib import Path
from typing import IO, Final

from ledger.errors import Malformed, Reason

NOT_PLAIN = Reason(
    "EX-056",
    "{path} is a link, a pipe or something else that is not read, where a plain file belongs.",
    "See what it is, and take another copy of the folder: ls -l {path}",
)

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NONBLOCK
_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY
_OTHER: Final = frozenset({ELOOP, ENOTDIR, ENXIO})


def open_plain(root: Path, path: str) -> IO[bytes] | None:
    """A plain file; None where nothing lies. Raises Malformed for anything else, OSError if it cannot be read."""
    above, _, name = path.rpartition("/")
    try:
        with entered(root, above) as folder:
            descriptor = os.open(name, _FILE, dir_fd=folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in _OTHER:
            raise Malformed(NOT_PLAIN, path=root / path) from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Malformed(NOT_PLAIN, path=root / path)
    return os.fdopen(descriptor, "rb")


def walk(root: Path, path: str, deepest: int) -> Iterator[str]:
    """Whatever lies in a folder and below, in any order, but empty folders. What is too deep is not looked into."""
    waiting = [path]
    while waiting:
        at = waiting.pop()
        try:
            with entered(root, at) as folder, os.scandir(folder) as found:
                below = [(f"{at}/{one.name}", one.is_dir(follow_symlinks=False)) for one in found]
        except FileNotFoundError:
            continue
        except OSError:
            yield at
            continue
        for name, is_folder in below:
            if is_folder and name.count("/") < deepest:
                waiting.append(name)
            else:
                yield name


def enter(name: str, above: int) -> int:
    """The descriptor of a folder in another."""
    if name == os.pardir:
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), name)
    return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=above)


def make(name: str, above: int) -> int:
    """The same, made where it is not there."""
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=above)
    return enter(name, above)


@contextmanager
def entered(root: Path, path: str, step: Callable[[str, int], int] = enter) -> Iterator[int]:
    """The descriptor of a folder below, reached step by step."""
    descriptor = os.open(root, _FOLDER)
    try:
        for name in filter(None, path.split("/")):
            inner = step(name, descriptor)
            os.close(descriptor)
            descriptor = inner
        yield descriptor
    finally:
        os.close(descriptor)
