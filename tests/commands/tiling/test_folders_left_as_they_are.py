"""Folders that are left as they are: of somebody else, in use, or further on than the ledger."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.evidence import Kotak
from tests.commands.tiling.acts import OLD, SIZE, Export, files, publish
from tests.ledger.dishonest import Forger, note, shown, sql


def _of_another_log(www: Path) -> None:
    (www / "checkpoint").write_bytes(note(shown(), OLD).replace(b"kota-batu", b"kota-lain"))


def _of_another_history(www: Path) -> None:
    (www / "checkpoint").write_bytes(note([*shown()[:3], shown()[4], shown()[3]], OLD))


def _of_more_entries(www: Path) -> None:
    (www / "checkpoint").write_bytes(note([*shown(), shown()[0]], SIZE + 1))


def _of_nobody(www: Path) -> None:
    (www / "tile" / "0").mkdir(parents=True)
    (www / "tile" / "0" / "000").write_bytes(bytes(8192))


def _begun_by_another_log(www: Path) -> None:
    (www / ".new").mkdir()
    (www / ".new" / "checkpoint").write_bytes(note([*shown()[:3], shown()[4], shown()[3]], OLD))


def _of_something_else(www: Path) -> None:
    (www / "index.html").write_text("news")


def _with_a_tile_that_says_something_else(www: Path) -> None:
    (www / "checkpoint").write_bytes(note(shown(), OLD))
    (www / "tile" / "0" / "000.p").mkdir(parents=True)
    (www / "tile" / "0" / "000.p" / str(SIZE)).write_bytes(bytes(32 * SIZE))


LEFT: dict[Callable[[Path], None], tuple[int, str]] = {
    _of_another_log: (6, "EX-060"),
    _of_another_history: (6, "EX-053"),
    _of_more_entries: (6, "EX-054"),
    _of_nobody: (6, "EX-061"),
    _begun_by_another_log: (6, "EX-053"),
    _of_something_else: (2, "EX-052"),
    _with_a_tile_that_says_something_else: (6, "EX-057"),
}


@pytest.mark.parametrize("make", LEFT, ids=lambda make: make.__name__)
def test_a_folder_of_somebody_else_is_left_as_it_is(export: Export, folder: Path, make: Callable[[Path], None]) -> None:
    (folder / "www").mkdir()
    make(folder / "www")
    before = files(folder / "www")

    tried, said = export("--dry-run"), export()

    assert (said.status, *said.codes) == (tried.status, *tried.codes) == LEFT[make]
    assert files(folder / "www") == before


def test_a_file_is_no_folder_and_a_folder_is_not_made_in_one_that_is_not_there(kotak: Kotak) -> None:
    assert kotak("export", "tiles", "-o", "trust.txt").status == 2
    assert kotak("export", "tiles", "-o", "trust.txt", "--dry-run").status == 2
    assert kotak("export", "tiles", "-o", "nowhere/www").status == 2


def test_a_ledger_rolled_back_does_not_shorten_a_folder(kotak: Kotak, export: Export, folder: Path) -> None:
    export()
    publish(folder, OLD)

    said = export()

    assert (said.status, said.codes) == (6, ["EX-054"])
    assert kotak("verify", "www").json["data"]["entries"] == SIZE


def test_what_the_checkpoint_does_not_cover_is_not_published(kotak: Kotak, export: Export, folder: Path) -> None:
    publish(folder, OLD)
    export()
    before = files(folder / "www")
    publish(folder, OLD, SIZE)
    (folder / "ledger.db").unlink()
    Forger(folder / "ledger.db").show([*shown()[:12], shown()[13], shown()[12]])

    said = export()

    assert (said.status, said.codes) == (3, ["EX-055"])
    assert files(folder / "www") == before
    assert kotak("verify", "www").status == 0


def test_a_ledger_that_lost_its_end_is_not_published(export: Export, folder: Path) -> None:
    sql(folder / "ledger.db", "DELETE FROM entries WHERE position > 9")

    said = export()

    assert (said.status, said.codes) == (3, ["EX-055"])
    assert not files(folder / "www")


def test_an_entry_that_would_come_back_as_something_else_is_not_written(export: Export, folder: Path) -> None:
    sql(folder / "ledger.db", "UPDATE entries SET data = x'00' WHERE position = 3")

    said = export()

    assert (said.status, said.codes) == (3, ["TI-006"])


def test_two_do_not_write_into_one_folder_at_once(export: Export, folder: Path) -> None:
    export()
    (folder / "www" / ".new").mkdir()
    with (folder / "www" / ".new" / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        said = export()

    assert (said.status, said.codes) == (10, ["EX-058"])
    assert export().status == 0
    assert not (folder / "www" / ".new").exists()


def test_what_a_killed_export_left_waiting_is_cleared_away(export: Export, folder: Path) -> None:
    export()
    whole = files(folder / "www")
    (folder / "www" / ".new").mkdir()
    (folder / "www" / ".new" / "abcdef").write_bytes(b"half")

    assert export().status == 0
    assert files(folder / "www") == whole
