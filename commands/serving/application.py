"""
The WSGI application: a request in, a page out, and nothing changed.

Only a browser of this machine is answered: an address that another name leads to (DNS rebinding) is refused. Answers
forbid everything but what comes from here, are kept by nobody, and never show where in the program something failed.
"""

import sys
import traceback
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestURITooLarge, SecurityError
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Request, Response

from commands.program import language
from commands.program.context import NotSaid
from commands.program.language import _
from commands.program.output import say
from commands.program.refusal import remedy, saved, translated
from commands.serving import rendering, routes
from commands.serving.keeping import Keeper
from commands.serving.visit import About, Visit
from commands.typed.boxes import NotUnderstood
from ledger.errors import LedgerError, Malformed, Unavailable, Unknown

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOSTS: Final = ("127.0.0.1", "localhost", "[::1]")
LONGEST: Final = 1500
"""Characters of an address."""
HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_METHODS: Final = ("GET", "HEAD")
_STATUS: Final[tuple[tuple[type[LedgerError], HTTPStatus], ...]] = (
    (Malformed, HTTPStatus.BAD_REQUEST),
    (NotUnderstood, HTTPStatus.BAD_REQUEST),
    (Unknown, HTTPStatus.NOT_FOUND),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (NotSaid, HTTPStatus.SERVICE_UNAVAILABLE),
)


class Site:
    """All pages of one ledger."""

    def __init__(self, keeper: Keeper, about: About) -> None:
        self._keeper, self._about = keeper, about
        self._mistakes: set[tuple[type[Exception], str, int | None]] = set()
        self._spoken = language.spoken()
        rendering.prepare()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """One request over HTTP."""
        request = Request(environ)
        wanted = request.args.get("lang", "")
        with language.speaking(wanted if wanted in language.LANGUAGES else self._spoken):
            response = self._answer(request)
        response.headers.update(HEADERS)
        response.headers["Content-Language"] = language.spoken()
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        visit = Visit(self._keeper, self._about, request, routes.adapter(request))
        try:
            _admit(request)
            page = routes.PAGES[visit.match()]
            return page(visit, **visit.values)
        except RequestRedirect:
            return _refused(visit, NotFound())
        except HTTPException as error:
            return _refused(visit, error)
        except LedgerError as error:
            return _told(visit, error)
        except Exception as error:  # noqa: BLE001 - the one place: a mistake of ours ends one page and not the desk
            self._keep(error)
            return _refused(visit, HTTPException(response=Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)))

    def _keep(self, error: Exception) -> None:
        """The details of a mistake, once: whoever asks for it again and again fills no disk."""
        place = traceback.extract_tb(error.__traceback__)[-1]
        known = type(error), place.filename, place.lineno
        if known not in self._mistakes:
            self._mistakes.add(known)
            path = saved(error, "serve")
            say(_("This is a mistake in kotak. The details are in {path}.").format(path=path), sys.stderr)


def _admit(request: Request) -> None:
    """Who asks in another name, for the page of somebody else, to change something, or at endless length is refused."""
    host = request.headers.get("Host", "").lower()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    if name not in HOSTS or request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise SecurityError
    if request.method not in _METHODS:
        raise MethodNotAllowed(_METHODS)
    if len(request.full_path) > LONGEST:
        raise RequestURITooLarge


def _refused(visit: Visit, error: HTTPException) -> Response:
    found = error.get_response(visit.request.environ)
    said = {
        400: _("This desk answers only a browser of this machine, at its own address."),
        404: _("There is no such page."),
        405: _("Here is nothing to be changed: pages are only read."),
        414: _("This address is too long."),
    }.get(found.status_code, _("This page could not be made. Whoever started the desk finds the reason there."))
    page = _without_reading(visit, found.status_code, "", said, "")
    if isinstance(error, MethodNotAllowed):
        page.headers["Allow"] = ", ".join(_METHODS)
    return page


def _told(visit: Visit, error: LedgerError) -> Response:
    """What the command line would say."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
    said = translated(error.reason.text, error.facts)
    return _without_reading(visit, status, error.code, said, remedy(error.reason, error.facts))


def _without_reading(visit: Visit, status: int, code: str, said: str, help_: str) -> Response:
    return visit.page("refused.html.j2", status, code=code, said=said, remedy=help_)
