"""
Whether anything was ever heard of an area, a unit or a place. A name that was mistyped is no empty answer: nobody who
asks about it shall read that all is well there.
"""

from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select

from ledger.domain import names
from ledger.domain.custody.states import UnitState, decode
from ledger.domain.documents.base import seconds
from ledger.domain.documents.people import UnitLine
from ledger.errors import Reason, Unknown
from ledger.persistence import states as kept
from ledger.persistence.tables import states
from ledger.recorded import Recorded
from projections.exported.histories import read
from projections.looking import View
from projections.moment import Moment
from projections.projection import bytewise

NO_AREA = Reason(
    "PR-011",
    "Nothing was ever heard of {area} here: no box and no unit.",
    "Look which units there are: kotak units show",
)
NO_UNIT = Reason(
    "PR-012", "No unit or place {unit} is registered here.", "Look which units there are: kotak units show"
)

_OFFICES: Final = ("kpu", "ppk", "pps", "kpps", "bawaslu", "panwascam", "pkd", "ptps")


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
    last: dict[str, UnitLine] = {}
    for _index, paper in papers_of(view, moment, "units"):
        last |= {line.id: line for line in paper.lines if isinstance(line, UnitLine) and _is_kpps(line.id)}
    there = (names.area_of(unit) for unit, line in last.items() if _is_there(line, moment))
    return sorted(one for one in set(there).difference(listed) if area is None or names.covers(area, one))


def papers_of(view: View, moment: Moment, kind: str) -> Iterator[tuple[int, Recorded]]:
    """Papers of a kind that count at the moment, in the order of the ledger."""
    (papers,) = view.tables["papers"]
    wanted = select(papers.c.took, papers.c.seconds).where(papers.c.kind == kind, papers.c.took < moment.entries)
    rows = view.connection.execute(wanted.order_by(papers.c.took)).all()
    yield from read(view, [row.took for row in rows if moment.counts(row.took, row.seconds)])


def _is_there(line: UnitLine, moment: Moment) -> bool:
    return line.until is None or seconds(line.until) > moment.seconds


def _is_kpps(name: str) -> bool:
    return names.is_unit(name) and names.type_of(name) == "kpps"


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
    return view.connection.execute(select(location.c.box).where(_continues(box, area)).limit(1)).first() is not None


def _has_units(view: View, area: str) -> bool:
    """Units and places of the offices in an area."""
    subject = bytewise(view.journal, states.c.subject)
    named = (f"unit:{office}/{area}" for office in _OFFICES)
    inside = or_(*(or_(states.c.subject == name, _continues(subject, name)) for name in named))
    return view.journal.execute(select(states.c.subject).where(inside).limit(1)).first() is not None


def _continues(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """A dot, then a slash, then the digits: everything that continues the name of an area."""
    return and_(column >= f"{name}.", column < f"{name}0")
