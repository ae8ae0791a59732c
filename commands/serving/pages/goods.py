"""Seals and ballots: delivered, used and left, and whether it adds up."""

from typing import Final

from werkzeug.wrappers import Response

from commands.looking import sums
from commands.looking.goods import OF_BALLOTS, OF_SEALS, open_of
from commands.program.language import _
from commands.serving.visit import Visit
from projections.desk import Break, Narrowed

_FEW: Final = 10
"""Breaks of each that the page shows."""


def goods(visit: Visit) -> Response:
    """Of seals everything there is, of ballots everything or an area; of both the breaks that are open there."""
    area = visit.area()
    account, broken = visit.reading.ballots(area), _broken(visit, area)
    wrong, leaf = visit.part(account.wrong)
    return visit.page(
        "goods.html.j2",
        title=_("Seals and ballots"),
        area=area,
        sums=[*sums.of_seals(visit.reading.seals)],
        explained=sums.explained(),
        rows=account.rows,
        wrong=wrong,
        leaf=leaf,
        of_seals=open_of(broken, OF_SEALS),
        of_ballots=open_of(broken, OF_BALLOTS),
        few=_FEW,
        moment=visit.reading.moment,
    )


def _broken(visit: Visit, area: str | None) -> list[Break]:
    """Of an area; those about no box are of the whole ledger, and so of every area."""
    whole = [one for one in visit.reading.breaks if not one.boxes]
    return [*whole, *(one for one in visit.reading.broken(Narrowed(area)) if one.boxes)]
