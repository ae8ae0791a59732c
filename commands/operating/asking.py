"""
Log witnesses asked over HTTP, all at once, each with so much patience and no more.

    POST <url>/add-checkpoint                          a request (ledger.log.cosigning)
    GET  <url>/<hex SHA-256(origin)>/checkpoint        the last one it signed

Where they are is said by the trust file alone: no proxy of the environment, no redirection. What they answer is as long
as an answer may be, and believed by nobody here.
"""

import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from threading import Thread
from typing import Final, NamedTuple, TypeVar
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, Request

from commands.program.language import _
from ledger.errors import Reason, Unreachable

NOT_REACHED = Reason(
    "LO-030",
    "The log witness at {url} cannot be reached: {why}.",
    "Run it again later: kotak checkpoint publish; or carry the request: kotak checkpoint request -o DIR",
)

PATIENCE: Final = 10.0
"""Seconds until a witness has to have said something more, and all of it."""
_SCHEMES: Final = ("http", "https")
_TEXT: Final = "text/plain; charset=utf-8"

Key = TypeVar("Key")


class Reply(NamedTuple):
    """What came back."""

    status: int
    body: bytes


class Question(NamedTuple):
    """What is asked for where, and how long the answer may be; with a body it is sent there."""

    url: str
    limit: int
    body: bytes | None = None


def at_once(questions: Mapping[Key, Question]) -> dict[Key, Reply | Unreachable]:
    """Ask all of them. Whoever has not answered when patience ends was not reached."""
    replies: dict[Key, Reply | Unreachable] = {}

    def ask(key: Key) -> None:
        try:
            replies[key] = _ask(questions[key])
        except Unreachable as error:
            replies[key] = error

    threads = [Thread(target=ask, args=(key,), daemon=True) for key in questions]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 2 * PATIENCE
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return {key: replies.get(key) or _silent(one) for key, one in questions.items()}


def _silent(question: Question) -> Unreachable:
    return Unreachable(NOT_REACHED, url=question.url, why=_("no answer"))


def _ask(question: Question) -> Reply:
    url = question.url
    try:
        if urlsplit(url).scheme not in _SCHEMES:
            raise Unreachable(NOT_REACHED, url=url, why=_("it is neither http nor https"))
        request = Request(url, question.body, {"Content-Type": _TEXT})  # noqa: S310 - the scheme was looked at
        with _opener().open(request, timeout=PATIENCE) as response:
            # Of a longer answer one byte more is read, so that it is seen to be longer.
            return Reply(response.status, _read(response, question.limit + 1))
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(NOT_REACHED, url=url, why=_why(error)) from error


def _opener() -> OpenerDirector:
    """Without proxies, redirections, cookies and other schemes; every status is an answer."""
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    return opener


def _read(response: HTTPResponse, most: int) -> bytes:
    until = time.monotonic() + PATIENCE
    data = b""
    while len(data) < most and (piece := response.read1(most - len(data))):
        data += piece
        if time.monotonic() > until:
            raise TimeoutError
    return data


def _why(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return _("no answer")
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return str(said).splitlines()[0].rstrip(".")
