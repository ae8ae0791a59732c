"""A ledger of more papers than one bundle holds."""

import shutil
from pathlib import Path

import pytest

from ledger.export import frame
from tests.commands.evidence import Kotak, speaking
from tests.commands.tiling.acts import ROWS, files, killed_at
from tests.harness import founded
from tests.ledger.dishonest import Forger, note, trust_in

MANY, BEFORE = 277, 200


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many") / "batu"
    folder.mkdir()
    ledger = founded()
    while len(ledger.papers) < MANY:
        ledger.seal()
    papers = [bytes(paper) for paper in ledger.papers]
    Forger(folder / "ledger.db").show(papers)
    (folder / "trust.txt").write_bytes(trust_in(ledger).data)
    (folder / "old").write_bytes(frame(note(papers, BEFORE)))
    (folder / "new").write_bytes(frame(note(papers, BEFORE)) + frame(note(papers, MANY)))
    return folder


@pytest.fixture
def crowded(
    many: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Kotak]:
    """The folder of that ledger with its tiles as of the old checkpoint; the new one is published."""
    folder = Path(shutil.copytree(many, tmp_path / "many"))
    monkeypatch.chdir(folder)
    kotak = speaking(folder, capfd, monkeypatch)
    shutil.copy("old", "checkpoints")
    assert kotak("export", "tiles", "-o", "www").status == 0
    shutil.copy("new", "checkpoints")
    return folder, kotak


@pytest.mark.slow
def test_partial_files_go_once_the_full_ones_are_there_and_those_are_not_written_again(
    crowded: tuple[Path, Kotak],
) -> None:
    folder, kotak = crowded

    grown = kotak("export", "tiles", "-o", "www").json["data"]

    rest = MANY - 256
    assert grown["removed"] == 3
    assert {name for name in files(folder / "www") if name.startswith("tile")} == {
        *(f"tile/{row}/000" for row in ROWS),
        *(f"tile/{row}/001.p/{rest}" for row in ROWS),
        "tile/1/000.p/1",
    }
    assert kotak("verify", "www").json["data"]["entries"] == MANY
    full = folder / "www/tile/0/000"
    full.write_bytes(bytes(8192))
    assert kotak("export", "tiles", "-o", "www").json["data"]["files"] == 0
    assert full.read_bytes() == bytes(8192)


@pytest.mark.slow
def test_tiles_that_lead_to_another_root_are_not_built_on(crowded: tuple[Path, Kotak]) -> None:
    folder, kotak = crowded
    kotak("export", "tiles", "-o", "www")
    (folder / "www/tile/1/000.p/1").write_bytes(bytes(32))
    before = files(folder / "www")

    said = kotak("export", "tiles", "-o", "www")
    (folder / "www/tile/1/000.p/1").unlink()
    gone = kotak("export", "tiles", "-o", "www")

    assert (said.status, said.codes) == (gone.status, gone.codes) == (3, ["EX-062"])
    assert files(folder / "www").items() <= before.items()


@pytest.mark.slow
def test_killed_while_partial_files_go_the_folder_verifies(crowded: tuple[Path, Kotak]) -> None:
    folder, kotak = crowded
    shutil.copytree("www", "old-www")
    when, killed, sizes = 0, True, set()
    while killed:
        when += 1
        shutil.rmtree("www")
        shutil.copytree("old-www", "www")
        killed = killed_at(when, "export", "tiles", "-o", "www", "--json", steps=("unlink", "rmdir", "rename"))

        verified = kotak("verify", "www")
        assert verified.status == 0, (when, verified.codes)
        sizes.add(verified.json["data"]["entries"])
        assert kotak("export", "tiles", "-o", "www").status == 0
        assert not list((folder / "www").glob("tile/*/000.p/200"))

    assert sizes == {BEFORE, MANY}


@pytest.mark.slow
def test_a_folder_without_an_annex_is_verified_but_for_them(crowded: tuple[Path, Kotak]) -> None:
    folder, kotak = crowded
    shutil.rmtree(folder / "www/tile/annex")

    said = kotak("verify", "www")

    assert said.status == 3
    assert said.json["data"]["tree_size"] == BEFORE
    assert set(said.codes) == {"PA-006"}
    assert [one["code"] for one in said.json["data"]["not_checked"] if one["step"] == 2] == ["VE-124"]
