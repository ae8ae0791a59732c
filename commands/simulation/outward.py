"""
The way out, down to the villages: warehouse to PPK two days before voting, PPK to PPS the day before.

Every load leaves with a carrier and a police escort; the supervisors of both ends see it go and come.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from commands.simulation import days
from commands.simulation.area import District, Village
from commands.simulation.cast import chair
from commands.simulation.chains import LOOSE
from commands.simulation.days import clock
from commands.simulation.packing import lift
from commands.simulation.player import Done
from commands.simulation.world import PICKUP, TRUCK, Said, Trip, World, accept, plates, release
from ledger.domain.documents.base import LinkLine
from ledger.domain.documents.boxes import CorrectionLine
from ledger.domain.documents.movement import AcceptanceLine

FROM_WAREHOUSE: Final = 81
FROM_PPK: Final = 60
"""Where the number plates of each begin."""
_USUAL, _SLOW = 40, 190
"""Minutes on the way, where two hours are the most."""


def play(world: World) -> Iterator[Done]:
    """Out to the villages."""
    for number, district in enumerate(world.city.districts):
        yield from _to_district(world, district, number)
    yield lift(world, world.odd.used_under_hold, days.at(-2, clock(18)))
    for district in world.city.districts:
        for number, village in enumerate(district.villages):
            yield from _to_village(world, district, village, clock(7, 8 * number))


def _to_district(world: World, district: District, number: int) -> Iterator[Done]:
    """Trucks of 255 boxes, in convoy."""
    city = world.city
    trip = Trip(
        giver=city.kpu,
        receiver=district.ppk,
        boxes=district.boxes,
        start=city.warehouse,
        end=district.store,
        leaves=days.at(-2, clock(8 + number)),
        arrives=days.at(-2, clock(8 + number, 50)),
        carrier=city.carrier,
        vehicle=plates(FROM_WAREHOUSE + number, len(district.boxes), TRUCK),
        escort=city.police,
        watched_by=city.bawaslu,
        awaited_by=district.panwascam,
    )
    sent = release(world, trip)
    world.plant_where("on-hold", sent, {world.odd.used_under_hold} & set(trip.boxes))
    yield sent
    yield accept(world, trip, sent)


def _trip_to(world: World, district: District, village: Village, minute: int) -> Trip:
    """Pickups of 51 boxes from the PPK; one village sends for its boxes without escort, one waits for hours."""
    on_the_way = _SLOW if village.code == world.odd.slow else _USUAL
    return Trip(
        giver=district.ppk,
        receiver=village.pps,
        boxes=tuple(box for box in village.boxes if box != world.odd.extra),
        start=district.store,
        end=village.office,
        leaves=days.at(-1, minute),
        arrives=days.at(-1, minute + on_the_way),
        carrier=world.city.carrier,
        vehicle=plates(FROM_PPK + int(village.code[-1:]), len(village.boxes), PICKUP),
        escort=None if village.code == world.odd.unescorted else district.polsek,
        watched_by=district.panwascam,
        awaited_by=village.pkd,
    )


def _to_village(world: World, district: District, village: Village, minute: int) -> Iterator[Done]:
    """What is listed; what was refused, missing or unlisted follows on a second trip."""
    if village.code == world.odd.breakdown:
        yield from _break_down(world, _trip_to(world, district, village, minute), days.at(-1, minute + 45))
        minute += 60
    trip = _trip_to(world, district, village, minute)
    sent = release(world, trip)
    if trip.escort is None:
        world.plant("IR-10", sent)
    yield sent
    unlisted = [box for box in village.boxes if box not in trip.boxes]
    taken = accept(world, trip, sent, _seen(world), _extra(world, unlisted))
    _plant(world, village, taken, unlisted)
    yield taken
    again = (*(box for box in trip.boxes if box in {world.odd.refused, world.odd.missing}), *unlisted)
    if again:
        yield from _again(world, replace(trip, boxes=again, escort=district.polsek), taken, unlisted)


def _break_down(world: World, trip: Trip, at: str) -> Iterator[Done]:
    """Released, and back in the yard with a broken axle: the release is withdrawn."""
    sent = release(world, trip)
    yield sent
    void = world.player.put(
        "withdrawal",
        {chair(trip.giver): "releases"},
        at,
        [world.player.chains.line(LinkLine, box) for box in trip.boxes],
        unit=trip.giver,
        of=sent.digest,
        place=trip.start,
        why="vehicle-broke-down",
    )
    world.plant("withdrawal", void)
    yield void


def _seen(world: World) -> dict[str, Said]:
    """What a PPS sees that the PPK did not."""
    odd = world.odd
    return {
        odd.came_off_on_the_way: {"seals": LOOSE, "state": "came-off", "cause": "transport"},
        odd.refused: {"outcome": "refused", "reason": "label-unreadable"},
        odd.missing: {"outcome": "missing"},
    }


def _extra(world: World, boxes: list[str]) -> list[AcceptanceLine]:
    chains = world.player.chains
    return [chains.line(AcceptanceLine, box, after=None, outcome="extra", reason="not-listed") for box in boxes]


def _plant(world: World, village: Village, taken: Done, unlisted: list[str]) -> None:
    odd, own = world.odd, set(village.boxes)
    for code, boxes in (
        ("IR-01", {odd.came_off_on_the_way}),
        ("IR-04", {odd.refused, odd.missing, *unlisted}),
        ("refused", {odd.refused}),
        ("missing", {odd.missing}),
        ("extra", set(unlisted)),
    ):
        world.plant_where(code, taken, boxes & own)
    if village.code == odd.slow:
        world.plant("IR-10", taken)


def _again(world: World, trip: Trip, before: Done, unlisted: list[str]) -> Iterator[Done]:
    """A second trip before noon; both sides settle what was unlisted."""
    trip = replace(
        trip,
        leaves=days.at(-1, clock(11, 50)),
        arrives=days.at(-1, clock(12, 30)),
        vehicle=plates(FROM_PPK, len(trip.boxes), PICKUP),
    )
    sent = release(world, trip)
    yield sent
    yield accept(world, trip, sent)
    if unlisted:
        yield world.player.put(
            "correction",
            {chair(trip.receiver): "acts", chair(trip.giver): "acts"},
            days.at(-1, clock(12, 40)),
            [CorrectionLine(box=box, after=world.player.chains.last[box]) for box in unlisted],
            unit=trip.receiver,
            place=trip.end,
            of=before.digest,
            why="list-incomplete",
        )
