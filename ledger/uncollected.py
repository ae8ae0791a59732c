"""Work during which nobody looks for what refers to itself: it makes much, of which next to nothing is of that kind."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """In this process nobody looks meanwhile; afterwards whoever looked before does again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
