"""
Recapitulation at the PPK two days after voting, the way back to KPU, and storage.

The store of a PPK has three padlocks, and their holders come together whenever it is opened.
"""

from collections.abc import Iterator
from typing import Any, Final

from commands.simulation import days
from commands.simulation.area import District, Village
from commands.simulation.cast import chair
from commands.simulation.chains import CLOSED
from commands.simulation.days import clock
from commands.simulation.player import Done
from commands.simulation.world import TRUCK, Trip, World, accept, away, plates, release
from ledger.domain.documents.base import Cited
from ledger.domain.documents.boxes import OpeningLine, SealingLine
from ledger.domain.documents.remarks import AccessLine, InspectionLine

_RECAP: Final = 2
_BACK: Final = 12


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
    """PPK, Panwascam and police hold one padlock each; once, at the first opening, the police do not come (IR-11)."""
    missing = action == "opened" and district == world.city.districts[0]
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
        boxes=len(district.boxes),
        present=(away(district.polsek, "unlocks", "unknown"),) if missing else (),
    )
    if missing:
        world.plant("IR-11", done)
        world.plant("padlock", done)
    return done


def _padlocks(*holders: str) -> list[AccessLine]:
    return [AccessLine(id=f"padlock-{n}", holder=holder, seen="intact") for n, holder in enumerate(holders, start=1)]


def _look(world: World, district: District) -> Iterator[Done]:
    """The supervisors look at the boxes in the store; termites were at some (IR-08)."""
    eaten = [box for box in district.boxes if box in world.odd.termites]
    seals = world.player.chains.seals
    lines = [InspectionLine(box=box, seals=seals[box], state="damaged", cause="termites") for box in eaten]
    lines += [
        InspectionLine(box=box, seals=seals[box], state="intact") for box in district.boxes[:3] if box not in eaten
    ]
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
    return [box for box in village.boxes if box not in world.odd.lost[1:]]


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
    yield world.player.put(
        "sealing",
        parts,
        days.at(_RECAP, clock(16)),
        [chains.line(SealingLine, box, seals=CLOSED, items=("results-form",)) for box in boxes],
        **where,
    )


def _findings(world: World) -> Iterator[Done]:
    """Bawaslu finds ballots of another dapil unanswered; KPU explains, and for one case Bawaslu closes it."""
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
    yield found
    for unit, does, day in ((city.kpu, "explains", 4), (city.bawaslu, "closes", 6)):
        yield world.player.put(
            "answer", {chair(unit): "reports"}, days.at(day, clock(9)), unit=unit, of=found.digest, does=does
        )


def _back(world: World, district: District, number: int) -> Iterator[Done]:
    """Trucks of 255 boxes to the warehouse."""
    city = world.city
    boxes = tuple(box for village in district.villages for box in _here(world, village))
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
        escort=city.police,
        watched_by=district.panwascam,
        awaited_by=city.bawaslu,
    )
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
