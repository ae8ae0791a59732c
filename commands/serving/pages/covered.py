"""Coverage: what was expected against what happened, leg by leg, and who was not there in time."""

from werkzeug.wrappers import Response

from commands.looking.covered import states
from commands.looking.told import leg
from commands.program.language import _
from commands.serving.visit import Visit
from projections.desk import totals


def coverage(visit: Visit) -> Response:
    """Of everything, an area or a leg."""
    area = visit.area()
    found = visit.reading.coverage(area)
    legs = list(dict.fromkeys(row.leg for row in found.rows))
    wanted = visit.choice("leg", legs) if legs else None
    rows = [row for row in found.rows if wanted in {None, row.leg}]
    cells, leaf = visit.part([cell for cell in found.late if wanted in {None, cell.leg}])
    return visit.page(
        "coverage.html.j2",
        title=_("Coverage"),
        area=area,
        legs={one: leg(one) for one in legs},
        wanted=wanted,
        rows=rows,
        totals=totals(rows),
        cells=cells,
        unlisted=found.unlisted,
        boxes=len(visit.reading.within(area)),
        listed=found.listed,
        leaf=leaf,
        leg=leg,
        states=states(),
        moment=visit.reading.moment,
    )
