"""
The road at night: what is at the village offices goes to the PPK before midnight, what came late or was found again
after it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from commands.simulation import days
from commands.simulation.area import District, Station, Village
from commands.simulation.cast import chair, guard
from commands.simulation.days import clock
from commands.simulation.player import Done
from commands.simulation.voting import count_ends
from commands.simulation.world import PICKUP, SECOND, Trip, World, accept, plates, release
from ledger.domain.documents.base import Cited, Ref, Seals
from ledger.domain.documents.remarks import InspectionLine

TONIGHT: Final = clock(23)
AFTER_MIDNIGHT: Final = clock(25, 30)
_TOO_FAST: Final = 1
"""Minute in which nobody drives six kilometres."""


def tonight(world: World, district: District, village: Village) -> Iterator[Done]:
    """What is here before midnight."""
    late = _late(world, village)
    tonight = [box for box in village.boxes if box not in late]
    if tonight:
        trip = _trip_from(world, district, village, tonight, TONIGHT)
        if village.code == world.odd.one_escort[1].code:
            trip = replace(trip, escort=_escort(world, world.odd.one_escort[0]))
        yield from _carry(world, trip)


def after_midnight(world: World, district: District, village: Village) -> Iterator[Done]:
    """What came late, and of the two boxes that did not arrive the one that is found again."""
    late = _late(world, village)
    found = [box for box in world.odd.lost[:1] if box in village.boxes]
    for box in found:
        yield _found_again(world, village, box)
    if late or found:
        trip = _trip_from(world, district, village, late + found, AFTER_MIDNIGHT)
        yield from _bring_late(world, village, replace(trip, machine=village.code))


def _late(world: World, village: Village) -> list[str]:
    return [box for station in village.stations if is_late(world, station) for box in station.boxes]


def _bring_late(world: World, village: Village, trip: Trip) -> Iterator[Done]:
    """After the day is over; where boxes were handed back late, they are said to fly to the PPK as well."""
    overdue = [box for box in trip.boxes if not _counted_after_midnight(world, box)]
    flies = any(station.id in world.odd.home_late for station in village.stations)
    if flies:
        trip = replace(trip, arrives=days.at(0, AFTER_MIDNIGHT + _TOO_FAST))
    sent = release(world, trip)
    world.plant_where("dwell", sent, overdue)
    world.plant_where("IR-01", sent, set(world.odd.opened_at_village[1:]) & set(trip.boxes))
    yield sent
    taken = accept(world, trip, sent)
    world.plant_where("IR-14", taken, overdue)
    if flies:
        world.plant_where("too-fast", taken, trip.boxes)
    yield taken


def _counted_after_midnight(world: World, box: str) -> bool:
    return count_ends(world, station_of(world, box)) > clock(24)


def _trip_from(world: World, district: District, village: Village, boxes: list[str], minute: int) -> Trip:
    return Trip(
        giver=village.pps,
        receiver=district.ppk,
        boxes=tuple(boxes),
        start=village.office,
        end=district.store,
        leaves=days.at(0, minute),
        arrives=days.at(0, minute + 40),
        carrier=world.city.carrier,
        vehicle=plates(40 + int(village.code[-1:]), len(boxes), PICKUP),
        escort=_escort(world, village),
        watched_by=village.pkd,
        awaited_by=district.panwascam,
    )


def _escort(world: World, village: Village) -> str:
    """Each village has an officer of its own, who rides along."""
    district = next(each for each in world.city.districts if village in each.villages)
    return guard(district.polsek, district.villages.index(village))


def _carry(world: World, trip: Trip) -> Iterator[Done]:
    """Two boxes do not arrive, one is turned away, and one was opened and not sealed again."""
    odd = world.odd
    sent = release(world, trip)
    world.plant_where("IR-01", sent, set(odd.opened_at_village[1:]) & set(trip.boxes))
    if any(box in trip.boxes for box in odd.one_escort[1].boxes):
        world.plant("officer-twice", sent)
    yield sent
    gone, turned = sorted(set(odd.lost) & set(trip.boxes)), {odd.turned_back} & set(trip.boxes)
    seen: dict[str, Any] = {box: {"outcome": "missing"} for box in gone}
    seen |= {box: {"outcome": "refused", "reason": "label-unreadable"} for box in turned}
    taken = accept(world, trip, sent, seen)
    world.plant_where("IR-04", taken, {*gone, *turned})
    world.plant_where("not-returned", taken, turned)
    yield taken
    for box in gone:
        yield _report_lost(world, trip, box)


def _report_lost(world: World, trip: Trip, box: str) -> Done:
    done = world.player.put(
        "finding",
        {chair(trip.receiver): "reports"},
        trip.arrives,
        [Cited(box=box)],
        unit=trip.receiver,
        place=trip.end,
        sort="event",
        code="IR-13",
        refs=(Ref(what="police-report", number="LP/SIMULASI/01", date=days.date(0)),),
    )
    world.plant("IR-13", done, box)
    return done


def _found_again(world: World, village: Village, box: str) -> Done:
    """It stood in the corridor of the village office: `here`."""
    return world.player.put(
        "inspection",
        {chair(village.pps): "inspects"},
        days.at(0, clock(25, 25)),
        [InspectionLine(box=box, seals=world.player.chains.seals.get(box, Seals()), state="intact")],
        unit=village.pps,
        place=village.office,
        here=True,
        purpose="found-again",
        machine=SECOND,
    )


def is_late(world: World, station: Station) -> bool:
    """Whether its boxes are handed back after midnight."""
    return station.id in world.odd.home_late or count_ends(world, station) > clock(24)


def station_of(world: World, box: str) -> Station:
    """The station whose label a box bears."""
    return next(each for each in world.city.stations if each.id == box.rpartition("/")[0])
