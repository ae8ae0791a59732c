"""
One question to a server, for commands whose job is the network.

Where it goes is said by the caller alone: no proxy of the environment, no redirection. Of an answer no more is read
than it may be long, and it is believed by nobody here.
"""

import time
from http.client import HTTPException, HTTPResponse
from typing import Final, NamedTuple
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request

from ledger.errors import Phrase, Reason, Unreachable

NOT_REACHED = Reason(
    "TS-011",
    "The server at {url} cannot be reached: {why}.",
    "Nothing was changed. Look whether there is a network, and run the command again later.",
)

PATIENCE: Final = 10.0
"""Seconds until a server has to have said something more, and then all of it."""
NO_ANSWER: Final = Phrase("there was no answer in time")
_SCHEMES: Final = ("http", "https")
_TEXT: Final = "text/plain; charset=utf-8"


class Reply(NamedTuple):
    """What came back, whatever its status. Of a body that is too long there is one byte more than the limit."""

    status: int
    body: bytes


def ask(url: str, limit: int, body: bytes | None = None, sort: str = _TEXT) -> Reply:
    """Get what is there, or send a body of this media type, and take the answer. Raises Unreachable."""
    try:
        if urlsplit(url).scheme not in _SCHEMES:
            raise Unreachable(NOT_REACHED, url=url, why=Phrase("its address begins neither with http: nor with https:"))
        request = Request(url, body, {"Content-Type": sort})  # noqa: S310 - the scheme is one of two
        with _opener().open(request, timeout=PATIENCE) as response:
            return Reply(response.status, _read(response, limit))
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(NOT_REACHED, url=url, why=_why(error)) from error


def _opener() -> OpenerDirector:
    """Without proxies, redirections, cookies and other schemes; every status is an answer."""
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    return opener


def _read(response: HTTPResponse, limit: int) -> bytes:
    until = time.monotonic() + PATIENCE
    data = b""
    while len(data) <= limit and (piece := response.read1(limit + 1 - len(data))):
        data += piece
        if time.monotonic() > until:
            raise TimeoutError
    return data


def _why(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return NO_ANSWER
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return str(said).splitlines()[0].rstrip(".")
