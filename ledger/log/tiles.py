"""
Ledgers as plain files (C2SP tlog-tiles): which files a tree of some size has, and what stands in them.

    tile/<L>/<N>[.p/<W>]          32·W bytes: hash i is that of the complete node at level 8·L, number 256·N + i
    tile/entries/<N>[.p/<W>]      of each entry: u16 length, cover
    tile/annex/<N>[.p/<W>]        of each entry: u32 length, annex; ours

    1234067 is x001/x234/067      groups of three digits, all but the last behind an x

A full file has 256 members; a partial one has fewer, is never empty and never hashed upwards. Nothing here opens a
file: whoever calls says how one is read, and is told which.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Final

from ledger import merkle
from ledger.errors import Malformed, Reason
from ledger.merkle import HASH_SIZE, Nodes, Place

SPAN: Final = 256
"""Members of a full file."""
HEIGHT: Final = 8
"""Levels of the tree in one tile."""
LEVELS: Final = 8
ENTRIES: Final = "entries"
ANNEX: Final = "annex"
LENGTHS: Final = {ENTRIES: 2, ANNEX: 4}
"""Bytes of the length before each member of a bundle."""

OTHER_WIDTH = Reason(
    "TI-001",
    "The tile {path} has {found} bytes; {width} hashes have {expected}.",
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
    def whole(self) -> "File":
        """The full file that takes the place of this partial one."""
        return File(self.folder, self.number)


def files_of(size: int) -> Iterator[File]:
    """Every file of a ledger with so many entries, tiles first."""
    for level in range(LEVELS):
        yield from _row(str(level), size >> HEIGHT * level)
    for folder in LENGTHS:
        yield from _row(folder, size)


def file_over(folder: str, member: int, members: int) -> File:
    """The file in which a member stands, by its number, of a folder with so many."""
    number = member // SPAN
    return File(folder, number, min(SPAN, members - number * SPAN))


def read_tile(file: File, open_: Open) -> list[bytes]:
    """The hashes of a tile; of the full one, where the partial one is gone. Raises Malformed."""
    found, stream = _opened(file, open_)
    with stream:
        data = stream.read(SPAN * HASH_SIZE + 1)
    if len(data) != found.width * HASH_SIZE:
        raise Malformed(
            OTHER_WIDTH, path=found.path, found=len(data), width=found.width, expected=found.width * HASH_SIZE
        )
    return [data[at : at + HASH_SIZE] for at in range(0, file.width * HASH_SIZE, HASH_SIZE)]


def read_bundle(file: File, open_: Open, longest: int) -> Iterator[bytes]:
    """The members of a bundle, one after the other, each at most so long. Raises Malformed."""
    found, stream = _opened(file, open_)
    with stream:
        for number in range(found.width):
            head = stream.read(LENGTHS[file.folder])
            length = int.from_bytes(head)
            member = stream.read(length) if len(head) == LENGTHS[file.folder] and length <= longest else None
            if member is None or len(member) != length:
                raise Malformed(NOT_A_BUNDLE, path=found.path, width=found.width)
            if number < file.width:
                yield member
        if stream.read(1):
            raise Malformed(NOT_A_BUNDLE, path=found.path, width=found.width)


def print_bundle(folder: str, members: Sequence[bytes]) -> bytes:
    """The bytes of a bundle."""
    return b"".join(len(member).to_bytes(LENGTHS[folder]) + member for member in members)


def nodes(size: int, open_: Open) -> Nodes:
    """Complete nodes of a tree of this size, each from the one tile it stands in or can be computed from."""

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
    first, count = number << above, 1 << above
    return file_over(str(tile_level), first, size >> HEIGHT * tile_level), first % SPAN, count


def _opened(file: File, open_: Open) -> tuple[File, IO[bytes]]:
    for one in dict.fromkeys((file, file.whole)):
        if (stream := open_(one.path)) is not None:
            return one, stream
    raise Malformed(NOT_THERE, path=file.path)


def _row(folder: str, members: int) -> Iterator[File]:
    for number in range(members // SPAN):
        yield File(folder, number)
    if members % SPAN:
        yield File(folder, members // SPAN, members % SPAN)


def _groups(number: int) -> list[str]:
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"{number % 1000:03}")
    return groups
