"""The whole ledger as plain files: written once, grown later, killed or out of room in between, refused elsewhere."""

import errno
import fcntl
import os
import resource
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO, cast
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from commands.evidence.tilefolder import TileFolder
from commands.main import main
from ledger.export import frame, read_checkpoints
from ledger.log import checkpoint, tiles
from ledger.log.tiles import File
from ledger.merkle import leaf_hash, prove_inclusion, verify_inclusion
from tests.commands.evidence import Kotak, Said, lay_out, speaking
from tests.harness import founded
from tests.ledger.dishonest import LAST, Forger, note, shown, sql, trust, trust_in
from tests.refusals import refused

SIZE = LAST + 1
OLD = 5
ROWS = ("0", "annex", "entries")


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("evidence") / "batu")


@pytest.fixture
def folder(laid_out: Path, tmp_path: Path) -> Path:
    copied = Path(shutil.copytree(laid_out, tmp_path / "batu"))
    _publish(copied, OLD, SIZE)
    return copied


@pytest.fixture
def kotak(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    monkeypatch.chdir(folder)
    return speaking(folder, capfd, monkeypatch)


Export = Callable[..., Said]


@pytest.fixture
def export(kotak: Kotak) -> Export:
    return lambda *more: kotak("export", "tiles", "-o", "www", *more)


def _publish(folder: Path, *sizes: int) -> None:
    (folder / "checkpoints").write_bytes(b"".join(frame(note(shown(), size)) for size in sizes))


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _partial(width: int) -> set[str]:
    return {f"tile/{row}/000.p/{width}" for row in ROWS}


def test_the_whole_ledger_is_written_and_verified_without_a_database(
    kotak: Kotak, export: Export, folder: Path
) -> None:
    written = export()
    ledger, copied = kotak("verify"), kotak("verify", "www")

    assert (written.status, written.json["data"]["files"], written.json["data"]["size"]) == (0, 3, SIZE)
    assert set(_files(folder / "www")) == {"checkpoint", "checkpoints", *_partial(SIZE)}
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
    assert set(asked) == _partial(SIZE)
    assert refused(lambda: tiles.entry(8, OLD + 4, opened)) == "TI-002"


def test_the_second_time_nothing_is_written(export: Export, folder: Path) -> None:
    export()
    before = {path: path.stat().st_mtime_ns for path in (folder / "www").rglob("*")}

    again = export()

    assert (again.status, again.json["data"]["new"], again.json["data"]["files"]) == (0, False, 0)
    assert {path: path.stat().st_mtime_ns for path in (folder / "www").rglob("*")} == before


def test_a_folder_grows_with_its_ledger(kotak: Kotak, export: Export, folder: Path) -> None:
    _publish(folder, OLD)
    export()
    early = kotak("verify", "www")
    _publish(folder, OLD, SIZE)

    grown = export()

    assert (early.json["data"]["entries"], grown.json["data"]["size"]) == (OLD, SIZE)
    assert kotak("verify", "www").json["data"]["entries"] == SIZE
    assert set(_files(folder / "www")) >= _partial(OLD) | _partial(SIZE), "they stay until the full one is there"


def test_no_checkpoint_that_was_published_in_a_folder_is_lost(kotak: Kotak, export: Export, folder: Path) -> None:
    _publish(folder, OLD, 8)
    export()
    _publish(folder, SIZE)

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


# Folders that are left as they are.


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
    before = _files(folder / "www")

    tried, said = export("--dry-run"), export()

    assert (said.status, *said.codes) == (tried.status, *tried.codes) == LEFT[make]
    assert _files(folder / "www") == before


def test_a_file_is_no_folder_and_a_folder_is_not_made_in_one_that_is_not_there(kotak: Kotak) -> None:
    assert kotak("export", "tiles", "-o", "trust.txt").status == 2
    assert kotak("export", "tiles", "-o", "trust.txt", "--dry-run").status == 2
    assert kotak("export", "tiles", "-o", "nowhere/www").status == 2


def test_a_ledger_rolled_back_does_not_shorten_a_folder(kotak: Kotak, export: Export, folder: Path) -> None:
    export()
    _publish(folder, OLD)

    said = export()

    assert (said.status, said.codes) == (6, ["EX-054"])
    assert kotak("verify", "www").json["data"]["entries"] == SIZE


def test_what_the_checkpoint_does_not_cover_is_not_published(kotak: Kotak, export: Export, folder: Path) -> None:
    _publish(folder, OLD)
    export()
    before = _files(folder / "www")
    _publish(folder, OLD, SIZE)
    (folder / "ledger.db").unlink()
    Forger(folder / "ledger.db").show([*shown()[:12], shown()[13], shown()[12]])

    said = export()

    assert (said.status, said.codes) == (3, ["EX-055"])
    assert _files(folder / "www") == before
    assert kotak("verify", "www").status == 0


def test_a_ledger_that_lost_its_end_is_not_published(export: Export, folder: Path) -> None:
    sql(folder / "ledger.db", "DELETE FROM entries WHERE position > 9")

    said = export()

    assert (said.status, said.codes) == (3, ["EX-055"])
    assert not _files(folder / "www")


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
    whole = _files(folder / "www")
    (folder / "www" / ".new").mkdir()
    (folder / "www" / ".new" / "abcdef").write_bytes(b"half")

    assert export().status == 0
    assert _files(folder / "www") == whole


# Killed and out of room, at every step: the folder verifies as of the old checkpoint or the new one.

STEPS = ("rename", "fsync", "unlink", "mkdir", "rmdir", "open")


class Counting:
    """Does something instead of the step of this number that changes the disk."""

    def __init__(self, when: int, act: Callable[[], None]) -> None:
        self.left, self.act = when, act

    def before(self, step: Callable[..., object]) -> Callable[..., object]:
        def stepping(*arguments: object, **named: object) -> object:
            if step.__name__ != "open" or any(isinstance(one, int) and one & os.O_CREAT for one in arguments[1:2]):
                self.left -= 1
                if not self.left:
                    self.act()
            return step(*arguments, **named)

        return stepping

    def watch(self, monkeypatch: pytest.MonkeyPatch, steps: Iterable[str] = STEPS) -> None:
        for name in steps:
            monkeypatch.setattr(os, name, self.before(getattr(os, name)))


@pytest.fixture
def grown(export: Export, folder: Path) -> Callable[[], Path]:
    """A folder as of the old checkpoint, made anew each time; the ledger has published the new one."""
    _publish(folder, OLD)
    export()
    (folder / "www").rename(folder / "old")
    _publish(folder, OLD, SIZE)

    def anew() -> Path:
        shutil.rmtree(folder / "www", ignore_errors=True)
        return Path(shutil.copytree(folder / "old", folder / "www"))

    return anew


def _full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.slow
def test_out_of_room_at_any_step_the_folder_verifies_and_the_next_export_completes_it(
    kotak: Kotak, export: Export, grown: Callable[[], Path], folder: Path
) -> None:
    export()
    whole, when = _files(folder / "www"), 0
    sizes: list[tuple[bool, int]] = []
    while not sizes or sizes[-1][0]:
        when += 1
        grown()
        counting = Counting(when, _full)
        with pytest.MonkeyPatch.context() as patch:
            counting.watch(patch)
            status = export().status

        verified = kotak("verify", "www")

        assert verified.status == 0, (when, verified.codes)
        sizes.append((counting.left <= 0, verified.json["data"]["entries"]))
        assert status in ({0, 2} if counting.left <= 0 else {0})
        assert export().status == 0
        assert _files(folder / "www").items() >= whole.items()

    assert {size for _, size in sizes} == {OLD, SIZE}
    assert len(sizes) > 20


@pytest.mark.slow
@pytest.mark.parametrize("start", ["old", "nothing"])
def test_killed_at_any_step_the_folder_verifies_and_the_next_export_completes_it(
    kotak: Kotak, export: Export, grown: Callable[[], Path], folder: Path, start: str
) -> None:
    when, sizes, killed = 0, [], True
    while killed:
        when += 1
        grown()
        if start == "nothing":
            shutil.rmtree(folder / "www")
        killed = _killed(when, "export", "tiles", "-o", "www", "--json")

        if (folder / "www" / "checkpoint").exists():
            verified = kotak("verify", "www")
            assert verified.status == 0, (when, verified.codes)
            sizes.append(verified.json["data"]["entries"])
        assert export().status == 0
        assert _partial(SIZE) <= _files(folder / "www").keys()
        assert not (folder / "www" / ".new").exists()
        assert kotak("verify", "www").json["data"]["entries"] == SIZE

    assert set(sizes) == ({OLD, SIZE} if start == "old" else {SIZE})
    assert when > 20


def _killed(when: int, *arguments: str, steps: Iterable[str] = STEPS) -> bool:
    """Run it in a process of its own, which is killed before its step of that number."""
    child = os.fork()
    if not child:
        with pytest.MonkeyPatch.context() as patch:
            Counting(when, lambda: os.kill(os.getpid(), signal.SIGKILL)).watch(patch, steps)
            os._exit(main(arguments))
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("room", [0, 100, 2000])
def test_where_no_file_can_be_written_whole_none_is_seen(
    kotak: Kotak, export: Export, grown: Callable[[], Path], room: int
) -> None:
    grown()
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    child = os.fork()
    if not child:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
        os._exit(main(["export", "tiles", "-o", "www"]))
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) in {1, 2}
    assert kotak("verify", "www").json["data"]["entries"] == OLD
    assert export().status == 0
    assert kotak("verify", "www").json["data"]["entries"] == SIZE


