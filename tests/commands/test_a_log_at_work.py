"""A log in its cadence, with real processes: stopped, killed at every step, run twice, put back from a copy."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.cli import EXECUTABLE, Running
from tests.commands.listening import Served, serving
from tests.commands.operators import Operator, codes
from tests.commands.witnesses import last, witness
from tests.ledger.dishonest import LAST

pytestmark = pytest.mark.slow

STRACE = shutil.which("strace")


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path / "log", papers=9)


@pytest.fixture
def bawaslu(operator: Operator, tmp_path: Path) -> Iterator[Served]:
    """A witness the trust file asks for, on a machine of its own."""
    witness(tmp_path / "bawaslu")
    with serving(tmp_path / "bawaslu") as server:
        operator.watched_by({"bawaslu": f"http://127.0.0.1:{server.port}"}, "bawaslu")
        yield server


def until(holds: Callable[[], bool]) -> None:
    """Wait for it, for as long as a slow machine may take."""
    deadline = time.monotonic() + 180
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def minds(running: Running) -> bool:
    """Whether a process that was just started has come so far that it ends by itself when it is told to."""
    status = Path(f"/proc/{running.pid}/status").read_text()
    caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def final(operator: Operator) -> list[int]:
    return [one.checkpoint.size for one in operator.published if one.quorum_met]


@pytest.mark.usefixtures("bawaslu")
def test_a_log_signs_in_its_cadence_until_it_is_stopped(operator: Operator) -> None:
    with operator.running("--every", "1") as running:
        until(lambda: final(operator) == [9])
        operator.grow(to=12)
        until(lambda: final(operator) == [9, 12])
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=30)

    assert running.returncode == 0
    assert [one.checkpoint.size for one in operator.published] == [9, 9, 12, 12]
    assert "\n12\n" in out.decode()
    assert len([line for line in err.decode().splitlines() if "Cosigned by bawaslu." in line]) == 2
    assert operator("verify").status == 0


@pytest.mark.usefixtures("bawaslu")
def test_witnesses_refresh_what_they_signed_though_nothing_is_new(operator: Operator) -> None:
    with operator.running("--every", "1", "--heartbeat", "1") as running:
        until(lambda: len(final(operator)) >= 3)
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=30)

    times = [one.times["bawaslu"] for one in operator.published if one.quorum_met]
    assert running.returncode == 0
    assert len(set(times)) >= 2
    assert times == sorted(times)
    assert {one.checkpoint.size for one in operator.published} == {9}


def test_a_database_that_is_away_for_a_while_ends_nothing(operator: Operator) -> None:
    with operator.running("--every", "1") as running:
        until(lambda: bool(operator.published))
        operator.ledger.rename(operator.folder / "away")
        assert running.stderr is not None
        os.set_blocking(running.stderr.fileno(), False)
        until(lambda: b"There is no ledger" in (running.stderr.read() or b""))  # type: ignore[union-attr] # as above
        (operator.folder / "away").rename(operator.ledger)
        operator.grow(to=12)
        until(lambda: operator.published[-1].checkpoint.size == 12)
        running.terminate()
        running.wait(30)

    assert running.returncode == 0


def test_a_copy_put_in_its_place_ends_it(operator: Operator, tmp_path: Path) -> None:
    copy = operator.copy(tmp_path / "copy")
    operator.grow(to=12)
    with operator.running("--every", "1") as running:
        until(lambda: bool(operator.published))
        operator.restore(copy)
        _out, err = running.communicate(timeout=60)

    assert running.returncode == 6
    assert b"EX-010" in err


def test_what_ends_the_first_round_ends_the_command(operator: Operator) -> None:
    operator.ledger.unlink()

    with operator.running("--every", "1") as running:
        running.communicate(timeout=60)

    assert running.returncode == 10


@pytest.mark.usefixtures("bawaslu")
def test_many_who_publish_at_once_sign_one_history(operator: Operator) -> None:
    with operator.running("--every", "1") as one, operator.running("--every", "1") as other:
        for size in range(10, LAST + 2):
            operator.grow(to=size)
            assert all(run.status == 0 for run in [operator.publish(), operator.publish()])
        until(lambda: final(operator)[-1:] == [LAST + 1] and minds(one) and minds(other))
        for running in (one, other):
            running.terminate()
            assert running.wait(30) == 0

    signed = [found for found in operator.published if not found.cosigned_by]
    assert (
        len(signed) == len({found.checkpoint for found in signed}) == len({found.checkpoint.size for found in signed})
    )
    assert sorted(found.checkpoint.size for found in signed) == [found.checkpoint.size for found in signed]
    assert operator.state.head().checkpoint == operator.published[-1].checkpoint
    assert operator("verify").status == 0


def test_many_single_runs_at_once_publish_one_checkpoint(operator: Operator) -> None:
    runs = [operator.running() for _ in range(6)]

    assert [run.wait(60) for run in runs] == [0] * 6
    for run in runs:
        run.communicate()
    assert [one.checkpoint.size for one in operator.published] == [9]


@pytest.mark.skipif(not STRACE, reason="strace is not here to kill a process at a step")
@pytest.mark.usefixtures("bawaslu")
def test_killed_at_any_step_it_goes_on_and_signs_nothing_twice(operator: Operator) -> None:
    """Every change of a file is a rename: of the head, of what is published, of what witnesses answered."""
    killed = 0
    for size in range(10, LAST + 2):
        operator.grow(to=size)
        calls = "rename,renameat,renameat2"
        inject = ["-e", f"trace={calls}", "-e", f"inject={calls}:signal=KILL:when={size - 9}"]
        command = [str(STRACE), "-f", "-qq", "-o", "/dev/null", *inject, str(EXECUTABLE), "checkpoint", "publish"]
        ran = subprocess.run(command, env={**os.environ, **operator.env}, capture_output=True, check=False)
        killed += ran.returncode != 0

        after = operator.publish()

        assert after.status == 0, after.out
        assert (after.json["data"]["size"], after.json["data"]["quorum_met"]) == (size, True)
    assert killed >= 3
    assert len({(one.checkpoint.size, one.checkpoint.root) for one in operator.published}) == LAST + 1 - 9
    assert operator("verify").status == 0


def test_a_ledger_put_back_is_not_signed_by_a_log_that_remembers(
    operator: Operator, bawaslu: Served, tmp_path: Path
) -> None:
    operator.publish()
    copy = operator.copy(tmp_path / "copy")
    operator.grow(to=12)
    operator.publish()
    operator.restore(copy)

    said = operator.publish()

    # What the witness holds is asked first.
    assert (said.status, codes(said)) == (6, ["LO-031"])
    bawaslu.stop()
    assert codes(operator.publish()) == ["EX-010"]
    assert last(tmp_path / "bawaslu").size == 12


@pytest.mark.usefixtures("bawaslu")
def test_a_ledger_put_back_is_not_signed_by_a_log_that_forgot_either(operator: Operator, tmp_path: Path) -> None:
    """State and ledger were lost together; the operator takes over what lies beside the copy."""
    operator.publish()
    copy = operator.copy(tmp_path / "copy")
    operator.grow(to=12)
    operator.publish()
    operator.restore(copy)
    shutil.rmtree(operator.state.folder)
    assert codes(operator.publish()) == ["LO-010"]
    assert operator("checkpoint", "adopt", operator.folder / "checkpoints").status == 0

    said = operator.publish()

    assert (said.status, codes(said)) == (6, ["LO-031"])
    assert [one.checkpoint.size for one in operator.published] == [9, 9]
