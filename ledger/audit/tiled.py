"""
A tile directory under audit: its entries in order, and step 3, its tiles compared with what the papers say.

The checkpoint says how many entries there are, and is believed in nothing else; without one all that lie there are
read. Only what lies there is looked for, so that no size a hostile note claims keeps the reader busy. What is missing
or damaged is reported, and the check goes on behind it. Files of earlier and later sizes have to begin alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice, zip_longest
from typing import Final

from ledger.audit.beside import NO_TREE
from ledger.audit.report import Report
from ledger.audit.source import TileDirectory
from ledger.audit.tree import Tree
from ledger.errors import LedgerError, Malformed, Reason
from ledger.export import Entry
from ledger.log import tiles
from ledger.log.tiles import ANNEX, ENTRIES, HEIGHT, LENGTHS, LEVELS, NOT_THERE, SPAN, File

_AGAIN: Final = "Take another copy of the folder, and keep this one."
OTHER_HASHES = Reason(
    "VE-120",
    "{wrong} of the {width} hashes in {path} are not those of the papers, the first at {number}.",
    f"{_AGAIN} The papers themselves are checked by the other steps.",
)
OTHER_MEMBER = Reason(
    "VE-122",
    "{path} and {other} do not say the same of index {member}.",
    "Keep the folder as it is: whoever published it may have shown two histories.",
)
NOT_READ = Reason("VE-123", "{path} cannot be read to its end: {why}.", _AGAIN)
NO_ANNEXES = Reason(
    "VE-124", "{path} is not there: the annexes of {entries} papers from index {member} on were not looked at.", _AGAIN
)
STRAYS = Reason(
    "VE-125",
    "{count} things among the tiles do not belong there, and were not looked at: {paths}",
    "See what they are, and take them out of the folder.",
)
AHEAD = Reason(
    "VE-126",
    "{count} tiles and bundles are of entries after the checkpoint, and were not looked at.",
    "Get the next checkpoint from whoever publishes the folder.",
)
NAMED: Final = 20
"""Strays that are named; all are counted."""


class Tiled:
    """The files of a directory, read as the entries of a ledger of some size."""

    def __init__(self, directory: TileDirectory, report: Report) -> None:
        self._directory = directory
        self._report = report
        self._files: dict[str, dict[int, list[File]]] = defaultdict(dict)
        self._strays = 0
        self._named: list[str] = []
        for path in directory.paths():
            self._sort(path)
        self.size = self._claimed()

    def entries(self) -> Iterator[Entry]:
        """The papers that are here. One whose annex is not has its cover alone."""
        following = 0
        for number in self._numbers(ENTRIES):
            self._miss(1, islice(self._missing(ENTRIES, following, number + 1), 1))
            following = number + 1
            pairs = zip_longest(self._members(1, ENTRIES, number), self._annexes(number))
            for index, (cover, annex) in enumerate(pairs, number * SPAN):
                if cover is not None:
                    yield Entry(index, cover + b"\n" + (annex or b""))
        self._miss(1, islice(self._missing(ENTRIES, following, -(-self.size // SPAN)), 1))

    def compare(self, tree: Tree) -> None:
        """3: every tile has the hashes of the papers, and no file of another size says something else."""
        if tree.size < self.size:
            self._report.omit(3, NO_TREE, size=tree.size)
        for folder in map(str, range(LEVELS)):
            self._compare_tiles(folder, tree)
        for folder in LENGTHS:
            self._compare_bundles(folder)
        ahead = sum(len(self._files[folder][number]) for folder, number in self._ahead())
        if ahead:
            self._report.omit(3, AHEAD, count=ahead)
        if self._strays:
            self._report.omit(3, STRAYS, count=self._strays, paths=self._named)

    def _sort(self, path: str) -> None:
        try:
            file = tiles.read_path(path)
        except Malformed:
            self._strays += 1
            self._named = sorted([*self._named, path])[:NAMED]
        else:
            self._files[file.folder].setdefault(file.number, []).append(file)

    def _claimed(self) -> int:
        try:
            return self._directory.size
        except LedgerError:
            # Step 7 says what is wrong with the checkpoint.
            bundles = self._files[ENTRIES].values()
            return max((file.first + file.width for found in bundles for file in found), default=0)

    def _numbers(self, folder: str) -> list[int]:
        """The files that lie in a folder and are of entries up to the checkpoint, by number."""
        count = tiles.members(folder, self.size)
        return sorted(number for number in self._files[folder] if number * SPAN < count)

    def _ahead(self) -> Iterator[tuple[str, int]]:
        for folder, numbers in self._files.items():
            count = tiles.members(folder, self.size)
            yield from ((folder, number) for number in numbers if number * SPAN >= count)

    def _wanted(self, folder: str, member: int) -> File:
        return tiles.file_over(folder, member, tiles.members(folder, self.size))

    def _chosen(self, folder: str, number: int) -> File | None:
        """The file to read: that of this size or the full one, and where neither lies there the widest."""
        found, wanted = self._files[folder].get(number, []), self._wanted(folder, number * SPAN)
        fitting = (file for file in (wanted, wanted.whole) if file in found)
        return next(fitting, max(found, default=None))

    def _annexes(self, number: int) -> Iterator[bytes]:
        if self._chosen(ANNEX, number):
            return self._members(2, ANNEX, number)
        file = self._wanted(ANNEX, number * SPAN)
        self._report.omit(2, NO_ANNEXES, path=file.path, entries=file.width, member=file.first)
        return iter(())

    def _members(self, step: int, folder: str, number: int) -> Iterator[bytes]:
        """What can be read of a bundle."""
        file = self._chosen(folder, number)
        assert file is not None  # noqa: S101 - only what lies there is asked for
        with self._reading(step, file):
            for member, data in enumerate(tiles.read_bundle(file, self._directory.open), file.first):
                if member < self.size:
                    yield data

    def _compare_tiles(self, folder: str, tree: Tree) -> None:
        known = tiles.members(folder, tree.size)
        for number in self._numbers(folder):
            for file in sorted(self._files[folder][number]):
                with self._reading(3, file):
                    self._compare_hashes(file, tiles.read_tile(file, self._directory.open), tree, known)
        self._miss(3, self._missing(folder, 0, -(-known // SPAN)))

    def _compare_hashes(self, file: File, hashes: list[bytes], tree: Tree, known: int) -> None:
        """Those of which the papers are here."""
        level, here = HEIGHT * int(file.folder), hashes[: max(0, known - file.first)]
        wrong = [at for at, found in enumerate(here) if found != tree.node(level, file.first + at)]
        self._report.checked[3] += len(here)
        if wrong:
            self._report.find(3, OTHER_HASHES, path=file.path, wrong=len(wrong), width=file.width, number=wrong[0])

    def _compare_bundles(self, folder: str) -> None:
        for number in self._numbers(folder):
            read = self._chosen(folder, number)
            for file in sorted(self._files[folder][number]):
                if read and file != read:
                    self._compare_members(*sorted((file, read)))

    def _compare_members(self, narrow: File, wide: File) -> None:
        self._report.checked[3] += 1
        open_ = self._directory.open
        with self._reading(3, narrow):
            pairs = zip(tiles.read_bundle(narrow, open_), tiles.read_bundle(wide, open_), strict=False)
            for member, (mine, its) in enumerate(pairs, narrow.first):
                if mine != its:
                    self._report.find(3, OTHER_MEMBER, path=narrow.path, other=wide.path, member=member)
                    return

    def _missing(self, folder: str, start: int, stop: int) -> Iterator[File]:
        """Those of these files that do not lie there. Of a size that nobody vouches for take only the first."""
        for number in range(start, stop):
            wanted = self._wanted(folder, number * SPAN)
            if not {wanted, wanted.whole} & {*self._files[folder].get(number, ())}:
                yield wanted

    def _miss(self, step: int, missing: Iterable[File]) -> None:
        for file in missing:
            self._report.find(step, NOT_THERE, path=file.path)

    @contextmanager
    def _reading(self, step: int, file: File) -> Iterator[None]:
        """What cannot be read of a file is reported, and ends with it."""
        try:
            yield
        except LedgerError as error:
            self._report.find_error(step, error)
        except OSError as error:
            self._report.find(step, NOT_READ, path=file.path, why=error.strerror)
