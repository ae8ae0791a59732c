"""Killed and out of room, at every step: the folder verifies as of the old checkpoint or the new one."""

import errno
import os
import resource
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.main import main
from tests.commands.evidence import Kotak
from tests.commands.tiling.acts import OLD, SIZE, Counting, Export, files, killed_at, partial_of


def out_of_room() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.slow
def test_out_of_room_at_any_step_the_folder_verifies_and_the_next_export_completes_it(
    kotak: Kotak, export: Export, grown: Callable[[], Path], folder: Path
) -> None:
    export()
    whole, when = files(folder / "www"), 0
    sizes: list[tuple[bool, int]] = []
    while not sizes or sizes[-1][0]:
        when += 1
        grown()
        counting = Counting(when, out_of_room)
        with pytest.MonkeyPatch.context() as patch:
            counting.watch(patch)
            status = export().status

        verified = kotak("verify", "www")

        assert verified.status == 0, (when, verified.codes)
        sizes.append((counting.left <= 0, verified.json["data"]["entries"]))
        assert status in ({0, 2} if counting.left <= 0 else {0})
        assert export().status == 0
        assert files(folder / "www").items() >= whole.items()

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
        killed = killed_at(when, "export", "tiles", "-o", "www", "--json")

        if (folder / "www" / "checkpoint").exists():
            verified = kotak("verify", "www")
            assert verified.status == 0, (when, verified.codes)
            sizes.append(verified.json["data"]["entries"])
        assert export().status == 0
        assert partial_of(SIZE) <= files(folder / "www").keys()
        assert not (folder / "www" / ".new").exists()
        assert kotak("verify", "www").json["data"]["entries"] == SIZE

    assert set(sizes) == ({OLD, SIZE} if start == "old" else {SIZE})
    assert when > 20


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
