"""Coverage: what was expected against what happened, leg by leg, and who was not there in time."""

from collections.abc import Sequence
from itertools import groupby

from werkzeug.wrappers import Response

from commands.program.language import _
from commands.program.spoken import tongue, words
from commands.serving.visit import Visit
from projections.desk import Row
from projections.legs import ends

_COUNTS = ("expected", "there", "late", "in_transit", "missing", "pending", "proved", "straddling")


def coverage(visit: Visit) -> Response:
    """Of everything, an area or a leg."""
    area = visit.name("area", "an area")
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
        leaf=leaf,
        leg=leg,
        states=states(),
        moment=visit.reading.moment,
    )


def leg(name: str) -> str:
    """`KPPS → PPS`; a type of unit that only the plan knows, as it is spelt there."""
    return " → ".join(tongue().word(words.UNITS, one) if one in words.UNITS else one for one in ends(name))


def states() -> dict[str, str]:
    """How a box can stand on a leg."""
    return {
        "there": _("there"),
        "late": _("late"),
        "in_transit": _("on the way"),
        "missing": _("missing"),
        "pending": _("not yet due"),
    }


def totals(rows: Sequence[Row]) -> list[Row]:
    """The areas of each leg, added up."""
    return [_added(leg, list(same)) for leg, same in groupby(rows, key=lambda row: row.leg)]


def _added(name: str, rows: Sequence[Row]) -> Row:
    dues = {row.due for row in rows}
    counted = {count: sum(getattr(row, count) for row in rows) for count in _COUNTS}
    return Row(leg=name, area="", due=dues.pop() if len(dues) == 1 else None, **counted)
