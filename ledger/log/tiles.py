"""
Ledgers as plain files (C2SP tlog-tiles): which files a tree of some size has, and what stands in them.

    tile/<L>/<N>[.p/<W>]          32·W bytes: hash i is that of the complete node at level 8·L, number 256·N + i
    tile/entries/<N>[.p/<W>]      of each entry: u16 length, cover
    tile/annex/<N>[.p/<W>]        of each entry: u32 length, annex; ours

    1234067 is x001/x234/067      groups of three digits, all but the last behind an x

A full file has 256 members; a partial one has fewer, is never empty and never hashed upwards. Nothing here opens a
file: whoever calls says how one is read, is told which, and verifies the proofs he makes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Final

from ledger import merkle
from ledger.errors import BadProof, Malformed, Reason
from ledger.merkle import HASH_SIZE, OUTSIDE, Nodes, Place

SPAN: Final = 256
"""Members of a full file."""
HEIGHT: Final = 8
"""Levels of the tree in one tile."""
LEVELS: Final = 8
ENTRIES: Final = "entries"
ANNEX: Final = "annex"
LENGTHS: Final = {ENTRIES: 2, ANNEX: 4}
"""Bytes of the length before each member of a bundle."""
LONGEST: Final = {ENTRIES: 2**16 - 1, ANNEX: 4 * 1024 * 1024}
"""Bytes of the longest member that is read; no cover and no annex of a paper is longer."""

OTHER_WIDTH = Reason(
    "TI-001",
    "The tile {path} is not {expected} bytes long, as {width} hashes are.",
    "Take another copy of the folder, and keep this one.",
)
NOT_THERE = Reason(
    "TI-002",
    "The file {path} is not there.",
    "Take the folder again as a whole, or another copy of it.",
)
NOT_A_BUNDLE = Reason(
    "TI-003",
    "The file {path} does not hold {width} members, each behind its length.",
    "Take another copy of the folder, and keep this one.",
)

NOT_A_PATH = Reason("TI-004", "{path} is not where a tile or a bundle stands.", "See docs/format.md, section 11.")
NO_SIZE = Reason("TI-005", "No log has {size} entries.", "Take the size from a checkpoint: kotak checkpoint show")

_SIZES_END: Final = 2**63
_PATH: Final = re.compile(
    r"tile/(?P<folder>[0-7]|entries|annex)/(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)

Open = Callable[[str], IO[bytes] | None]
"""A file by its path, relative and with slashes, at its beginning; None where it is not there."""


@dataclass(frozen=True, order=True)
class File:
    """One tile or bundle. `folder` is a level of tiles, `entries` or `annex`."""

    folder: str
    number: int
    width: int = SPAN

    @property
    def path(self) -> str:
        """`tile/0/x001/x234/067.p/12`."""
        *above, last = _groups(self.number)
        partial = "" if self.width == SPAN else f".p/{self.width}"
        return "/".join(["tile", self.folder, *(f"x{group}" for group in above), last]) + partial

    @property
    def first(self) -> int:
        """The number of its first member."""
        return self.number * SPAN

    @property
    def whole(self) -> "File":
        """The full file that takes the place of this partial one."""
        return File(self.folder, self.number)


def read_path(path: str) -> File:
    """The file that stands at a path, read by round trip. Raises Malformed for what no log of any size has."""
    said = _PATH.fullmatch(path)
    if not said:
        raise Malformed(NOT_A_PATH, path=path)
    number, width = int(said["number"].replace("x", "").replace("/", "")), int(said["width"] or SPAN)
    file = File(said["folder"], number, width)
    if file.path != path or file.width > SPAN or file.first >= members(file.folder, _SIZES_END):
        raise Malformed(NOT_A_PATH, path=path)
    return file


def members(folder: str, size: int) -> int:
    """How many members a folder has in a log of this size."""
    return size if folder in LENGTHS else size >> HEIGHT * int(folder)


def files_of(size: int) -> Iterator[File]:
    """Every file of a ledger with so many entries, tiles first."""
    _check_size(size)
    for folder in (*map(str, range(LEVELS)), *LENGTHS):
        yield from _row(folder, members(folder, size))


def file_over(folder: str, member: int, count: int) -> File:
    """The file in which a member stands, by its number, of a folder with so many."""
    number = member // SPAN
    return File(folder, number, min(SPAN, count - number * SPAN))


def read_tile(file: File, open_: Open) -> list[bytes]:
    """The hashes of a tile; of the full one, where the partial one is gone. Raises Malformed."""
    found, stream = _opened(file, open_)
    with stream:
        data = stream.read(SPAN * HASH_SIZE + 1)
    if len(data) != found.width * HASH_SIZE:
        raise Malformed(OTHER_WIDTH, path=found.path, width=found.width, expected=found.width * HASH_SIZE)
    return [data[at : at + HASH_SIZE] for at in range(0, file.width * HASH_SIZE, HASH_SIZE)]


def read_bundle(file: File, open_: Open) -> Iterator[bytes]:
    """The members of a bundle, one after the other; those of the full one begin alike. Raises Malformed."""
    found, stream = _opened(file, open_)
    with stream:
        for number in range(found.width):
            member = _read_member(file.folder, stream)
            if member is None:
                raise Malformed(NOT_A_BUNDLE, path=found.path, width=found.width)
            if number < file.width:
                yield member
        if stream.read(1):
            raise Malformed(NOT_A_BUNDLE, path=found.path, width=found.width)


def print_bundle(folder: str, held: Sequence[bytes]) -> bytes:
    """The bytes of a bundle."""
    return b"".join(len(member).to_bytes(LENGTHS[folder]) + member for member in held)


def entry(index: int, size: int, open_: Open) -> bytes:
    """The paper at an index of a ledger of this size. Raises Malformed if its cover or annex is not there."""
    _check_size(size)
    if not 0 <= index < size:
        raise BadProof(OUTSIDE, index=index, size=size)
    files = (file_over(folder, index, size) for folder in (ENTRIES, ANNEX))
    cover, annex = (next(islice(read_bundle(file, open_), index - file.first, None)) for file in files)
    return cover + b"\n" + annex


def nodes(size: int, open_: Open) -> Nodes:
    """Complete nodes of a tree of this size, each from the one tile it stands in or can be computed from."""
    _check_size(size)

    def read(places: Sequence[Place]) -> dict[Place, bytes]:
        tiles: dict[File, list[bytes]] = {}
        found = {}
        for level, number in places:
            file, first, count = _hashes_below(level, number, size)
            if file not in tiles:
                tiles[file] = read_tile(file, open_)
            found[level, number] = merkle.root(tiles[file][first : first + count])
        return found

    return read


def _hashes_below(level: int, number: int, size: int) -> tuple[File, int, int]:
    """The tile a node is in or above of, and which of its hashes it is made of."""
    tile_level, above = divmod(level, HEIGHT)
    folder, first, count = str(tile_level), number << above, 1 << above
    return file_over(folder, first, members(folder, size)), first % SPAN, count


def _read_member(folder: str, stream: IO[bytes]) -> bytes | None:
    head = stream.read(LENGTHS[folder])
    length = int.from_bytes(head)
    if len(head) != LENGTHS[folder] or length > LONGEST[folder]:
        return None
    member = stream.read(length)
    return member if len(member) == length else None


def _check_size(size: int) -> None:
    if not 0 <= size < _SIZES_END:
        raise Malformed(NO_SIZE, size=size)


def _opened(file: File, open_: Open) -> tuple[File, IO[bytes]]:
    for one in dict.fromkeys((file, file.whole)):
        if (stream := open_(one.path)) is not None:
            return one, stream
    raise Malformed(NOT_THERE, path=file.path)


def _row(folder: str, count: int) -> Iterator[File]:
    for number in range(count // SPAN):
        yield File(folder, number)
    if count % SPAN:
        yield File(folder, count // SPAN, count % SPAN)


def _groups(number: int) -> list[str]:
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"{number % 1000:03}")
    return groups
