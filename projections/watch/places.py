"""
Where boxes and officers were said to be, and what of it cannot be.

Each keeps the last stays in the order of the times claimed. A new sighting is compared with the stays around it, so
that a paper which comes late is held against those before and after its own time.
"""

from typing import Final

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody.effects import Change, Effects
from ledger.domain.documents.base import CustodyDocument, seconds
from ledger.domain.documents.people import UnitLine
from projections.watch import travel
from projections.watch.state import OfficerWatch, PlaceWatch, Stay
from projections.watch.travel import Impossible
from projections.watch.watching import Facts, Watching

STAYS: Final = 8
"""How many stays are kept of each."""


def register(w: Watching, effects: Effects) -> None:
    """Coordinates of places, where a paper gives them."""
    for line in w.papers.of(effects.index).lines:
        if isinstance(line, UnitLine) and line.coordinates is not None:
            w.memory.put(line.id, PlaceWatch(line.coordinates.lat, line.coordinates.lon))
    w.apart.clear()


def spot(w: Watching, effects: Effects) -> str | None:
    """The place of this paper by its name, or by its coordinates where it has no name."""
    if effects.place != names.NOWHERE:
        return effects.place
    document = w.papers.of(effects.index).document
    where = document.coordinates if isinstance(document, CustodyDocument) else None
    return f"{names.NOWHERE}{where.lat},{where.lon}" if where else None


def of_officers(w: Watching, effects: Effects) -> None:
    """Everybody who signed was there."""
    place, at = w.spot, seconds(effects.at)
    if place is None:
        return
    for signed in effects.signers:
        known = w.memory.get(OfficerWatch, signed.officer) or OfficerWatch()
        for found in contradicted(w, known.stays, place, at):
            facts = replace(_told(found, place, at), officer=signed.officer)
            w.find("officer-twice", found.case, facts, rests_on=[_nearer(found, at)])
        stays = stayed(known.stays, place, at, effects.index)
        if stays is not known.stays:
            w.memory.put(signed.officer, OfficerWatch(stays))


def of_box(w: Watching, change: Change, place: str) -> None:
    """The box was there."""
    at = seconds(change.at)
    for found in contradicted(w, w.box(change.box).stays, place, at):
        code = "two-places" if found.case == "at-once" else "too-fast"
        w.find(
            code,
            found.case,
            _told(found, place, at),
            rests_on=[_nearer(found, at)],
            box=change.box,
            unit=change.giver or change.now.custodian,
            shown_by=change.index,
        )


def contradicted(w: Watching, stays: tuple[Stay, ...], place: str, at: int) -> list[Impossible]:
    """The stays just before and just after that time which cannot be true as well."""
    if _goes_on(stays, place, at):
        return []
    before = after = None
    for stay in stays:
        if stay.place != place:
            if stay.since <= at:
                before = stay
            elif after is None:
                after = stay
    return [
        found
        for stay in (before, after)
        if stay is not None and (found := travel.impossible(stay, at, _apart(w, stay.place, place))) is not None
    ]


def _goes_on(stays: tuple[Stay, ...], place: str, at: int) -> bool:
    """It is where it was last, and nobody saw it elsewhere since: whether it can have come there was looked at then."""
    if not stays or stays[-1].place != place:
        return False
    since = stays[-1].since
    for stay in stays[:-1]:
        if stay.until > since:
            return False
    return since <= at


def stayed(stays: tuple[Stay, ...], place: str, at: int, index: int) -> tuple[Stay, ...]:
    """The stays with one more sighting. Most of them go on where the last one was."""
    last = stays[-1] if stays else None
    if last is not None and last.place == place and last.since <= at:
        if last.until >= at:
            return stays
        return (*stays[:-1], Stay(place, last.since, at, last.first, index))
    found = *stays, Stay(place, at, at, index, index)
    in_order = last is None or last.since <= at
    return (found if in_order else tuple(sorted(found, key=lambda stay: stay.since)))[-STAYS:]


def _apart(w: Watching, one: str, other: str) -> int | None:
    pair = one, other
    if pair not in w.apart:
        first, second = _where(w, one), _where(w, other)
        w.apart[pair] = None if first is None or second is None else travel.metres(first, second)
    return w.apart[pair]


def _where(w: Watching, place: str) -> PlaceWatch | None:
    if place.startswith(names.NOWHERE):
        lat, _, lon = place[1:].partition(",")
        return PlaceWatch(lat, lon)
    return w.memory.get(PlaceWatch, place)


def _told(found: Impossible, place: str, at: int) -> Facts:
    if found.case == "at-once":
        first, second = (found.other.place, place) if found.other.since <= at else (place, found.other.place)
        return Facts(expected=first, found=second, apart=travel.AT_ONCE, km=found.km)
    return Facts(expected=found.needs, found=found.took, km=found.km)


def _nearer(found: Impossible, at: int) -> int:
    """The paper at that end of the stay which is nearer to the time."""
    stay = found.other
    return stay.last if abs(stay.until - at) <= abs(stay.since - at) else stay.first
