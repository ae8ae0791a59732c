"""The whole ledger as plain files: written once, grown later, killed in between, tampered with."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from commands.evidence.tilefolder import TileFolder
from ledger.export import frame
from ledger.log.tiles import File
from tests.commands.cli import EXECUTABLE
from tests.commands.evidence import Kotak, lay_out, speaking
from tests.ledger.dishonest import LAST, note, shown, sql

SIZE = LAST + 1


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("evidence") / "batu")


@pytest.fixture
def folder(laid_out: Path, tmp_path: Path) -> Path:
    copied = Path(shutil.copytree(laid_out, tmp_path / "batu"))
    _publish(copied, 5, SIZE)
    return copied


@pytest.fixture
def kotak(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    monkeypatch.chdir(folder)
    return speaking(folder, capfd, monkeypatch)


def _publish(folder: Path, *sizes: int) -> None:
    (folder / "checkpoints").write_bytes(b"".join(frame(note(shown(), size)) for size in sizes))


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_whole_ledger_is_written_and_verified_without_a_database(kotak: Kotak, folder: Path) -> None:
    written = kotak("export", "tiles", "www")
    ledger, tiles = kotak("verify"), kotak("verify", "www")

    assert (written.status, written.json["data"]["files"], written.json["data"]["size"]) == (0, 3, SIZE)
    assert set(_files(folder / "www")) == {
        "checkpoint",
        "checkpoints",
        *(f"tile/{name}/000.p/{SIZE}" for name in ("0", "entries", "annex")),
    }
    assert tiles.status == ledger.status == 0
    assert tiles.json["data"]["source"] == {"name": "www", "sort": "tiles", "sha256": None}
    for name in ("root", "boxes", "custody_changes", "signatures", "checkpoint"):
        assert tiles.json["data"][name] == ledger.json["data"][name]


def test_the_second_time_nothing_is_written(kotak: Kotak, folder: Path) -> None:
    kotak("export", "tiles", "www")
    before = _files(folder / "www")

    again = kotak("export", "tiles", "www")

    assert (again.status, again.json["data"]["new"], again.json["data"]["files"]) == (0, False, 0)
    assert _files(folder / "www") == before


def test_a_folder_grows_with_its_ledger(kotak: Kotak, folder: Path) -> None:
    _publish(folder, 5)
    kotak("export", "tiles", "www")
    early = kotak("verify", "www")
    _publish(folder, 5, SIZE)

    grown = kotak("export", "tiles", "www")

    assert (early.json["data"]["entries"], grown.json["data"]["size"]) == (5, SIZE)
    assert kotak("verify", "www").json["data"]["entries"] == SIZE
    assert (folder / "www/tile/0/000.p/5").exists(), "partial tiles stay until the full one is there"


def test_a_dry_run_checks_and_writes_nothing(kotak: Kotak, folder: Path) -> None:
    said = kotak("export", "tiles", "www", "--dry-run")

    assert said.json["data"]["files"] == 3
    assert not (folder / "www").exists()


def test_without_a_checkpoint_there_is_nothing_to_export(kotak: Kotak, folder: Path) -> None:
    (folder / "checkpoints").unlink()

    assert kotak("export", "tiles", "www").status == 5


def test_a_folder_of_something_else_is_left_as_it_is(kotak: Kotak, folder: Path) -> None:
    (folder / "www").mkdir()
    (folder / "www" / "index.html").write_text("news")

    said = kotak("export", "tiles", "www", json=False)

    assert said.status == 2
    assert "index.html" in said.err
    assert list(_files(folder / "www")) == ["index.html"]
    assert kotak("export", "tiles", "trust.txt").status == 2


def test_a_folder_of_another_history_is_left_as_it_is(kotak: Kotak, folder: Path) -> None:
    forked = [*shown()[:3], shown()[4], shown()[3], *shown()[5:]]
    (folder / "www").mkdir()
    (folder / "www" / "checkpoint").write_bytes(note(forked, 8))

    said = kotak("export", "tiles", "www")

    assert (said.status, said.codes) == (6, ["EX-053"])
    assert list(_files(folder / "www")) == ["checkpoint"]


def test_a_ledger_rolled_back_does_not_shorten_a_folder(kotak: Kotak, folder: Path) -> None:
    kotak("export", "tiles", "www")
    _publish(folder, 5)

    said = kotak("export", "tiles", "www")

    assert (said.status, said.codes) == (6, ["EX-054"])
    assert kotak("verify", "www").json["data"]["entries"] == SIZE


def test_a_checkpoint_that_the_papers_do_not_lead_to_is_not_published(kotak: Kotak, folder: Path) -> None:
    sql(folder / "ledger.db", "UPDATE entries SET data = CAST(replace(data, 'payloadType', 'payloadtype') AS BLOB)")

    said = kotak("export", "tiles", "www")

    assert (said.status, said.codes) == (3, ["EX-055"])
    assert not (folder / "www" / "checkpoint").exists()


def test_an_export_goes_on_where_a_killed_one_stopped(kotak: Kotak, folder: Path) -> None:
    """Whatever files were written, without the checkpoint nobody looks at them."""
    kotak("export", "tiles", "whole")
    for name in sorted(_files(folder / "whole")):
        shutil.rmtree(folder / "www", ignore_errors=True)
        shutil.copytree(folder / "whole", folder / "www")
        for gone in ("checkpoint", "checkpoints", name):
            (folder / "www" / gone).unlink(missing_ok=True)

        assert kotak("export", "tiles", "www").status == 0
        assert _files(folder / "www") == _files(folder / "whole")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="LOUD: strace is not installed")
def test_killed_at_any_rename_the_folder_verifies_as_of_the_old_checkpoint_or_the_new(
    kotak: Kotak, folder: Path, tmp_path: Path
) -> None:
    _publish(folder, 5)
    kotak("export", "tiles", "old")
    _publish(folder, 5, SIZE)
    sizes = []
    for when in range(1, 7):
        shutil.rmtree(folder / "www", ignore_errors=True)
        shutil.copytree(folder / "old", folder / "www")
        killed = _export_killed(folder, tmp_path / "log", when)
        verified = kotak("verify", "www")
        assert verified.status == 0, (when, verified.codes)
        sizes.append((killed, verified.json["data"]["entries"]))

    assert (True, 5) in sizes
    assert sizes[-1] == (False, SIZE)


def _export_killed(folder: Path, log: Path, when: int) -> bool:
    inject = f"inject=rename:signal=KILL:when={when}"
    ran = subprocess.run(
        ["strace", "-f", "-qq", "-o", log, "-e", "trace=rename", "-e", inject, EXECUTABLE, "export", "tiles", "www"],  # noqa: S607 - the program of the distribution
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    return ran.returncode != 0


def test_full_tiles_take_the_place_of_partial_ones(tmp_path: Path) -> None:
    folder = TileFolder(tmp_path)
    for file in (File("0", 0, 3), File("0", 0, 255), File("0", 0), File("0", 1, 1)):
        folder.put(file, b"")

    folder.prune(257)

    assert set(_files(tmp_path)) == {"tile/0/000", "tile/0/001.p/1"}


@pytest.fixture
def hostile(kotak: Kotak, folder: Path) -> Path:
    kotak("export", "tiles", "www")
    return folder / "www"


def test_a_link_out_of_the_folder_is_not_followed(kotak: Kotak, folder: Path, hostile: Path) -> None:
    tile = hostile / f"tile/0/000.p/{SIZE}"
    (folder / "elsewhere").write_bytes(tile.read_bytes())
    tile.unlink()
    tile.symlink_to(folder / "elsewhere")
    shutil.copytree(hostile / "tile/annex", folder / "annex")
    shutil.rmtree(hostile / "tile/annex")
    (hostile / "tile/annex").symlink_to(folder / "annex")

    said = kotak("verify", "www")

    assert {"TI-002", "PA-006"} <= set(said.codes) or said.status == 2


def test_a_pipe_in_the_place_of_a_tile_is_not_waited_for(kotak: Kotak, hostile: Path) -> None:
    tile = hostile / f"tile/0/000.p/{SIZE}"
    tile.unlink()
    os.mkfifo(tile)

    assert "TI-002" in kotak("verify", "www").codes


def test_a_folder_without_a_checkpoint_is_no_folder_of_tiles(kotak: Kotak, folder: Path) -> None:
    (folder / "empty").mkdir()

    assert kotak("verify", "empty").status == 10


def test_a_checkpoint_that_was_changed_is_not_believed(kotak: Kotak, hostile: Path) -> None:
    data = (hostile / "checkpoint").read_bytes()
    (hostile / "checkpoint").write_bytes(data.replace(f"\n{SIZE}\n".encode(), b"\n13\n"))
    (hostile / "checkpoints").unlink()

    said = kotak("verify", "www")

    assert said.status == 3
    assert "NT-007" in said.codes
