"""
Log witnesses asked over HTTP, all at once, each with so much patience and no more.

    POST <url>/add-checkpoint                          a request (ledger.log.cosigning)
    GET  <url>/<hex SHA-256(origin)>/checkpoint        the last one it signed

Where they are is said by the trust file alone. What they answer is believed by nobody here.
"""

import time
from collections.abc import Mapping
from threading import Thread
from typing import NamedTuple, TypeVar

from commands.program import web
from commands.program.web import Reply
from ledger.errors import Reason, Unreachable

NOT_REACHED = Reason(
    "LO-030",
    "The log witness at {url} cannot be reached: {why}.",
    "Run it again later: kotak checkpoint publish; or carry the request: kotak checkpoint request -o DIR",
)

Key = TypeVar("Key")


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
    until = time.monotonic() + 2 * web.PATIENCE
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return {key: replies.get(key) or _silent(one) for key, one in questions.items()}


def _silent(question: Question) -> Unreachable:
    return Unreachable(NOT_REACHED, url=question.url, why=web.NO_ANSWER)


def _ask(question: Question) -> Reply:
    try:
        return web.ask(question.url, question.limit, question.body)
    except Unreachable as error:
        raise Unreachable(NOT_REACHED, url=question.url, why=error.facts["why"]) from error
