"""
Packing in the warehouse: cartons become boxes with label, contents and seals, village by village.

Bawaslu looks at them, holds back two whose carton is damaged; one is replaced, one is used all the same.
"""

from collections.abc import Iterator
from typing import Any, Final

from commands.simulation import days
from commands.simulation.area import KINDS, District, Station, Village
from commands.simulation.cast import authorities, chair
from commands.simulation.chains import CLOSED
from commands.simulation.days import clock
from commands.simulation.founding import electoral_area
from commands.simulation.player import Done
from commands.simulation.world import World
from ledger.domain.documents.base import Cited, Packed
from ledger.domain.documents.boxes import OpeningLine, SealingLine
from ledger.domain.documents.remarks import InspectionLine

SHORT: Final = 25
"""Ballots that are not there."""
ITEMS: Final = ("checklist", "forms", "ink", "ties")


def play(world: World) -> Iterator[Done]:
    """Packing, the look of the supervisors, and what came of it."""
    for day, (district, village) in enumerate(_in_order(world)):
        yield _pack(world, district, village, -40 + day)
    yield from _hold_back(world)


def _in_order(world: World) -> list[tuple[District, Village]]:
    return [(district, village) for district in world.city.districts for village in district.villages]


def _pack(world: World, district: District, village: Village, day: int) -> Done:
    done = world.player.put(
        "sealing",
        {chair(world.city.kpu): "acts", chair(world.city.bawaslu): "witnesses"},
        days.at(day, clock(14)),
        [
            world.player.chains.line(
                SealingLine, box, seals=CLOSED, items=ITEMS, packed=_contents(world, district, station, box, kind)
            )
            for station in village.stations
            for box, kind in zip(station.boxes, KINDS, strict=True)
        ],
        unit=world.city.kpu,
        place=world.city.warehouse,
        purpose="packing",
    )
    for code, box in (("IR-06", world.odd.packed_for_another), ("IR-07", world.odd.packed_short)):
        if box in village.boxes:
            world.plant(code, done, box)
    return done


def _contents(world: World, district: District, station: Station, box: str, kind: str) -> Packed:
    short = SHORT if box == world.odd.packed_short else 0
    dapil = electoral_area(district, kind)
    if box == world.odd.packed_for_another:
        dapil = another(dapil)
    return Packed(ballots=station.ballots - short, dapil=dapil)


def another(dapil: str) -> str:
    """A dapil that is not this one."""
    return f"{dapil[:-1]}{int(dapil[-1]) % 3 + 1}"


def _hold_back(world: World) -> Iterator[Done]:
    city, odd = world.city, world.odd
    inspected = world.player.put(
        "inspection",
        {chair(city.bawaslu): "inspects"},
        days.at(-14, clock(9)),
        [
            InspectionLine(box=box, seals=CLOSED, state="damaged", cause="delivery")
            for box in dict.fromkeys((odd.replaced, odd.used_under_hold))
        ],
        unit=city.bawaslu,
        place=city.warehouse,
        purpose="stock-taking",
    )
    world.plant("IR-02", inspected, odd.replaced, odd.used_under_hold)
    yield inspected
    for box in (odd.replaced, odd.used_under_hold):
        yield _order(world, "hold", box, days.at(-14, clock(10)), why="damaged-carton")
    yield from _replace(world, odd.replaced)


def _replace(world: World, box: str) -> Iterator[Done]:
    """Opened on the basis both families agreed on, and packed into a carton of the reserve."""
    city, chains = world.city, world.player.chains
    parts = {chair(city.kpu): "acts", chair(city.bawaslu): "witnesses"}
    where: dict[str, Any] = {"unit": city.kpu, "place": city.warehouse, "purpose": "packing"}
    opened = chains.line(OpeningLine, box, broken=CLOSED, state="damaged", cause="delivery")
    yield lift(world, box, days.at(-13, clock(8)))
    yield world.player.put("opening", parts, days.at(-13, clock(9)), [opened], basis="replacement", **where)
    packed = chains.line(SealingLine, box, seals=CLOSED, state="replaced", body=2)
    yield world.player.put("sealing", parts, days.at(-13, clock(10)), [packed], **where)


def lift(world: World, box: str, at: str) -> Done:
    """The hold on a box no longer stands."""
    return _order(world, "lift", box, at, of=world.holds[box])


def _order(world: World, kind: str, box: str, at: str, **said: str) -> Done:
    """Bawaslu holds boxes back with an authority key."""
    officer = authorities(world.city.bawaslu)[0]
    done = world.player.put(kind, {officer: "authorises"}, at, [Cited(box=box)], unit=world.city.bawaslu, **said)
    if kind == "hold":
        world.holds[box] = done.digest
        world.plant("hold", done, box)
    return done
