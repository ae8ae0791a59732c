"""
Recapitulation at the PPK two days after voting, the way back to KPU, and storage.

The store of a PPK has three padlocks, and their holders come together whenever it is opened.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from commands.simulation import days
from commands.simulation.area import District, Village
from commands.simulation.cast import chair
from commands.simulation.chains import CLOSED
from commands.simulation.days import clock
from commands.simulation.numbered import numbered_lines
from commands.simulation.player import Done
from commands.simulation.world import SECOND, TRUCK, Trip, World, accept, away, plates, release
from ledger.domain.documents.base import Cited
from ledger.domain.documents.boxes import OpeningLine, SealingLine
from ledger.domain.documents.remarks import AccessLine, InspectionLine

_RECAP: Final = 2
_BACK: Final = 12
_RESET: Final = -40
"""The day a clock shows that was set back."""
_LOOKED_AT: Final = 3


def play(world: World) -> Iterator[Done]:
    """District by district: the store, the recapitulation of one village, and a few days later the way back."""
    for district in world.city.districts:
        yield _store(world, district, "closed", days.at(1, clock(3)), "boxes-are-in")
        yield _store(world, district, "opened", days.at(_RECAP, clock(8)), "recapitulation")
        yield from _look(world, district)
        yield from _recapitulate(world, district, district.villages[0])
        yield _store(world, district, "closed", days.at(_RECAP, clock(18)), "recapitulation-over")
    yield from _findings(world)
    for number, district in enumerate(world.city.districts):
        yield from _back(world, district, number)
    yield _kept(world)


def _store(world: World, district: District, action: str, at: str, why: str) -> Done:
    """
    PPK, Panwascam and police hold one padlock each. In the first district the police do not come to the opening
    (IR-11); in the last there is a box less than when the store was closed (store-count).
    """
    missing = action == "opened" and district == world.city.districts[0]
    fewer = int(action == "opened" and district == world.city.districts[-1])
    holders = (district.ppk, district.panwascam, district.polsek)
    parts = {chair(district.ppk): "acts", chair(district.panwascam): "unlocks"}
    if not missing:
        parts[chair(district.polsek)] = "unlocks"
    done = world.player.put(
        "access",
        parts,
        at,
        _padlocks(*holders),
        unit=district.ppk,
        place=district.store,
        action=action,
        why=why,
        boxes=len(district.boxes) - fewer,
        present=(away(district.polsek, "unlocks", "unknown"),) if missing else (),
    )
    if missing:
        world.plant("IR-11", done)
    if fewer:
        world.plant("store-count", done)
    return done


def _padlocks(*holders: str) -> list[AccessLine]:
    return [AccessLine(id=f"padlock-{n}", holder=holder, seen="intact") for n, holder in enumerate(holders, start=1)]


def _look(world: World, district: District) -> Iterator[Done]:
    """The supervisors look at the boxes in the store; termites were at some (IR-08)."""
    eaten = [box for box in district.boxes if box in world.odd.termites]
    whole = [box for box in _of_district(world, district) if box not in eaten and world.odd.unlinked not in box]
    seals = world.player.chains.seals
    lines = [InspectionLine(box=box, seals=seals[box], state="damaged", cause="termites") for box in eaten]
    lines += [InspectionLine(box=box, seals=seals[box], state="intact") for box in whole[:_LOOKED_AT]]
    if not lines:
        return
    done = world.player.put(
        "inspection",
        {chair(district.panwascam): "inspects"},
        days.at(_RECAP, clock(8, 15)),
        lines,
        unit=district.panwascam,
        place=district.store,
        purpose="store",
    )
    world.plant_where("IR-08", done, eaten)
    yield done


def _here(world: World, village: Village) -> list[str]:
    """All but the box that was lost for good and the one that was turned away."""
    return [box for box in village.boxes if box not in {*world.odd.lost[1:], world.odd.turned_back}]


def _of_district(world: World, district: District) -> list[str]:
    return [box for village in district.villages for box in _here(world, village)]


def _recapitulate(world: World, district: District, village: Village) -> Iterator[Done]:
    """The boxes of one village are opened, their results read out, and sealed again."""
    chains, boxes = world.player.chains, _here(world, village)
    parts = {chair(district.ppk): "acts", chair(district.panwascam): "witnesses"}
    where: dict[str, Any] = {"unit": district.ppk, "place": district.store, "purpose": "recap"}
    yield world.player.put(
        "opening",
        parts,
        days.at(_RECAP, clock(9)),
        [chains.line(OpeningLine, box, broken=chains.seals[box], taken=("results-form",)) for box in boxes],
        basis="recapitulation",
        **where,
    )
    numbered = district == world.city.districts[0]
    lines = numbered_lines(world, boxes) if numbered else [_closed(world, box) for box in boxes]
    done = world.player.put("sealing", parts, days.at(_RECAP, clock(16)), lines, **where)
    if numbered:
        world.plant("serial-twice", done, boxes[-1])
    yield done


def _closed(world: World, box: str) -> SealingLine:
    return world.player.chains.line(SealingLine, box, seals=CLOSED, items=("results-form",))


def _findings(world: World) -> Iterator[Done]:
    """Bawaslu finds ballots of another dapil; KPU explains, on a laptop whose clock was set back; Bawaslu closes it."""
    city, odd = world.city, world.odd
    found = world.player.put(
        "finding",
        {chair(city.bawaslu): "reports"},
        days.at(3, clock(9)),
        [Cited(box=box) for box in sorted({odd.found_of_another, odd.packed_for_another})],
        unit=city.bawaslu,
        place=city.warehouse,
        sort="supervision",
        code="IR-06",
    )
    world.plant_where("IR-06", found, {odd.found_of_another, odd.packed_for_another})
    yield found
    for unit, does, day in ((city.kpu, "explains", _RESET), (city.bawaslu, "closes", 6)):
        said = {"unit": unit, "of": found.digest, "does": does, "really": days.at(4, clock(9))}
        done = world.player.put("answer", {chair(unit): "reports"}, days.at(day, clock(9)), (), **said)
        if day == _RESET:
            world.plant("clock", done)
        yield done


def _back(world: World, district: District, number: int) -> Iterator[Done]:
    """Trucks of 255 boxes to the warehouse; one box was sent the day before, and nobody accepts it."""
    city, last = world.city, world.odd.unanswered
    here = _of_district(world, district)
    boxes = tuple(box for box in here if box != last)
    trip = Trip(
        giver=district.ppk,
        receiver=city.kpu,
        boxes=boxes,
        start=district.store,
        end=city.warehouse,
        leaves=days.at(_BACK, clock(9 + number)),
        arrives=days.at(_BACK, clock(9 + number, 50)),
        carrier=city.carrier,
        vehicle=plates(90 + number, len(boxes), TRUCK),
        escort=chair(city.police),
        watched_by=district.panwascam,
        awaited_by=city.bawaslu,
    )
    if last in here:
        first = release(world, replace(trip, boxes=(last,), leaves=days.at(_BACK - 1, clock(9)), machine=SECOND))
        world.plant("unanswered", first, last)
        yield first
    sent = release(world, trip)
    yield sent
    yield accept(world, trip, sent)


def _kept(world: World) -> Done:
    """The warehouse is closed."""
    city = world.city
    return world.player.put(
        "access",
        {chair(city.kpu): "acts", chair(city.bawaslu): "unlocks", chair(city.police): "unlocks"},
        days.at(_BACK, clock(17)),
        _padlocks(city.kpu, city.bawaslu, city.police),
        unit=city.kpu,
        place=city.warehouse,
        action="closed",
        why="storage",
        boxes=len(city.boxes),
    )
