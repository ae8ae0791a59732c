"""
A fixed cadence: something is done every so many seconds until the process is told to stop.

SIGINT and SIGTERM end it after what is being done; nothing is broken off in its middle. A round that takes longer than
the time between two leaves out those it missed.
"""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType


@contextmanager
def until_stopped() -> Iterator[Event]:
    """The event that is set when somebody wants this process to end."""
    stop = Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def ticks(every: float, stop: Event) -> Iterator[None]:
    """Now, and then every so many seconds, until it is to end."""
    due = time.monotonic()
    while not stop.wait(max(0.0, due - time.monotonic())):
        yield
        due += every * (1 + max(0, int((time.monotonic() - due) / every)))
