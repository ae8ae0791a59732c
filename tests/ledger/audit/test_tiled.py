"""A folder of tiles has the verdict of the papers in it, whatever was done to its files."""

import io
from collections.abc import Callable

import pytest

from ledger.audit.outside import Held
from ledger.audit.report import Report
from ledger.log.tiler import Tiler
from ledger.verify import verify_tiles
from tests.ledger import dishonest
from tests.ledger.dishonest import HANDED, LAST, audit, seen, shown

SIZE = LAST + 1
TILE, ENTRIES, ANNEX = (f"tile/{folder}/000.p/{SIZE}" for folder in ("0", "entries", "annex"))


class Files(dict[str, bytes]):
    """A directory in memory; `size` is what its checkpoint claims."""

    size = SIZE

    def open(self, path: str) -> io.BytesIO | None:
        return io.BytesIO(self[path]) if path in self else None


def laid_out() -> Files:
    files, tiler = Files(), Tiler(0, lambda _: None)
    for paper in shown():
        cover, _, annex = paper.partition(b"\n")
        files.update((file.path, data) for file, data in tiler.append(cover, annex))
    files.update((file.path, data) for file, data in tiler.rest())
    return files


def verified(files: Files, held: Held | None = None) -> Report:
    return verify_tiles(files, dishonest.trust(), held or dishonest.published(SIZE))


def test_a_folder_of_tiles_has_the_verdict_of_an_exported_copy() -> None:
    tiled, copy = verified(laid_out()), audit(shown(), dishonest.published(SIZE))

    assert tiled.findings == copy.findings == []
    assert (tiled.root, tiled.boxes, tiled.custody_changes) == (copy.root, copy.boxes, copy.custody_changes)
    assert tiled.checked[3] == 1
    assert {one.step for one in tiled.not_checked} == {8, 7, 9}


def _flip(path: str, at: int) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        data = bytearray(files[path])
        data[at] ^= 1
        files[path] = bytes(data)

    return change


def _cut(path: str) -> Callable[[Files], None]:
    return lambda files: files.update({path: files[path][:-1]})


def _gone(path: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(path)


DONE: dict[str, tuple[Callable[[Files], None], set[tuple[int, str, int | None]]]] = {
    "a hash of a tile changed": (_flip(TILE, 32 * HANDED), {(3, "VE-120", None)}),
    "a tile cut short": (_cut(TILE), {(3, "TI-001", None)}),
    "a tile taken away": (_gone(TILE), {(3, "TI-002", None)}),
    "the covers taken away": (_gone(ENTRIES), {(2, "TI-002", None), (2, "VE-005", None), (7, "VE-070", None)}),
    "the covers cut short": (_cut(ENTRIES), {(2, "TI-003", None), (2, "VE-005", None), (7, "VE-070", None)}),
    "the annexes cut short": (_cut(ANNEX), {(2, "TI-003", None), (2, "PA-006", 1)}),
    "the annexes taken away": (_gone(ANNEX), {(2, "TI-002", None), (2, "PA-006", 1)}),
}


@pytest.mark.parametrize("name", DONE)
def test_what_was_done_to_a_file_is_named(name: str) -> None:
    change, expected = DONE[name]
    files = laid_out()
    change(files)

    report = verified(files)

    assert expected <= set(seen(report))
    assert report.status == 3


def test_a_lost_annex_leaves_the_tree_whole() -> None:
    files = laid_out()
    del files[ANNEX]

    report = verified(files)

    assert report.root == audit(shown()).root
    assert not [found for found in report.findings if found.step in {6, 7}]


def test_a_size_that_nobody_could_have_ends_with_the_files() -> None:
    files = laid_out()
    files.size = 2**62

    report = verified(files)

    assert report.entries == 0
    assert "TI-002" in {found.reason.code for found in report.findings}


def test_more_entries_than_the_checkpoint_covers_are_not_read() -> None:
    files = laid_out()
    files.size = HANDED
    files |= {path.replace(f".p/{SIZE}", f".p/{HANDED}"): b"" for path in (ENTRIES,)}

    report = verified(files)

    assert report.entries == 0
    assert (2, "TI-003", None) in seen(report)
