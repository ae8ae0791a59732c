"""Folders of many entries, of which only covers and leaves matter: what is read, what is compared, what is named."""

import io
from functools import cache

import pytest

from ledger.audit.report import Report
from ledger.audit.tiled import NAMED, Tiled
from ledger.audit.tree import Tree
from ledger.log.tiles import ENTRIES, SPAN, File, print_bundle
from ledger.merkle import leaf_hash
from tests.ledger.audit.folders import Files, codes, laid_out

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
