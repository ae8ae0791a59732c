"""A folder of tiles has the verdict of the papers in it, whatever was done to its files."""

from collections.abc import Callable

import pytest

from ledger.audit.held import Held
from ledger.audit.report import Report
from ledger.verify import verify_tiles
from tests.ledger import dishonest
from tests.ledger.audit.folders import SIZE, Files, laid_out
from tests.ledger.dishonest import HANDED, LAST, audit, seen, shown

TILE, BUNDLE, ANNEXES = (f"tile/{folder}/000.p/{SIZE}" for folder in ("0", "entries", "annex"))


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
