"""
Requests to a log witness over HTTP (C2SP tlog-witness v1.0.0), served by waitress.

    POST /add-checkpoint                        a request; status and body are the answer
    GET  /<hex SHA-256(origin)>/checkpoint      the last checkpoint signed of that log

Nobody proves who he is beyond the log's signature, so sizes, times, connections and signatures a minute are limited.
TLS, and limits by address, are the business of a proxy in front; only this machine is listened to unless told.
"""

import re
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from http import HTTPStatus
from ipaddress import ip_address
from threading import Lock
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIEnvironment

import click

from commands.program import listening
from commands.program.context import Context
from commands.program.frame import Whole, command, option
from commands.program.language import _
from commands.program.output import Answer, say
from commands.program.passphrase import Passphrases, signs
from commands.program.settings import WrongSetting
from commands.witnessing import desk, sticks
from commands.witnessing.desk import REFUSED, Desk
from ledger.errors import LedgerError, Malformed, Reason
from ledger.log import witness
from ledger.log.cosigning import LONGEST, SIGNED
from ledger.log.witness import TEXT, origin_hash, origin_of

NOT_AN_ADDRESS = Reason(
    "WI-020", "{text} is not an address to listen at.", "Write it like 127.0.0.1:7380 or [::1]:7380"
)
NOT_LISTENING = Reason(
    "WI-021",
    "Nothing can be served at {text}: {why}.",
    "Stop what listens there, or choose another port: kotak cosign serve --listen 127.0.0.1:7380",
)

_MINUTE: Final = 60.0
_PORT: Final = re.compile(r"[0-9]{1,5}", re.ASCII)
_LARGEST_PORT: Final = 2**16 - 1
_SETTINGS: Final[Mapping[str, Any]] = {
    "threads": 4,
    "connection_limit": 100,
    "channel_timeout": 30,
    "cleanup_interval": 10,
    "max_request_header_size": 8192,
    "max_request_body_size": LONGEST,
    "inbuf_overflow": 2 * LONGEST,
    "ident": None,
    "clear_untrusted_proxy_headers": True,
}


class Limiter:
    """
    So many signatures a minute for each log: for checkpoints that are new, and as many for those that were signed.

    Only the log can ask for a new one. Anybody can repeat what is published, and uses up nothing of the log's.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock, self._lock = most, clock, Lock()
        self._signed: dict[tuple[str, bool], deque[float]] = {}

    def allows(self, origin: str, *, new: bool) -> bool:
        """Whether one more may be signed now."""
        with self._lock:
            signed = self._signed.get((origin, new), deque())
            while signed and self._clock() - signed[0] >= _MINUTE:
                signed.popleft()
            return len(signed) < self._most

    def count(self, origin: str, *, new: bool) -> None:
        """One was signed."""
        with self._lock:
            self._signed.setdefault((origin, new), deque()).append(self._clock())


class Site:
    """The WSGI application."""

    def __init__(self, at: Desk, limiter: Limiter) -> None:
        self._desk, self._limiter = at, limiter
        self._paths = {f"/{origin_hash(log.name)}/checkpoint": log.name for log in at.identity.logs}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """One request over HTTP."""
        try:
            answer = self._answer(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ)
        except LedgerError as error:
            say(f"{error.code}  {error}", sys.stderr)
            answer = _plain(HTTPStatus.INTERNAL_SERVER_ERROR)
        headers = [
            ("Content-Type", answer.content_type),
            ("Content-Length", str(len(answer.body))),
            ("Cache-Control", "no-store"),
        ]
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
        return [answer.body]

    def _answer(self, method: str, path: str, environ: WSGIEnvironment) -> witness.Answer:
        if path == "/add-checkpoint":
            return self._add(environ) if method == "POST" else _plain(HTTPStatus.METHOD_NOT_ALLOWED)
        if path in self._paths:
            return self._last(self._paths[path]) if method == "GET" else _plain(HTTPStatus.METHOD_NOT_ALLOWED)
        return _plain(HTTPStatus.NOT_FOUND)

    def _add(self, environ: WSGIEnvironment) -> witness.Answer:
        data = environ["wsgi.input"].read(LONGEST + 1)
        origin, new = origin_of(data), self._desk.would_grow(data)
        if not self._limiter.allows(origin, new=new):
            return _plain(HTTPStatus.TOO_MANY_REQUESTS)
        answered = self._desk.answer(data)
        if answered.answer.status == SIGNED:
            self._limiter.count(origin, new=new)
        if answered.answer.status in {SIGNED, REFUSED}:
            say(f"{answered.answer.status} {origin}: {sticks.meaning(answered)}", sys.stderr)
        for kept in sticks.told(answered):
            say(kept, sys.stderr)
        return answered.answer

    def _last(self, origin: str) -> witness.Answer:
        signed = self._desk.last(origin).note
        return witness.Answer(SIGNED, TEXT, signed) if signed else _plain(HTTPStatus.NOT_FOUND)


@command("serve", alias="layani")
@option("--listen", metavar="HOST:PORT", default="127.0.0.1:7380", help="Where to listen; 127.0.0.1:7380 unless told.")
@option("--rate", metavar="N", type=Whole(1, 6000), default=60, help="Signatures a minute for each log; 60.")
@signs
@click.pass_obj
def serve(context: Context, *, listen: str, rate: int, dry_run: bool, passphrases: Passphrases) -> Answer:
    """
    Answer requests over HTTP until it is stopped, as C2SP tlog-witness says.

    Only this machine is listened to unless told; put a proxy with TLS in front for the log to reach it.
    """
    host, port = _address(listen)
    waitress = listening.waitress()
    if dry_run:
        served = desk.closed(context).identity.name
        said = _("The log witness {name} would listen at {address}.").format(name=served, address=listen)
        return Answer([said], {"name": served, "listen": listen, "rate": rate, "dry_run": True})
    at = desk.opened(context, passphrases)
    try:
        server = waitress.create_server(Site(at, Limiter(rate)), host=host, port=port, **_SETTINGS)
    except OSError as error:
        raise WrongSetting(NOT_LISTENING, text=listen, why=error.strerror) from error
    said = _("The log witness {name} listens at http://{host}").format(name=at.identity.name, host=_shown(host))
    listening.run(server, f"{said}:{server.effective_port}")
    return Answer(data={"name": at.identity.name, "listen": listen, "rate": rate, "dry_run": False})


def _address(text: str) -> tuple[str, int]:
    """Numbers alone: no name is looked up."""
    host, _colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    try:
        ip_address(host)
    except ValueError as error:
        raise Malformed(NOT_AN_ADDRESS, text=text) from error
    if not _PORT.fullmatch(port) or int(port) > _LARGEST_PORT:
        raise Malformed(NOT_AN_ADDRESS, text=text)
    return host, int(port)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _plain(status: HTTPStatus) -> witness.Answer:
    return witness.Answer(status, TEXT, f"{status.description or status.phrase}\n".encode())
