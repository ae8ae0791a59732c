"""Seconds of the processor, taken in turns: whatever else the machine does, it does to all that are compared."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def least(*works: Callable[[], object], times: int = 9) -> list[float]:
    """The least that each took."""
    taken = [[_work(work) for work in works] for _ in range(times)]
    return [min(column) for column in zip(*taken, strict=True)]


def milliseconds(work: Callable[[], object], times: int = 1) -> float:
    """The median on the wall."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def least_of_processes(*commands: Sequence[Path | str], env: dict[str, str] | None = None) -> list[float]:
    """The least that each command took, with its start-up."""
    here = {**os.environ, **(env or {})}
    here.pop("PYTHONDONTWRITEBYTECODE", None)  # programs are installed with their bytecode
    runs = [
        lambda command=command: subprocess.run(command, env=here, check=True, stdout=subprocess.DEVNULL)
        for command in commands
    ]
    return least(*runs)


def _work(work: Callable[[], object]) -> float:
    before = _seconds()
    work()
    return _seconds() - before


def _seconds() -> float:
    now = os.times()
    return time.process_time() + now.children_user + now.children_system
