"""Trees as files: published paths and logs, and proofs of trees of many shapes made from their tiles."""

import io
import json

import pytest

from ledger import merkle
from ledger.errors import BadProof, Malformed
from ledger.log import checkpoint, tiles
from ledger.log.tiles import ANNEX, ENTRIES, File, Open
from ledger.merkle import leaf_hash, prove_consistency, prove_inclusion, verify_consistency, verify_inclusion
from ledger.paper import MAX_PAPER
from ledger.signing import note
from tests.refusals import refused
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


def test_numbers_are_spelled_as_published_and_read_back() -> None:
    published = json.loads(vectors("tlog-tiles", "paths.json").read_text())

    for case in published["index_encoding"]:
        assert File("0", case["n"]).path == f"tile/0/{case['path']}"
        assert tiles.read_path(f"tile/0/{case['path']}").number == case["n"]
    for path in published["invalid_index_paths"]:
        with pytest.raises(Malformed):
            tiles.read_path(f"tile/0/{path}")


@pytest.mark.parametrize("size", [1, 255, 256, 257, 70_000, 256**3 + 256**2 + 1])
def test_every_path_is_read_back(size: int) -> None:
    for file in _some(size):
        assert tiles.read_path(file.path) == file


def _some(size: int) -> list[File]:
    folders = [*map(str, range(tiles.LEVELS)), ENTRIES, ANNEX]
    counts = {folder: tiles.members(folder, size) for folder in folders if tiles.members(folder, size)}
    return [tiles.file_over(folder, at, count) for folder, count in counts.items() for at in (0, count // 2, count - 1)]


NO_PATHS = """
 tile tile/0 tile/0/ tile/8/000 tile/-1/000 tile/00/000 tile/data/000 tile/7/128 tile/7/x001/000
 tile/0/1 tile/0/0000 tile/0/x000/001 tile/0/001/002 tile/0/x001/x234/x067 tile/0/X001/000
 tile/0/000.p tile/0/000.p/0 tile/0/000.p/256 tile/0/000.p/999 tile/0/000.p/07 tile/0/000.p/-1
 /tile/0/000 tile/0/000/ tile//0/000 tile/0/../0/000
 tile/0/\u0660\u0660\u0660 tile/0/000.p/\uff11
 tile/entries/x999/x999/x999/x999/x999/999 tile/entries/x001/x001/x001/x001/x001/x001/000
""".replace("\n", " ").split(" ")


@pytest.mark.parametrize("path", [*NO_PATHS, "tile/0/000\n"])
def test_what_no_log_has_is_no_path(path: str) -> None:
    assert refused(lambda: tiles.read_path(path)) == "TI-004"


def test_the_largest_log_has_paths() -> None:
    last = tiles.file_over(ENTRIES, 2**63 - 2, 2**63 - 1)

    assert last.path == "tile/entries/x036/x028/x797/x018/x963/967.p/255"
    assert tiles.read_path(last.path) == last


@pytest.mark.parametrize("size", [-1, 2**63, 2**64])
def test_no_log_has_so_many_entries(size: int) -> None:
    assert refused(lambda: next(tiles.files_of(size))) == "TI-005"
    assert refused(lambda: tiles.nodes(size, opening({}))) == "TI-005"
    assert refused(lambda: tiles.entry(0, size, opening({}))) == "TI-005"


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
    entries = list(tiles.read_bundle(tiles.file_over(ENTRIES, 0, size), open_))

    assert signed.size == size
    assert merkle.root(hashes) == signed.root
    assert [leaf_hash(entry) for entry in entries] == hashes


def test_a_published_log_proves_every_entry_and_every_earlier_root() -> None:
    roots = {}
    for size in range(1, 16):
        data = vectors("tlog-tiles", "tessera-15", f"checkpoint.{size}").read_bytes()
        roots[size] = checkpoint.read(note.read(data).text).root
    open_ = lying_in("tessera-15")
    nodes = tiles.nodes(15, open_)

    for index, entry in enumerate(tiles.read_bundle(File(ENTRIES, 0, 15), open_)):
        verify_inclusion(index, 15, leaf_hash(entry), prove_inclusion(index, 15, nodes), roots[15])
    for old in range(1, 16):
        verify_consistency(old, 15, prove_consistency(old, 15, nodes), roots[old], roots[15])


def test_a_published_mirror_has_the_root_it_signed() -> None:
    open_ = lying_in("sunlight-mirror-300")
    signed = checkpoint.read(note.read(vectors("tlog-tiles", "sunlight-mirror-300", "checkpoint").read_bytes()).text)
    leaves = [hash_ for file in (File("0", 0), File("0", 1, 44)) for hash_ in tiles.read_tile(file, open_)]

    assert merkle.root(leaves) == signed.root
    assert tiles.read_tile(File("1", 0, 1), open_) == [merkle.root(leaves[:256])]
    for index in range(300):
        verify_inclusion(index, 300, leaves[index], prove_inclusion(index, 300, tiles.nodes(300, open_)), signed.root)


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
    with pytest.raises(Malformed, match="not 32 bytes long, as 1 hashes are"):
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
    longest = tiles.LONGEST[ANNEX]

    assert longest == MAX_PAPER
    assert _members(ANNEX, tiles.print_bundle(ANNEX, [b"x" * longest]), 1) == [b"x" * longest]
    assert _members(ANNEX, tiles.print_bundle(ANNEX, [b"x" * (longest + 1)]), 1) is None


def test_an_entry_is_its_cover_and_its_annex() -> None:
    covers, annexes = (
        [b"%d" % number for number in range(300)],
        [b"%d\n" % number * (number % 3) for number in range(300)],
    )
    files = {
        file.path: tiles.print_bundle(file.folder, held[file.first : file.first + file.width])
        for folder, held in ((ENTRIES, covers), (ANNEX, annexes))
        for file in (File(folder, 0), File(folder, 1, 44))
    }

    for index in (0, 1, 255, 256, 299):
        assert tiles.entry(index, 300, opening(files)) == covers[index] + b"\n" + annexes[index]
    for outside in (-1, 300):
        with pytest.raises(BadProof):
            tiles.entry(outside, 300, opening(files))
    del files["tile/annex/000"]
    assert refused(lambda: tiles.entry(7, 300, opening(files))) == "TI-002"


def test_the_beginning_of_a_full_bundle_stands_for_a_partial_one() -> None:
    data = tiles.print_bundle(ENTRIES, [b"%d" % number for number in range(256)])

    members = tiles.read_bundle(File(ENTRIES, 0, 2), opening({"tile/entries/000": data}))

    assert list(members) == [b"0", b"1"]


def _members(folder: str, data: bytes, width: int) -> list[bytes] | None:
    file = File(folder, 0, width)
    try:
        return list(tiles.read_bundle(file, opening({file.path: data})))
    except Malformed:
        return None
