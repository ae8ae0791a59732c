"""
A second process that fills some of the read models, on a core of its own.

It is told on its standard input in which ledger and which, and answers with what differed. What it does not answer for
its caller makes: that it failed or was killed is no error.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from ledger.persistence.journal import Journal, open_journal
from projections import making, shelf
from projections.compare import Difference
from projections.projection import Projection

Answer = Mapping[str, list[Difference]]
"""By name of each read model it filled in what the old one differed."""


class Asked(msgspec.Struct):
    """What it is to do. An address may hold a password."""

    ledger: bytes
    is_file: bool
    names: list[str]
    page: int


_decode_asked: Final = msgspec.json.Decoder(Asked).decode
_decode_answer: Final = msgspec.json.Decoder(dict[str, list[Difference]]).decode


@contextmanager
def filling(journal: Journal, wanted: Sequence[Projection], page: int) -> Iterator[Callable[[], Answer]]:
    """These are filled meanwhile; to ask is to wait for it. Whoever leaves early ends it."""
    url = journal.database.url
    ledger = url.database or "" if journal.database.is_sqlite else url.render_as_string(hide_password=False)
    asked = Asked(os.fsencode(ledger), journal.database.is_sqlite, [one.name for one in wanted], page)
    try:
        process = _start()
    except OSError:
        yield dict
        return
    with process:
        try:
            _tell(process, msgspec.json.encode(asked))
            yield lambda: _answered(process)
        finally:
            process.kill()


def _start() -> subprocess.Popen[bytes]:
    """In no group of a terminal: an interruption is for us, and we end it."""
    return subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _tell(process: subprocess.Popen[bytes], asked: bytes) -> None:
    with suppress(BrokenPipeError):
        if process.stdin is not None:
            process.stdin.write(asked)
            process.stdin.close()


def _answered(process: subprocess.Popen[bytes]) -> Answer:
    said = process.stdout.read() if process.stdout is not None else b""
    try:
        return {} if process.wait() else _decode_answer(said)
    except msgspec.DecodeError:
        return {}


def main() -> None:
    """Do what is asked."""
    asked = _decode_asked(sys.stdin.buffer.read())
    named = os.fsdecode(asked.ledger)
    wanted = [one for one in shelf.ALL if one.name in asked.names]
    with open_journal(Path(named) if asked.is_file else named) as journal:
        sys.stdout.buffer.write(msgspec.json.encode(making.fill(journal, wanted, asked.page)))


if __name__ == "__main__":
    main()
