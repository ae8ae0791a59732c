"""
A tile directory that grows: what is added to it from one size to another, file by file.

Full files come as they fill, then `rest` gives the partial ones; what is full already is never made again. The root is
that over the bytes that were handed out, so that whoever writes them knows what he has before he says so.
"""

from collections.abc import Iterator
from typing import Final

from ledger.errors import CheckFailed, Reason
from ledger.log import tiles
from ledger.log.tiles import ANNEX, ENTRIES, HEIGHT, LONGEST, SPAN, File, Open
from ledger.merkle import Frontier, leaf_hash, peak_positions

NOT_A_MEMBER = Reason(
    "TI-006",
    "The entry at index {index} would not come back from tiles as it is, so the ledger is not written as tiles.",
    "Keep the database as it is, copy the whole of it, and look what it holds: kotak verify",
)

_LEAVES: Final = "0"


class Tiler:
    """Takes entries in the order of the journal, from `start` on."""

    def __init__(self, old: int, open_: Open) -> None:
        """`old` is the size there is. Raises Malformed if its tiles are not there."""
        self.start = old - old % SPAN
        """The first entry that is needed: those of a partial bundle are written again with what follows them."""
        places = peak_positions(self.start)
        peaks = tiles.nodes(old, open_)(places)
        self._frontier = Frontier([peaks[place] for place in places], self.start)
        self._growing: dict[str, list[bytes]] = {_LEAVES: [], ENTRIES: [], ANNEX: []}
        for level in range(1, tiles.LEVELS):
            there = tiles.members(str(level), old)
            file = tiles.file_over(str(level), max(0, there - 1), there)
            self._growing[str(level)] = tiles.read_tile(file, open_) if there % SPAN else []

    @property
    def size(self) -> int:
        """How many entries there are with those taken so far."""
        return self._frontier.size

    def root(self) -> bytes:
        """The root over all of them."""
        return self._frontier.root()

    def append(self, cover: bytes, annex: bytes) -> Iterator[tuple[File, bytes]]:
        """The next entry, and the files that it fills. Raises CheckFailed for what no bundle holds."""
        index = self._frontier.size
        if len(cover) > LONGEST[ENTRIES] or len(annex) > LONGEST[ANNEX]:
            raise CheckFailed(NOT_A_MEMBER, index=index)
        members = [(ENTRIES, index, cover), (ANNEX, index, annex)]
        for level, number, found in self._frontier.append(leaf_hash(cover)):
            if level % HEIGHT == 0:
                members.append((str(level // HEIGHT), number, found))
        for folder, number, member in members:
            growing = self._growing[folder]
            growing.append(member)
            if len(growing) == SPAN:
                yield File(folder, number // SPAN), _print(folder, growing)
                growing.clear()

    def rest(self) -> Iterator[tuple[File, bytes]]:
        """The partial files at the end, bundles first."""
        for folder in (ENTRIES, ANNEX, *map(str, range(tiles.LEVELS))):
            if growing := self._growing[folder]:
                members = tiles.members(folder, self.size)
                yield tiles.file_over(folder, members - 1, members), _print(folder, growing)


def _print(folder: str, members: list[bytes]) -> bytes:
    return tiles.print_bundle(folder, members) if folder in tiles.LENGTHS else b"".join(members)
