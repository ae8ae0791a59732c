"""The whole ledger as plain files: written once, grown later, read from any web server."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO, cast
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from commands.evidence.tilefolder import TileFolder
from ledger.export import read_checkpoints
from ledger.log import checkpoint, tiles
from ledger.log.tiles import File
from ledger.merkle import leaf_hash, prove_inclusion, verify_inclusion
from tests.commands.evidence import Kotak
from tests.commands.tiling.acts import OLD, SIZE, Export, files, partial_of, publish
from tests.ledger.dishonest import note, shown, trust
from tests.refusals import refused


def test_the_whole_ledger_is_written_and_verified_without_a_database(
    kotak: Kotak, export: Export, folder: Path
) -> None:
    written = export()
    ledger, copied = kotak("verify"), kotak("verify", "www")

    assert (written.status, written.json["data"]["files"], written.json["data"]["size"]) == (0, 3, SIZE)
    assert set(files(folder / "www")) == {"checkpoint", "checkpoints", *partial_of(SIZE)}
    assert copied.status == ledger.status == 0
    assert copied.json["data"]["source"] == {"name": "www", "sort": "tiles", "sha256": None}


def test_ledger_copy_and_tiles_have_one_verdict(kotak: Kotak, export: Export, folder: Path) -> None:
    kotak("bundle", "export", "-o", folder / "batu.papers")
    export()

    said = [kotak("verify", source).json for source in ("ledger.db", "batu.papers", "www")]

    for name in said[0]["data"].keys() - {"source", "checks", "not_checked"}:
        assert said[0]["data"][name] == said[1]["data"][name] == said[2]["data"][name], name
    checks = [
        [(one["step"], one["checked"]) for one in each["data"]["checks"] if one["step"] not in {3, 9}] for each in said
    ]
    assert checks[0] == checks[1] == checks[2]


def test_papers_come_back_byte_for_byte(export: Export, folder: Path) -> None:
    export()

    www = TileFolder(folder / "www")

    assert [tiles.entry(index, www.size, www.open) for index in range(SIZE)] == shown()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def served(export: Export, folder: Path) -> Iterator[str]:
    """The exported folder on a web server that knows nothing of it."""
    export()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder / "www"))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_paper_and_its_proof_are_read_from_any_web_server(served: str) -> None:
    asked = []

    def opened(path: str) -> IO[bytes] | None:
        asked.append(path)
        try:
            return cast("IO[bytes]", urlopen(served + path))  # noqa: S310 - http
        except HTTPError as error:
            error.close()
            return None

    signed = checkpoint.open_checkpoint(urlopen(served + "checkpoint").read(), trust()).checkpoint  # noqa: S310 - http
    paper = tiles.entry(8, signed.size, opened)
    proof = prove_inclusion(8, signed.size, tiles.nodes(signed.size, opened))

    verify_inclusion(8, signed.size, leaf_hash(paper.partition(b"\n")[0]), proof, signed.root)
    assert paper == shown()[8]
    assert set(asked) == partial_of(SIZE)
    assert refused(lambda: tiles.entry(8, OLD + 4, opened)) == "TI-002"


def test_the_second_time_nothing_is_written(export: Export, folder: Path) -> None:
    export()
    before = {path: path.stat().st_mtime_ns for path in (folder / "www").rglob("*")}

    again = export()

    assert (again.status, again.json["data"]["new"], again.json["data"]["files"]) == (0, False, 0)
    assert {path: path.stat().st_mtime_ns for path in (folder / "www").rglob("*")} == before


def test_a_folder_grows_with_its_ledger(kotak: Kotak, export: Export, folder: Path) -> None:
    publish(folder, OLD)
    export()
    early = kotak("verify", "www")
    publish(folder, OLD, SIZE)

    grown = export()

    assert (early.json["data"]["entries"], grown.json["data"]["size"]) == (OLD, SIZE)
    assert kotak("verify", "www").json["data"]["entries"] == SIZE
    assert set(files(folder / "www")) >= partial_of(OLD) | partial_of(SIZE), "they stay until the full one is there"


def test_no_checkpoint_that_was_published_in_a_folder_is_lost(kotak: Kotak, export: Export, folder: Path) -> None:
    publish(folder, OLD, 8)
    export()
    publish(folder, SIZE)

    export()

    with (folder / "www" / "checkpoints").open("rb") as stream:
        assert list(read_checkpoints(stream, "")) == [note(shown(), size) for size in (OLD, 8, SIZE)]
    assert kotak("verify", "www").status == 0


def test_a_dry_run_checks_and_writes_nothing(export: Export, folder: Path) -> None:
    said = export("--dry-run")

    assert said.json["data"]["files"] == 3
    assert not (folder / "www").exists()


def test_a_person_reads_what_was_written_and_what_to_do(kotak: Kotak) -> None:
    first = kotak("export", "tiles", "-o", "my www", json=False)
    again = kotak("--lang", "id", "ekspor", "ubin", "-o", "my www", json=False)

    assert first.out == f"3 files for {SIZE} entries in my www\n"
    assert first.err == "Next: kotak verify 'my www'\n"
    assert again.status == 0
    assert str(SIZE) in again.out
    assert again.out.isascii()


def test_what_is_not_said_or_not_published_is_asked_for(kotak: Kotak, export: Export, folder: Path) -> None:
    assert kotak("export", "tiles").codes == ["EX-059"]
    (folder / "checkpoints").unlink()

    said = export()

    assert (said.status, said.codes) == (5, ["EX-051"])
    assert not (folder / "www").exists()


def test_full_files_take_the_place_of_partial_ones(tmp_path: Path) -> None:
    folder = TileFolder(tmp_path / "www")
    for file in (File("0", 0, 3), File("0", 0, 255), File("0", 0), File("0", 1, 1), File("entries", 0, 3)):
        folder.put(file, b"")
    folder.settle(b"", b"")
    (tmp_path / "www/tile/0/000.p/mine").touch()

    assert folder.prune() == 2

    assert {name for name in files(tmp_path / "www") if name.startswith("tile")} == {
        *("tile/0/000", "tile/0/001.p/1", "tile/entries/000.p/3"),
        "tile/0/000.p/mine",
    }
