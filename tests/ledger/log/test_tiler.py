"""That a directory which grows in any steps is the one that was written at once."""

import io
from collections.abc import Iterator

import pytest

from ledger import merkle
from ledger.errors import Malformed
from ledger.log import tiles
from ledger.log.tiler import Tiler
from ledger.log.tiles import ANNEX, ENTRIES, LONGEST, Open
from tests.refusals import refused

ENTRY = [(b"cover %d" % number, b"annex %d\n" % number * (number % 3)) for number in range(70_000)]
LEAVES = [merkle.leaf_hash(cover) for cover, _ in ENTRY]


def opening(files: dict[str, bytes]) -> Open:
    return lambda path: io.BytesIO(files[path]) if path in files else None


def grow(files: dict[str, bytes], old: int, size: int) -> Tiler:
    tiler = Tiler(old, opening(files))
    for cover, annex in ENTRY[tiler.start : size]:
        files.update((file.path, data) for file, data in tiler.append(cover, annex))
    files.update((file.path, data) for file, data in tiler.rest())
    return tiler


def members(files: dict[str, bytes], folder: str, size: int) -> Iterator[bytes]:
    for file in tiles.files_of(size):
        if file.folder == folder:
            yield from tiles.read_bundle(file, opening(files))


@pytest.mark.parametrize("steps", [(1,), (255,), (256,), (1, 2, 256, 257, 600), (300, 300), (512, 513), (0, 5)])
def test_a_directory_that_grew_is_the_one_written_at_once(steps: tuple[int, ...]) -> None:
    grown: dict[str, bytes] = {}
    old = 0
    for size in steps:
        tiler = grow(grown, old, size)
        assert (tiler.size, tiler.root()) == (size, merkle.root(LEAVES[:size]))
        old = size

    whole: dict[str, bytes] = {}
    grow(whole, 0, old)

    assert {file.path: grown[file.path] for file in tiles.files_of(old)} == whole
    assert list(members(grown, ENTRIES, old)) == [cover for cover, _ in ENTRY[:old]]
    assert list(members(grown, ANNEX, old)) == [annex for _, annex in ENTRY[:old]]


@pytest.mark.slow
def test_three_levels_of_tiles_grow_like_one() -> None:
    grown: dict[str, bytes] = {}
    for old, size in ((0, 65_000), (65_000, 65_536), (65_536, 65_793), (65_793, 70_000)):
        grow(grown, old, size)

    assert set(grown) >= {file.path for file in tiles.files_of(70_000)}
    places = merkle.peak_positions(70_000)
    found = tiles.nodes(70_000, opening(grown))(places)
    assert merkle.Frontier([found[place] for place in places], 70_000).root() == merkle.root(LEAVES)


def test_only_what_is_new_is_made_again() -> None:
    files: dict[str, bytes] = {}
    grow(files, 0, 600)

    more: dict[str, bytes] = dict(files)
    tiler = Tiler(600, opening(files))
    made = [file.path for cover, annex in ENTRY[tiler.start : 700] for file, _ in tiler.append(cover, annex)]
    made += [file.path for file, data in tiler.rest() if more.get(file.path) != data]

    assert tiler.start == 512
    assert made == ["tile/entries/002.p/188", "tile/annex/002.p/188", "tile/0/002.p/188"]


def test_nothing_grows_on_tiles_that_are_gone() -> None:
    with pytest.raises(Malformed, match=r"tile/1/000\.p/2 is not there"):
        Tiler(600, opening({}))


@pytest.mark.parametrize("entry", [(b"x" * (LONGEST[ENTRIES] + 1), b""), (b"", b"x" * (LONGEST[ANNEX] + 1))])
def test_what_no_bundle_holds_is_not_written(entry: tuple[bytes, bytes]) -> None:
    tiler = Tiler(0, opening({}))

    assert refused(lambda: list(tiler.append(*entry))) == "TI-006"
    assert tiler.size == 0
