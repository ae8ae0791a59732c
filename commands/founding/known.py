"""What the ledger has of the boxes or units of an area; a name nobody ever heard of is refused."""

from commands.program.context import Context
from ledger.domain import names
from ledger.domain.custody import states
from ledger.domain.custody.states import State
from ledger.errors import Unknown


def of_area(context: Context, sort: str, area: str | None) -> list[tuple[str, State]]:
    """Of each `box` or `unit` of an area, or of all, its name and its state. Raises Malformed, Unknown."""
    wanted = area and names.parse("an area", area)
    found, known = [], not wanted
    for subject, _index, value in context.journal(read_only=True).states():
        kind, _colon, name = subject.partition(":")
        inside = not wanted or names.covers(wanted, _placed(kind, name))
        known = known or inside
        if inside and kind == sort:
            found.append((name, states.decode(subject, value)))
    if not known:
        from projections.heard import NO_AREA  # noqa: PLC0415 - brings SQLAlchemy

        raise Unknown(NO_AREA, area=wanted)
    return found


def _placed(kind: str, name: str) -> str:
    """Where a box or a unit lies; what is neither lies nowhere."""
    return name if kind == "box" else names.area_of(name) if kind == "unit" else ""
