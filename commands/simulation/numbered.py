"""
Seals that bear numbers: committed to when they are issued, revealed when they are put on.

That seals in Indonesia bear numbers is not known; here one PPK has such a batch, to show what can be proved with it.
"""

from collections.abc import Sequence
from random import Random
from typing import Any, Final, NamedTuple

from commands.simulation import days
from commands.simulation.cast import chair
from commands.simulation.days import clock
from commands.simulation.player import Done
from commands.simulation.world import World
from commands.typed.serials import Batch
from ledger.domain.documents.base import Seal, Seals
from ledger.domain.documents.boxes import SealingLine
from ledger.domain.documents.remarks import StockLine

BATCH: Final = "numbered-ties"
EACH: Final = 2
"""Ties on a box."""
_DAY: Final = -9


class Numbered(NamedTuple):
    """A batch of numbered ties, and the paper that commits to it."""

    stock: str
    batch: Batch


def issue(world: World, chance: Random) -> Done:
    """KPU gives the first PPK ties with numbers, as many as its first village needs, and ten more."""
    city, district = world.city, world.city.districts[0]
    count = EACH * len(district.villages[0].boxes) + 10
    batch = Batch(BATCH, [(chance.randbytes(16).hex(), f"SIM-{number:05}") for number in range(count)])
    counted: dict[str, Any] = {"promised": count, "good": count, "serials": batch.committed}
    line = StockLine(batch=BATCH, item="tie", giver=city.kpu, to=district.ppk, **counted)
    done = world.player.put(
        "stock",
        {chair(city.kpu): "acts", chair(city.bawaslu): "witnesses"},
        days.at(_DAY, clock(10)),
        [line],
        unit=city.kpu,
        place=city.warehouse,
        action="issued",
    )
    world.numbered = Numbered(done.digest, batch)
    return done


def numbered_lines(world: World, boxes: Sequence[str]) -> list[SealingLine]:
    """Each box with two ties of its own, but the last, which bears one that is on the first as well."""
    numbers = {box: (EACH * nth, EACH * nth + 1) for nth, box in enumerate(boxes)}
    numbers[boxes[-1]] = (0, numbers[boxes[-1]][1])
    return [_line(world, world.numbered, box, pair) for box, pair in numbers.items()]


def _line(world: World, issued: Numbered, box: str, numbers: tuple[int, int]) -> SealingLine:
    revealed = tuple(issued.batch.revealed(number, issued.stock) for number in numbers)
    return world.player.chains.line(
        SealingLine,
        box,
        seals=Seals(ties=Seal(on=EACH, serials=tuple(one.serial for one in revealed)), papers=Seal(on=1)),
        items=("results-form",),
        revealed=revealed,
    )
