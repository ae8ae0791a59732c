"""A folder of tiles has the verdict of the papers in it, whatever was done to its files."""

import io
from collections.abc import Callable, Iterable
from functools import cache

import pytest

from ledger.audit.held import Held
from ledger.audit.report import Report
from ledger.audit.tiled import NAMED, Tiled
from ledger.audit.tree import Tree
from ledger.errors import Malformed
from ledger.log.tiler import Tiler
from ledger.log.tiles import ENTRIES, NO_SIZE, SPAN, File, print_bundle
from ledger.merkle import leaf_hash
from ledger.verify import verify_tiles
from tests.ledger import dishonest
from tests.ledger.dishonest import HANDED, LAST, audit, seen, shown

SIZE = LAST + 1
TILE, BUNDLE, ANNEXES = (f"tile/{folder}/000.p/{SIZE}" for folder in ("0", "entries", "annex"))


class Files(dict[str, bytes]):
    """A directory in memory, and what its checkpoint claims; None if it cannot be read."""

    claimed: int | None = SIZE

    @property
    def size(self) -> int:
        if self.claimed is None:
            raise Malformed(NO_SIZE, size=-1)
        return self.claimed

    def open(self, path: str) -> io.BytesIO | None:
        return io.BytesIO(self[path]) if path in self else None

    def paths(self) -> Iterable[str]:
        return reversed(self)


def laid_out(papers: Iterable[bytes], files: Files | None = None) -> Files:
    """Tiles as they are written at once, or added to those that were there."""
    grown = Files() if files is None else files
    tiler = Tiler(grown.size if files else 0, grown.open)
    for paper in [*papers][tiler.start :]:
        cover, _, annex = paper.partition(b"\n")
        grown.update((file.path, data) for file, data in tiler.append(cover, annex))
    grown.update((file.path, data) for file, data in tiler.rest())
    grown.claimed = tiler.size
    return grown


def verified(files: Files, held: Held | None = None) -> Report:
    return verify_tiles(files, dishonest.trust(), held or dishonest.published(SIZE))


def test_a_folder_of_tiles_has_the_verdict_of_an_exported_copy() -> None:
    tiled, copy = verified(laid_out(shown())), audit(shown(), dishonest.published(SIZE))

    assert tiled.findings == copy.findings == []
    for name in ("entries", "root", "boxes", "custody_changes", "signatures", "checkpoint", "waiting", "gaps"):
        assert getattr(tiled, name) == getattr(copy, name)
    assert tiled.checked[3] == SIZE
    assert {one.step for one in tiled.not_checked} == {8, 7, 9}


def _flip(path: str, at: int) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        data = bytearray(files[path])
        data[at] ^= 1
        files[path] = bytes(data)

    return change


def _cut(path: str) -> Callable[[Files], None]:
    return lambda files: files.update({path: files[path][:-1]})


def _lengthen(path: str) -> Callable[[Files], None]:
    return lambda files: files.update({path: files[path] + b"\0"})


