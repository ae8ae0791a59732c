"""Findings, with what each side answered and who may close them."""

from typing import Final

from werkzeug.wrappers import Response

from commands.program.language import _
from commands.serving.visit import Visit

STATES: Final = ("open", "closed", "all")


def findings(visit: Visit) -> Response:
    """Open ones first."""
    area, state = visit.area(), visit.choice("state", STATES) or "all"
    found = [one for one in visit.reading.findings if area is None or one.touches(area)]
    shown, leaf = visit.part([one for one in found if state == "all" or one.open == (state == "open")])
    return visit.page(
        "findings.html.j2",
        title=_("Findings"),
        area=area,
        state=state,
        states={"all": _("all"), "open": _("open"), "closed": _("closed")},
        open_count=sum(one.open for one in found),
        count=len(found),
        found=shown,
        leaf=leaf,
        moment=visit.reading.moment,
        sides={"custody": _("the commission"), "supervision": _("supervision")},
    )
