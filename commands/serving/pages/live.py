"""
Whether there is more than a page shows, for its script to ask every few seconds.

    {"entries": 4097, "said": ""}          nothing new for a page that shows 4097 entries
"""

from werkzeug.wrappers import Response

from commands.program.language import counted
from commands.serving.reasons import NOT_A_CHOICE
from commands.serving.visit import Visit
from ledger.errors import Malformed


def live(visit: Visit) -> Response:
    """An answer that was given before is not given again (ETag)."""
    shown = visit.word("shown") or "0"
    if not (shown.isascii() and shown.isdecimal()):
        raise Malformed(NOT_A_CHOICE, text=shown, what="shown", known="0, 1, 2, …")
    import json  # noqa: PLC0415 - here alone

    entries = visit.keeper.now.moment.entries
    response = Response(
        json.dumps({"entries": entries, "said": said(entries - int(shown))}), mimetype="application/json"
    )
    response.add_etag()
    return response.make_conditional(visit.request.environ)  # type: ignore[no-any-return,unused-ignore]


def said(new: int) -> str:
    """How many papers came in since."""
    if new <= 0:
        return ""
    return counted(
        "{n} paper was recorded since this page was made.", "{n} papers were recorded since this page was made.", new
    )
