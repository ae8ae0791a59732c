"""Seals and ballots: delivered, used and left, and whether it adds up."""

from werkzeug.wrappers import Response

from commands.program.language import _
from commands.serving.visit import Visit
from projections.desk import Narrowed


def goods(visit: Visit) -> Response:
    """Of seals everything there is, of ballots everything or an area."""
    area = visit.name("area", "an area")
    account = visit.reading.ballots(area)
    wrong, leaf = visit.part(account.wrong)
    return visit.page(
        "goods.html.j2",
        title=_("Seals and ballots"),
        area=area,
        balances=visit.reading.seals.balances,
        batches=[one for one in visit.reading.seals.batches if one.serials],
        rows=account.rows,
        wrong=wrong,
        leaf=leaf,
        surplus=visit.reading.broken(Narrowed(code="seals-surplus")),
        moment=visit.reading.moment,
    )