def _gone(path: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(path)


Seen = set[tuple[int, str, int | None]]
DONE: dict[str, tuple[Callable[[Files], None], Seen]] = {
    "a hash of a tile changed": (_flip(TILE, 32 * HANDED), {(3, "VE-120", None)}),
    "a tile cut short": (_cut(TILE), {(3, "TI-001", None)}),
    "a tile lengthened": (_lengthen(TILE), {(3, "TI-001", None)}),
    "a tile taken away": (_gone(TILE), {(3, "TI-002", None)}),
    "the covers taken away": (_gone(BUNDLE), {(1, "TI-002", None), (2, "VE-005", None), (7, "VE-070", None)}),
    "the covers cut short": (_cut(BUNDLE), {(1, "TI-003", None), (7, "VE-070", None)}),
    "the covers lengthened": (_lengthen(BUNDLE), {(1, "TI-003", None)}),
    "the annexes cut short": (_cut(ANNEXES), {(2, "TI-003", None), (2, "PA-006", LAST)}),
    "the annexes lengthened": (_lengthen(ANNEXES), {(2, "TI-003", None)}),
}


@pytest.mark.parametrize("name", DONE)
def test_what_was_done_to_a_file_is_named(name: str) -> None:
    change, expected = DONE[name]
    files = laid_out(shown())
    change(files)

    report = verified(files)

    assert set(seen(report)) == expected
    assert report.status == 3


def test_papers_whose_annexes_are_lost_are_named_and_the_tree_is_whole() -> None:
    files = laid_out(shown())
    del files[ANNEXES]

    report = verified(files)

    with_a_list = [index for index, paper in enumerate(shown()) if paper.partition(b"\n")[2]]
    assert [found.index for found in report.findings if found.reason.code == "PA-006"] == with_a_list
    assert report.root == audit(shown()).root
    assert not [found for found in report.findings if found.step in {1, 3, 6, 7}]
    assert [str(one) for one in report.not_checked if one.step == 2] == [
        f"{ANNEXES} is not there: the annexes of {SIZE} papers from index 0 on were not looked at."
    ]


@pytest.mark.parametrize("claimed", [2**62, 2**63 - 1])
def test_a_size_that_nobody_could_have_ends_with_the_files(claimed: int) -> None:
    files = laid_out(shown())
    files.claimed = claimed

    report = verified(files)

    assert report.entries == SIZE
    assert (1, "TI-002", None) in seen(report)
    assert "VE-105" in {one.reason.code for one in report.not_checked}


def test_without_a_checkpoint_all_that_is_there_is_read() -> None:
    files = laid_out(shown())
    files.claimed = None

    report = verified(files, Held())

    assert (report.entries, report.findings) == (SIZE, [])
    assert "VE-106" in {one.reason.code for one in report.not_checked}


# Directories of many entries, of which only covers and leaves matter.

MANY = [b"cover %d\nannex %d\n" % (number, number) for number in range(700)]


@cache
def tree(size: int) -> Tree:
    grown = Tree()
    for paper in MANY[:size]:
        grown.append(leaf_hash(paper.partition(b"\n")[0]))
    return grown


def looked_at(files: Files, size: int) -> tuple[list[int], Report]:
    """The indexes read, and what was found when the tiles were compared."""
    report = Report()
    tiled = Tiled(files, report)
    entries = list(tiled.entries())
    assert all(entry.data == MANY[entry.index] for entry in entries)
    tiled.compare(tree(size))
    return [entry.index for entry in entries], report


def codes(report: Report) -> list[str]:
    return [found.reason.code for found in report.findings]


def test_a_folder_that_grew_keeps_partial_files_that_say_the_same() -> None:
    files = laid_out(MANY[:600], laid_out(MANY[:300], laid_out(MANY[:20])))

    indexes, report = looked_at(files, 600)

    assert indexes == list(range(600))
    assert not report.findings
    assert not report.not_checked
    assert report.checked[3] == (600 + 2) + (20 + 44 + 1) + 2 * 2


def test_a_partial_file_that_says_something_else_is_another_history() -> None:
    files = laid_out(MANY[:300], laid_out(MANY[:20]))
    files["tile/0/000.p/20"] = bytes(32) + files["tile/0/000.p/20"][32:]
    files["tile/entries/000.p/20"] = files["tile/entries/000.p/20"].replace(b"cover 7", b"cover 8")
    files["tile/annex/000.p/20"] = files["tile/annex/000.p/20"][:-1]

    _, report = looked_at(files, 300)

    assert codes(report) == ["VE-120", "VE-122", "TI-003"]
    assert "tile/entries/000 do not say the same of index 7" in str(report.findings[1])


@pytest.mark.parametrize("row", ["entries", "annex", "0"])
def test_full_files_stand_for_partial_ones_that_are_gone(row: str) -> None:
    ahead = laid_out(MANY[:512])
    files = laid_out(MANY[:300])
    files[f"tile/{row}/001"] = ahead[f"tile/{row}/001"]
    del files[f"tile/{row}/001.p/44"]

    indexes, report = looked_at(files, 300)

    assert (indexes, report.findings) == (list(range(300)), [])


def test_what_a_killed_writer_wrote_ahead_of_the_checkpoint_is_not_looked_at() -> None:
    files = laid_out(MANY[:600], laid_out(MANY[:300]))
    files.claimed = 300

    indexes, report = looked_at(files, 300)

    assert (indexes, report.findings) == (list(range(300)), [])
    assert [str(one) for one in report.not_checked] == [
        "3 tiles and bundles are of entries after the checkpoint, and were not looked at."
    ]


def test_behind_a_missing_or_damaged_bundle_the_check_goes_on() -> None:
    files = laid_out(MANY)
    del files["tile/entries/000"]
    files["tile/entries/001"] = files["tile/entries/001"][:-300]

    indexes, report = looked_at(files, 0)

    assert indexes[0] == 256
    assert indexes[-1] == 699
    assert 512 - 50 < len(indexes) + 2 * 34 < 512
    assert [(found.step, found.reason.code) for found in report.findings] == [(1, "TI-002"), (1, "TI-003")]
    assert [one.reason.code for one in report.not_checked] == ["VE-105"]


def test_of_a_bundle_that_is_not_there_an_earlier_part_is_read() -> None:
    files = laid_out(MANY[:300], laid_out(MANY[:270]))
    del files["tile/entries/001.p/44"]

    indexes, report = looked_at(files, 270)

    assert indexes == list(range(270))
    assert [str(found) for found in report.findings] == ["The file tile/entries/001.p/44 is not there."]


def test_every_tile_that_is_not_there_is_named() -> None:
    files = laid_out(MANY)
    for number in ("000", "002.p/188"):
        del files[f"tile/0/{number}"]

    _, report = looked_at(files, 700)

    assert [found.facts["path"] for found in report.findings] == ["tile/0/000", "tile/0/002.p/188"]


def test_things_that_do_not_belong_there_are_counted_and_some_are_named() -> None:
    files = laid_out(MANY[:300])
    files |= {f"tile/0/.{number:03}.tmp": b"" for number in range(30)}
    files |= {"tile/0/000.p/0": b"", "tile/0/\x1b]0;x\x07": b"", "tile/000.p/1": b"", "tile/1/000.p/256": b""}

    _, report = looked_at(files, 300)

    (stray,) = report.not_checked
    assert (stray.step, stray.reason.code, stray.facts["count"]) == (3, "VE-125", 34)
    assert stray.facts["paths"] == sorted(stray.facts["paths"])  # type: ignore[call-overload] # a list of paths
    assert len(stray.facts["paths"]) == NAMED  # type: ignore[arg-type] # likewise


class Broken(io.BytesIO):
    """A file on a bad stick."""

    def read(self, _size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_file_that_cannot_be_read_is_named_and_the_check_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    files = laid_out(MANY)
    whole = files.open
    bad = {"tile/0/001", "tile/entries/001", "tile/annex/002.p/188"}
    monkeypatch.setattr(files, "open", lambda path: Broken() if path in bad else whole(path))
    report = Report()
    tiled = Tiled(files, report)

    entries = list(tiled.entries())
    tiled.compare(tree(700))

    assert len(entries) == 700 - SPAN
    assert [found.step for found in report.findings if found.reason.code == "VE-123"] == [1, 2, 3]
    assert entries[-1].data == b"cover 699\n"


def test_a_bundle_of_fewer_members_than_its_name_says_is_not_believed() -> None:
    files = laid_out(MANY[:3])
    files[File(ENTRIES, 0, 3).path] = print_bundle(ENTRIES, [b"cover 0", b"cover 1"])

    indexes, report = looked_at(files, 2)

    assert (indexes, codes(report)) == ([0, 1], ["TI-003"])
