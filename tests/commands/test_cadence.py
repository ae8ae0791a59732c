"""Every so many seconds until somebody says stop: what was missed is not made up for."""

import os
import signal
import time
from threading import Event

import pytest

from commands.operating import cadence


def test_it_begins_now_and_goes_on_at_the_same_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    waited: list[float] = []
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    class Stop(Event):
        def wait(self, timeout: float | None = None) -> bool:
            assert timeout is not None
            waited.append(timeout)
            clock[0] += timeout
            return len(waited) > 5

    work = iter([1.0, 3.0, 25.0, 10.0, 0.0])
    for _tick in cadence.ticks(10, Stop()):
        clock[0] += next(work)

    assert waited == [0, 9, 7, 5, 10, 10]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_what_is_being_done(number: int) -> None:
    before = signal.getsignal(number)
    done = []

    with cadence.until_stopped() as stop:
        for _tick in cadence.ticks(60, stop):
            os.kill(os.getpid(), number)
            done.append("all of it")

    assert done == ["all of it"]
    assert signal.getsignal(number) is before
