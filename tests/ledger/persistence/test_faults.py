"""Killed, out of room, refused by the disk: what was acknowledged is there once, and what is there is whole."""

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.merkle import leaf_hash, root
from ledger.persistence.journal import open_journal
from tests.ledger.persistence.harness import paper

WRITER = """
import resource, sys
from ledger.errors import LedgerError, OutcomeUnknown
from ledger.persistence.journal import open_journal
from tests.ledger.persistence.harness import append

path, papers, room = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if room:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
number = -1
try:
    with open_journal(path) as journal:
        for number in range(journal.size(), papers):
            assert append(journal, number, *(f"box:{box}" for box in range(5))) == number
            print("recorded", number, flush=True)
except LedgerError as error:
    outcome = "unknown" if isinstance(error, OutcomeUnknown) else "refused" if number >= 0 else "unopened"
    print(outcome, number, error.code, flush=True)
"""
ROOT = Path(__file__).parents[3]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    open_journal(tmp_path / "ledger.db", create=True).close()
    return tmp_path / "ledger.db"


def command(path: Path, papers: int, room: int = 0) -> list[str]:
    return [sys.executable, "-c", WRITER, str(path), str(papers), str(room)]


def written(path: Path, papers: int, room: int = 0, under: tuple[str, ...] = ()) -> list[str]:
    """What a writer said before it ended, one way or another."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*under, *command(path, papers, room)], env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout.splitlines()


def assert_kept(path: Path, said: list[str]) -> None:
    """All that was acknowledged, nothing that was refused, and nothing in part."""
    with open_journal(path) as journal:
        entries = list(journal.entries())
        size = len(entries)
        assert [entry.index for entry in entries] == list(range(size))
        assert [entry.data for entry in entries] == [paper(number).data for number in range(size)]
        assert all(len(entry.tags) == 6 for entry in entries)
        assert journal.frontier(size).root() == root([leaf_hash(entry.data) for entry in entries])
        assert [index for index, _ in journal.effects()] == list(range(size))
        assert set(journal.load(["box:0", "box:4"]).states.values()) == ({b"state %d" % (size - 1)} if size else set())
        assert journal.foreign_objects() == journal.integrity_check() == []
    for line in said:
        outcome, number, *_ = line.split()
        assert outcome != "recorded" or int(number) < size, f"{line}, and it is lost"
        assert outcome != "refused" or int(number) >= size, f"{line}, and it is there"


@pytest.mark.slow
def test_a_writer_that_is_killed_loses_nothing_it_acknowledged(ledger: Path) -> None:
    recorded: list[str] = []
    for _ in range(12):
        with subprocess.Popen(command(ledger, 10**6), stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
            assert writer.stdout is not None
            recorded.append(writer.stdout.readline())
            time.sleep(secrets.randbelow(50) / 1000)
            writer.send_signal(signal.SIGKILL)
            recorded += writer.stdout.readlines()

        assert_kept(ledger, [line for line in recorded if line.endswith("\n")])


@pytest.mark.parametrize("room", [60_000, 90_000, 200_000])
def test_a_limit_on_the_size_of_files_is_said_and_leaves_the_ledger_whole(ledger: Path, room: int) -> None:
    said = written(ledger, 10**6, room)

    assert re.match(r"(refused|unknown|unopened) -?\d+ DB-01[134]", said[-1]), said[-1]
    assert_kept(ledger, said)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or not mount or not unmount:
        pytest.skip("Only root can mount a small disk.")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False).returncode:
        pytest.skip("A small disk cannot be mounted here.")
    yield folder
    subprocess.run([unmount, folder], check=True)


@pytest.mark.slow
def test_a_full_disk_is_said_and_with_some_room_again_the_ledger_goes_on(small_disk: Path) -> None:
    path, ballast = small_disk / "ledger.db", small_disk / "ballast"
    ballast.write_bytes(bytes(600_000))
    open_journal(path, create=True).close()

    said = written(path, 10**6)
    assert re.match(r"(refused|unknown) \d+ DB-01[134]", said[-1]), said[-1]
    ballast.unlink()

    assert_kept(path, said)
    assert written(path, len(said) + 3)[-1] == f"recorded {len(said) + 2}"


STRACE = shutil.which("strace")
INJECTED = "INJECTED"


@pytest.mark.slow
@pytest.mark.skipif(not STRACE, reason="strace is not here to make the disk fail")
@pytest.mark.parametrize("fault", ["error=EIO", "error=ENOSPC", "signal=KILL"])
@pytest.mark.parametrize(("call", "step"), [("fdatasync", 1), ("pwrite64", 4)])
def test_a_disk_that_fails_at_any_call_is_no_lie(tmp_path: Path, fault: str, call: str, step: int) -> None:
    for number in range(1, 200, step):
        path, log = tmp_path / f"{number}.db", tmp_path / f"{number}.log"
        open_journal(path, create=True).close()

        inject = f"--inject={call}:{fault}:when={number}"
        said = written(path, 3, under=(f"{STRACE}", "-f", "-qq", "-o", str(log), f"--trace={call}", inject))

        if not _happened(log):
            assert number > 3
            assert said[-1] == "recorded 2"
            return
        assert_kept(path, said)
    pytest.fail(f"{call} was called more than 200 times")


def _happened(log: Path) -> bool:
    text = log.read_text()
    return INJECTED in text or "killed by SIGKILL" in text
