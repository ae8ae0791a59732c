"""
A tile directory under audit: its entries in order, and step 3, its tiles compared with what the papers say.

A bundle that is damaged is reported, and the check goes on behind it; what comes after one that is missing is not here.
Where the annexes of a bundle cannot be read, its papers stand there without them, and fail at step 2.
"""

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Final

from ledger.audit.report import Report
from ledger.audit.source import TileDirectory
from ledger.audit.tree import Tree
from ledger.errors import LedgerError, Reason
from ledger.export import Entry
from ledger.log import tiles
from ledger.log.tiles import ANNEX, ENTRIES, HEIGHT, NOT_THERE, SPAN, File
from ledger.paper import MAX_PAPER

OTHER_HASH = Reason(
    "VE-120",
    "{path}: hash {number} is {found}, the papers have {expected}.",
    "Take another copy of the folder, and keep this one. The papers themselves are checked by the other steps.",
)
NO_TREE = Reason(
    "VE-121",
    "The tiles were not compared: of {size} entries {entries} are here.",
    "First settle the entries that are missing.",
)
LONGEST_COVER: Final = 2**16 - 1


class Tiled:
    """The files of a directory, read as the entries of a ledger of some size."""

    def __init__(self, directory: TileDirectory, report: Report) -> None:
        self._directory = directory
        self._report = report

    def entries(self) -> Iterator[Entry]:
        """Every entry that is here."""
        size = self._directory.size
        for first in range(0, size, SPAN):
            covers = self._read(tiles.file_over(ENTRIES, first, size), LONGEST_COVER)
            if covers is None:
                return
            annexes = self._read(tiles.file_over(ANNEX, first, size), MAX_PAPER) or []
            for index, (cover, annex) in enumerate(zip(covers, chain(annexes, repeat(b"")), strict=False), first):
                yield Entry(index, cover + b"\n" + annex)

    def compare(self, tree: Tree) -> None:
        """3: every hash of every tile is that of the papers."""
        size = self._directory.size
        if tree.size != size:
            self._report.omit(3, NO_TREE, size=size, entries=tree.size)
            return
        for file in tiles.files_of(size):
            if file.folder not in tiles.LENGTHS:
                self._compare(file, tree)

    def _read(self, file: File, longest: int) -> list[bytes] | None:
        """The members of a bundle; none of one that is damaged, None where it is not there."""
        try:
            return list(tiles.read_bundle(file, self._directory.open, longest))
        except LedgerError as error:
            self._report.find_error(2, error)
            return None if error.reason is NOT_THERE and file.folder == ENTRIES else []

    def _compare(self, file: File, tree: Tree) -> None:
        self._report.checked[3] += 1
        try:
            found = tiles.read_tile(file, self._directory.open)
        except LedgerError as error:
            self._report.find_error(3, error)
            return
        for number, hash_ in enumerate(found):
            expected = tree.node(HEIGHT * int(file.folder), file.number * SPAN + number)
            if hash_ != expected:
                self._report.find(
                    3, OTHER_HASH, path=file.path, number=number, found=hash_.hex(), expected=expected.hex()
                )
                return
