"""
Whether anything was ever heard of an area, a unit or a place. A name that was mistyped is no empty answer: nobody who
asks about it shall read that all is well there.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import and_, or_, select

from ledger.domain import names
from ledger.domain.custody.states import UnitState, decode
from ledger.domain.documents.base import seconds
from ledger.domain.documents.people import UnitLine
from ledger.errors import Reason, Unknown
from ledger.persistence import states as kept
from ledger.persistence.entries import as_bytes
from ledger.persistence.tables import states
from projections.looking import View
from projections.moment import Moment, is_now
from projections.past import continues
from projections.projection import bytewise
from projections.reading import papers_of

NO_AREA = Reason(
    "PR-011",
    "Nothing was ever heard of {area} here: no box and no unit.",
    "Look which units there are: kotak units show",
)
NO_UNIT = Reason(
    "PR-012", "No unit or place {unit} is registered here.", "Look which units there are: kotak units show"
)

_KPPS: Final = "kpps"


def check(view: View, area: str | None = None, unit: str | None = None, place: str | None = None) -> None:
    """Of the area a box or unit is known; the unit is registered, and the place, or a box is there. Raises Unknown."""
    if area is not None and not _has_boxes(view, area) and not _has_units(view, area):
        raise Unknown(NO_AREA, area=area)
    if unit is not None and _unit(view, unit) is None:
        raise Unknown(NO_UNIT, unit=unit)
    if place is not None and not _is_place(view, place):
        raise Unknown(NO_UNIT, unit=place)


def silent(view: View, moment: Moment, area: str | None, listed: Collection[str]) -> list[str]:
    """Stations of an area whose KPPS was registered and that are not among those of which boxes were listed."""
    known = _stations(view, area) if is_now(view, moment) else _stations_then(view, moment, area)
    there = {names.area_of(unit) for unit, until in known.items() if until is None or seconds(until) > moment.seconds}
    return sorted(there.difference(listed))


def _stations(view: View, area: str | None) -> dict[str, str | None]:
    """Every KPPS of an area, and until when it is one, as the fold has it now."""
    subject, first = bytewise(view.journal, states.c.subject), f"unit:{_KPPS}/"
    inside = and_(subject >= first, subject < f"unit:{_KPPS}0")
    if area is not None:
        inside = or_(states.c.subject == f"{first}{area}", continues(subject, f"{first}{area}"))
    rows = view.journal.execute(select(states.c.subject, states.c.value).where(inside)).all()
    found = ((name, decode(name, as_bytes(value))) for name, value in rows)
    return {name.removeprefix("unit:"): unit.until for name, unit in found if isinstance(unit, UnitState)}


def _stations_then(view: View, moment: Moment, area: str | None) -> dict[str, str | None]:
    """The same as at a moment: what the papers said last by then."""
    lines = (line for _index, paper in papers_of(view, moment, "units") for line in paper.lines)
    units = (line for line in lines if isinstance(line, UnitLine) and names.is_unit(line.id))
    return {line.id: line.until for line in units if names.type_of(line.id) == _KPPS and _is_in(area, line.id)}


def _is_in(area: str | None, unit: str) -> bool:
    return area is None or names.covers(area, names.area_of(unit))


def _unit(view: View, unit: str) -> UnitState | None:
    value = kept.load(view.journal, [f"unit:{unit}"]).get(f"unit:{unit}")
    state = decode(f"unit:{unit}", value) if value is not None else None
    return state if isinstance(state, UnitState) else None


def _is_place(view: View, place: str) -> bool:
    unit = _unit(view, names.unit_of_place(place))
    (location,) = view.tables["location"]
    stands = select(location.c.box).where(location.c.place == place).limit(1)
    return (unit is not None and place in unit.places) or view.connection.execute(stands).first() is not None


def _has_boxes(view: View, area: str) -> bool:
    (location,) = view.tables["location"]
    box = bytewise(view.connection, location.c.box)
    return view.connection.execute(select(location.c.box).where(continues(box, area)).limit(1)).first() is not None


def _has_units(view: View, area: str) -> bool:
    """Units and places of the offices in an area."""
    subject = bytewise(view.journal, states.c.subject)
    named = (f"unit:{office}/{area}" for office in names.OFFICES)
    inside = or_(*(or_(states.c.subject == name, continues(subject, name)) for name in named))
    return view.journal.execute(select(states.c.subject).where(inside).limit(1)).first() is not None
