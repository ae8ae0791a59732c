"""
How long pages of the desk take, without a server in between: by the clock of the processor, the best of nine.

    python -m tests.benchmarks.pages LEDGER [BOX]
"""

import gc
import sys
import time
from collections.abc import Callable
from typing import Final

from werkzeug.test import Client

from commands.program.context import Context
from commands.serving.application import Site
from commands.serving.keeping import Keeper
from commands.serving.visit import About
from tests.serving.pages import addresses

BOX: Final = "35.79.03.1001/001/DPD"
_TIMES: Final = 9

Measure = Callable[[str], float]


def pages(box: str = BOX) -> dict[str, str]:
    """What is looked at, and its address."""
    return {**addresses(box), "live": "/live?shown=1"}


def measure(ledger: str, trust: str | None = None) -> Measure:
    """Seconds for an address; the first reading is made before."""
    context = Context()
    context.flags = {"ledger": ledger, "trust": trust}
    client = Client(Site(Keeper(context, context.journal()), About("kpu.example/uji", "0" * 64, "SIMULASI")))
    gc.freeze()
    return lambda path: min(_once(client, path) for _ in range(_TIMES))


def _once(client: Client, path: str) -> float:
    began = time.process_time()
    answer = client.get(path, "http://127.0.0.1/")
    taken = time.process_time() - began
    assert answer.status_code == 200, path
    return taken


def main(ledger: str, box: str = BOX) -> None:
    """Print a line for each page."""
    began = time.process_time()
    seconds = measure(ledger)
    sys.stdout.write(f"{'first reading':14} {time.process_time() - began:8.1f} s\n")
    for name, path in pages(box).items():
        sys.stdout.write(f"{name:14} {seconds(path) * 1000:8.1f} ms\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
