"""
Flat cartons, ties and paper seals arrive from the vendor and are counted: some damaged, some missing, all made good.

They are goods until they are assembled and labelled; from then on they are boxes of the list.
"""

from collections.abc import Iterator
from typing import Any, Final

from commands.simulation import days, founding
from commands.simulation.cast import chair
from commands.simulation.days import clock
from commands.simulation.irregularities import DAMAGED_CARTONS, MISSING_CARTONS
from commands.simulation.player import Done
from commands.simulation.world import World
from ledger.domain.documents.base import Present, Ref
from ledger.domain.documents.remarks import StockLine

SPARE: Final = 10
"""Cartons that are for no station."""
TIES: Final = 6
"""Ties bought for each box."""
PAPER_SEALS: Final = 4


def play(world: World) -> Iterator[Done]:
    """Delivery, a rule for replacing cartons, replacement, return of what was damaged, and what assembly used."""
    boxes = len(world.city.boxes)
    damaged, missing = world.odd.scaled(DAMAGED_CARTONS), world.odd.scaled(MISSING_CARTONS)
    promised = boxes + SPARE
    yield from _delivered(world, promised, damaged, missing)
    yield from founding.replace_rules(world)
    yield _count(world, "delivered", -80, [_carton("replaced", world, damaged + missing)], waybill=2)
    back = StockLine(
        batch="returned", item="carton", giver=world.city.kpu, to=world.city.vendor, promised=damaged, good=damaged
    )
    yield _count(world, "returned", -79, [back], waybill=3)
    kpu = world.city.kpu
    used = (("used-cartons", "carton", boxes), ("used-papers", "paper-seal", boxes), ("used-ties", "tie", 2 * boxes))
    lines = [StockLine(batch=batch, item=item, giver=kpu, to=kpu, promised=n, good=n) for batch, item, n in used]
    yield _count(world, "used", -10, lines)


def _delivered(world: World, promised: int, damaged: int, missing: int) -> Iterator[Done]:
    boxes = len(world.city.boxes)
    city = world.city
    carton = _carton("delivered", world, promised, damaged=damaged, missing=missing)
    seals = [
        StockLine(
            batch=f"delivered-{item}",
            item=item,
            giver=city.vendor,
            to=city.kpu,
            promised=each * boxes,
            good=each * boxes,
        )
        for item, each in (("tie", TIES), ("paper-seal", PAPER_SEALS))
    ]
    done = _count(world, "delivered", -103, [carton, *seals], waybill=1)
    world.plant("IR-02", done, count=damaged)
    world.plant("IR-04", done, count=missing)
    yield done


def _carton(batch: str, world: World, promised: int, *, damaged: int = 0, missing: int = 0) -> StockLine:
    return StockLine(
        batch=batch,
        item="carton",
        giver=world.city.vendor,
        to=world.city.kpu,
        promised=promised,
        good=promised - damaged - missing,
        damaged=damaged,
        missing=missing,
    )


def _count(world: World, action: str, day: int, lines: list[StockLine], waybill: int | None = None) -> Done:
    """The commission counts, Bawaslu watches, police stand by."""
    city = world.city
    said: dict[str, Any] = {}
    if waybill:
        said["refs"] = (Ref(what="waybill", number=f"SJ-SIM-{waybill:03}", date=days.date(day)),)
    return world.player.put(
        "stock",
        {chair(city.kpu): "acts", chair(city.bawaslu): "witnesses"},
        days.at(day, clock(10)),
        lines,
        unit=city.kpu,
        place=city.warehouse,
        action=action,
        present=(Present(unit=city.police, part="escorts", how="seen", count=2),),
        **said,
    )