def test_full_files_take_the_place_of_partial_ones(tmp_path: Path) -> None:
    folder = TileFolder(tmp_path / "www")
    for file in (File("0", 0, 3), File("0", 0, 255), File("0", 0), File("0", 1, 1), File("entries", 0, 3)):
        folder.put(file, b"")
    folder.settle(b"", b"")
    (tmp_path / "www/tile/0/000.p/mine").touch()

    assert folder.prune() == 2

    assert {name for name in _files(tmp_path / "www") if name.startswith("tile")} == {
        *("tile/0/000", "tile/0/001.p/1", "tile/entries/000.p/3"),
        "tile/0/000.p/mine",
    }


# A ledger of more papers than one bundle holds.

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
    assert {name for name in _files(folder / "www") if name.startswith("tile")} == {
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
    before = _files(folder / "www")

    said = kotak("export", "tiles", "-o", "www")
    (folder / "www/tile/1/000.p/1").unlink()
    gone = kotak("export", "tiles", "-o", "www")

    assert (said.status, said.codes) == (gone.status, gone.codes) == (3, ["EX-062"])
    assert _files(folder / "www").items() <= before.items()


@pytest.mark.slow
def test_killed_while_partial_files_go_the_folder_verifies(crowded: tuple[Path, Kotak]) -> None:
    folder, kotak = crowded
    shutil.copytree("www", "old-www")
    when, killed, sizes = 0, True, set()
    while killed:
        when += 1
        shutil.rmtree("www")
        shutil.copytree("old-www", "www")
        killed = _killed(when, "export", "tiles", "-o", "www", "--json", steps=("unlink", "rmdir", "rename"))

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
