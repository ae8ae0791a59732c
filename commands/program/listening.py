"""Serving over HTTP until a signal comes. The library that does it is an extra, and is brought when it is needed."""

import logging
import signal
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any, NoReturn

from commands.program.output import say
from ledger.errors import NotInstalled, Reason

NOT_INSTALLED = Reason(
    "WI-019", "Serving over HTTP needs a part of kotak that is not installed.", "pip install 'kotak[serve]'"
)


def waitress() -> ModuleType:
    """The server. Raises NotInstalled."""
    try:
        import waitress  # type: ignore[import-untyped] # noqa: PLC0415 - ships no types; only where something is served
    except ModuleNotFoundError as error:
        raise NotInstalled(NOT_INSTALLED) from error
    # That requests wait for a moment is no news for whoever serves.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    found: ModuleType = waitress
    return found


def run(server: Any, said: str) -> None:
    """Until a signal comes. A request that is being answered is kept or not kept, as after a power cut."""
    received: list[int] = []

    def stop(number: int, _frame: object) -> NoReturn:
        received.append(number)
        raise SystemExit

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, stop)
    # waitress ends its loop at SystemExit; a signal may also come before that began.
    with suppress(SystemExit):
        say(said, sys.stderr)
        server.run()
    server.close()
    if signal.SIGINT in received:
        raise KeyboardInterrupt
