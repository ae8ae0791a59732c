"""A program around golang.org/x/mod/sumdb grows the tree of a tile directory, and finds the same tiles."""

import shutil
from pathlib import Path

import pytest

from commands.evidence.tilefolder import TileFolder
from ledger.export import frame
from ledger.log import checkpoint, policy
from ledger.log.tiler import Tiler
from ledger.signing import armour
from tests.crosscheck import altered
from tests.crosscheck.altered import Alter
from tests.crosscheck.conftest import Batu, Checker
from tests.harness import private

pytestmark = pytest.mark.slow


@pytest.fixture
def tiles(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(exported, tmp_path / "tiles"))


def test_the_tree_grown_from_a_tile_directory_is_that_of_the_checkpoint(
    batu: Batu, checker: Checker, tiles: Path
) -> None:
    size = checkpoint.open_checkpoint(batu.notes[-1], batu.trust).checkpoint.size

    said = checker("tiles", batu.trust_file, tiles)

    assert said.returncode == 0, said.stderr
    assert f"{size} entries with their annexes, 1 tiles" in said.stdout


FILES: dict[str, tuple[str, Alter]] = {
    "the checkpoint": ("checkpoint", lambda data: altered.line_of(data, 2, altered.other_hash)),
    "a hash of a tile": ("tile/0/*.p/*", lambda data: bytes([data[0] ^ 1]) + data[1:]),
    "a tile cut off": ("tile/0/*.p/*", lambda data: data[:-32]),
    "an entry": ("tile/entries/*.p/*", lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:]),
    "an entry less": ("tile/entries/*.p/*", lambda data: data[2 + int.from_bytes(data[:2]) :]),
    "an annex": ("tile/annex/*.p/*", lambda data: data.replace(b'"on":2', b'"on":1', 1)),
    "an annex less": ("tile/annex/*.p/*", lambda data: data[4 + int.from_bytes(data[:4]) :]),
}


@pytest.mark.parametrize("what", FILES)
def test_an_altered_tile_directory_is_refused(batu: Batu, checker: Checker, tiles: Path, what: str) -> None:
    pattern, alter = FILES[what]
    path = next(tiles.glob(pattern))
    path.write_bytes(alter(path.read_bytes()))

    said = checker("tiles", batu.trust_file, tiles)

    assert (said.returncode, said.stdout) == (1, "")
    assert batu("verify", tiles).status in (3, 4)


@pytest.mark.parametrize(("size", "tiles"), [(1, 1), (255, 1), (256, 2), (257, 3), (600, 4), (256 * 257 + 3, 261)])
def test_trees_of_every_shape_have_the_tiles_that_go_expects(
    checker: Checker, tmp_path: Path, size: int, tiles: int
) -> None:
    log, origin = private("log of many"), "kpu.example/test/many"
    folder, tiler = TileFolder(tmp_path / "tiles"), Tiler(0, lambda _path: None)
    entries = (armour.encode(b'{"kind":"closing","id":"%d"}' % n) for n in range(size))
    for entry in entries:
        for file, data in tiler.append(b'{"payload":"%b"}' % entry.encode(), b""):
            folder.put(file, data)
    for file, data in tiler.rest():
        folder.put(file, data)
    (tmp_path / "trust.txt").write_text(policy.trust_text(origin, "0" * 64, log.public))
    signed = checkpoint.sign(checkpoint.Checkpoint(origin, size, tiler.root()), log)
    folder.settle(frame(signed), signed)

    said = checker("tiles", tmp_path / "trust.txt", tmp_path / "tiles")

    assert said.returncode == 0, said.stderr
    assert said.stdout.endswith(f"{size} entries with their annexes, {tiles} tiles\n")
