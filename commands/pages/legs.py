"""A bar for each leg: so many boxes in time, late, on the way, not come or not yet due."""

from collections.abc import Sequence

from commands.looking.told import leg
from commands.pages import drawing
from commands.pages.drawing import Bar
from commands.program.language import _, number
from projections.desk import Row


def bars(added: Sequence[Row]) -> str:
    """A bar for each leg."""
    rows = [
        Bar(
            leg(row.leg),
            {state: getattr(row, state) for state in drawing.FILLS},
            _("{there} of {expected}").format(there=number(row.there), expected=number(row.expected)),
        )
        for row in added
    ]
    told = "; ".join(f"{row.label}: {row.note}" for row in rows)
    return drawing.bars(_("Boxes in time, by leg"), told, rows) if rows else ""
