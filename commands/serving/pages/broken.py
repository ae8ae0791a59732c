"""Breaks: what does not agree, by area, code and severity, each with its papers and the question to ask next."""

from collections import Counter
from typing import Final

from werkzeug.wrappers import Response

from commands.program.language import _
from commands.serving.visit import Visit
from projections import codes
from projections.desk import Break, Narrowed

STATES: Final = ("open", "settled", "all")


def breaks(visit: Visit) -> Response:
    """Open ones unless others are asked for."""
    narrowed = Narrowed(visit.area(), visit.code(), visit.choice("severity", list(codes.SEVERITIES)))
    state = visit.choice("state", STATES) or "open"
    found = visit.reading.broken(narrowed)
    shown, leaf = visit.part([one for one in found if _is_meant(one, state)])
    return visit.page(
        "breaks.html.j2",
        title=_("What does not agree"),
        narrowed=narrowed,
        state=state,
        states={"open": _("open"), "settled": _("settled"), "all": _("all")},
        known=Counter(one.code for one in visit.reading.broken(Narrowed(narrowed.area))),
        severities={each: _(each) for each in codes.SEVERITIES},
        counts=Counter(one.severity for one in found if one.settled is None),
        settled=sum(one.settled is not None for one in found),
        found=shown,
        leaf=leaf,
        moment=visit.reading.moment,
    )


def _is_meant(one: Break, state: str) -> bool:
    return state == "all" or (one.settled is None) == (state == "open")
