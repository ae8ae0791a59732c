"""Trees as files: published paths and logs, and every node of all small trees found again in its tile."""

import io
import json

import pytest

from ledger import merkle
from ledger.errors import Malformed
from ledger.log import checkpoint, tiles
from ledger.log.tiles import ANNEX, ENTRIES, File, Open
from ledger.merkle import leaf_hash, prove_consistency, prove_inclusion, verify_consistency, verify_inclusion
from ledger.signing import note
from tests.vectors import vectors

SOME_SIZES = (1, 2, 3, 7, 255, 256, 257, 511, 512, 700)
LEAVES = [leaf_hash(f"kotak {number}".encode()) for number in range(700)]


def laid_out(size: int) -> dict[str, bytes]:
    """The tiles of a tree, made by the definition: level 8·L, each hash the root over 256^L leaves."""
    return {
        file.path: b"".join(
            merkle.root(LEAVES[number << 8 * int(file.folder) : number + 1 << 8 * int(file.folder)])
            for number in range(file.number * 256, file.number * 256 + file.width)
        )
        for file in tiles.files_of(size)
        if file.folder not in {ENTRIES, ANNEX}
    }


def opening(files: dict[str, bytes], asked: list[str] | None = None) -> Open:
    def open_(path: str) -> io.BytesIO | None:
        if asked is not None:
            asked.append(path)
        return io.BytesIO(files[path]) if path in files else None

    return open_


def lying_in(*parts: str) -> Open:
    folder = vectors("tlog-tiles", *parts)

    def open_(path: str) -> io.BytesIO | None:
        file = folder / path
        return io.BytesIO(file.read_bytes()) if file.is_file() else None

    return open_


def test_numbers_are_spelled_as_published() -> None:
    for case in json.loads(vectors("tlog-tiles", "paths.json").read_text())["index_encoding"]:
        assert File("0", case["n"]).path == f"tile/0/{case['path']}"


def test_trees_have_the_tiles_that_are_published() -> None:
    for case in json.loads(vectors("tlog-tiles", "paths.json").read_text())["partial_geometry"]:
        found = list(tiles.files_of(case["size"]))
        for row in case["levels"]:
            widths = [file.width for file in found if file.folder == str(row["level"])]
            assert widths.count(256) == row["full"]
            assert [width for width in widths if width < 256] == ([row["partial"]] if row["partial"] else [])


@pytest.mark.parametrize("size", range(1, 16))
def test_a_published_log_has_the_roots_it_signed(size: int) -> None:
    open_ = lying_in("tessera-15")
    signed = checkpoint.read(note.read(vectors("tlog-tiles", "tessera-15", f"checkpoint.{size}").read_bytes()).text)

    hashes = tiles.read_tile(tiles.file_over("0", 0, size), open_)
    entries = list(tiles.read_bundle(tiles.file_over(ENTRIES, 0, size), open_, 2**16))

    assert signed.size == size
    assert merkle.root(hashes) == signed.root
    assert [leaf_hash(entry) for entry in entries] == hashes


def test_a_published_mirror_has_the_root_it_signed() -> None:
    open_ = lying_in("sunlight-mirror-300")
    signed = checkpoint.read(note.read(vectors("tlog-tiles", "sunlight-mirror-300", "checkpoint").read_bytes()).text)
    places = merkle.peak_positions(300)

    found = tiles.nodes(300, open_)(places)

    assert merkle.Frontier([found[place] for place in places], 300).root() == signed.root


def test_every_proof_is_made_from_the_tiles() -> None:
    for size in SOME_SIZES:
        nodes, root = tiles.nodes(size, opening(laid_out(size))), merkle.root(LEAVES[:size])
        for index in {0, size // 2, size - 1}:
            verify_inclusion(index, size, LEAVES[index], prove_inclusion(index, size, nodes), root)
        for old in {1, size // 2 or 1, size}:
            verify_consistency(old, size, prove_consistency(old, size, nodes), merkle.root(LEAVES[:old]), root)


def test_a_proof_reads_the_tiles_on_its_path_alone() -> None:
    asked: list[str] = []

    prove_inclusion(300, 700, tiles.nodes(700, opening(laid_out(700), asked)))

    assert sorted(asked) == ["tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2"]


def test_the_full_tile_stands_for_a_partial_one_that_is_gone() -> None:
    files = laid_out(300) | laid_out(512)
    del files["tile/0/001.p/44"]

    nodes = tiles.nodes(300, opening(files))

    verify_inclusion(299, 300, LEAVES[299], prove_inclusion(299, 300, nodes), merkle.root(LEAVES[:300]))


@pytest.mark.parametrize("data", [b"", b"a" * 31, b"a" * 33, b"a" * 64, b"a" * 2**20])
def test_a_tile_of_another_width_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed, match="1 hashes have 32"):
        tiles.read_tile(File("0", 0, 1), opening({"tile/0/000.p/1": data}))


def test_a_tile_that_is_not_there_is_named() -> None:
    with pytest.raises(Malformed, match=r"The file tile/2/x001/000.p/7 is not there"):
        tiles.read_tile(File("2", 1000, 7), opening({}))


@pytest.mark.parametrize("folder", [ENTRIES, ANNEX])
def test_bundles_are_read_as_they_were_printed(folder: str) -> None:
    members = [b"", b"one", b"x" * 300]
    data = tiles.print_bundle(folder, members)

    assert _members(folder, data, 3) == members
    assert _members(folder, data, 2) is None


@pytest.mark.parametrize("folder", [ENTRIES, ANNEX])
def test_a_bundle_cut_short_lengthened_or_with_a_length_that_lies_is_refused(folder: str) -> None:
    data = tiles.print_bundle(folder, [b"one", b"two"])

    for wrong in (b"", data[:-1], data[:1], data + b"\0", data[: -4 - 1], b"\xff" * len(data)):
        assert _members(folder, wrong, 2) is None


def test_a_member_longer_than_any_is_not_read() -> None:
    data = tiles.print_bundle(ANNEX, [b"x" * 101])

    with pytest.raises(Malformed, match="does not hold 1 members"):
        list(tiles.read_bundle(File(ANNEX, 0, 1), opening({"tile/annex/000.p/1": data}), 100))


def test_the_beginning_of_a_full_bundle_stands_for_a_partial_one() -> None:
    data = tiles.print_bundle(ENTRIES, [b"%d" % number for number in range(256)])

    members = tiles.read_bundle(File(ENTRIES, 0, 2), opening({"tile/entries/000": data}), 9)

    assert list(members) == [b"0", b"1"]


def _members(folder: str, data: bytes, width: int) -> list[bytes] | None:
    file = File(folder, 0, width)
    try:
        return list(tiles.read_bundle(file, opening({file.path: data}), 1000))
    except Malformed:
        return None
