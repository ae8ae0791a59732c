"""
Seals that bear numbers: committed to when they are issued, revealed when they are put on.

That seals in Indonesia bear numbers is not known; here one PPK has such a batch, to show what can be proved with it.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from commands.simulation import days
from commands.simulation.cast import chair
from commands.simulation.days import clock
from commands.simulation.player import Done
from commands.simulation.world import World
from ledger import merkle
from ledger.domain.documents.base import Seal, Seals
from ledger.domain.documents.boxes import Revealed, SealingLine
from ledger.domain.documents.remarks import StockLine, StockSerials

BATCH: Final = "numbered-ties"
EACH: Final = 2
"""Ties on a box."""
_DAY: Final = -9


@dataclass(frozen=True)
class Numbered:
    """A batch of numbered ties: the paper that commits to it, and what is needed to reveal any of them."""

    stock: str
    serials: Sequence[str]
    salts: Sequence[str]

    def revealed(self, number: int) -> Revealed:
        """One of them, with the proof that it is of the batch."""
        leaves = self.leaves
        path = merkle.prove_inclusion(number, len(leaves), merkle.nodes_of(leaves))
        return Revealed(
            stock=self.stock,
            batch=BATCH,
            number=number,
            salt=self.salts[number],
            serial=self.serials[number],
            path=tuple(b64encode(one).decode() for one in path),
        )

    @property
    def leaves(self) -> list[bytes]:
        """The commitments, as leaves of their tree."""
        pairs = zip(self.salts, self.serials, strict=True)
        return [merkle.leaf_hash(hashlib.sha256(bytes.fromhex(salt) + s.encode()).digest()) for salt, s in pairs]


def issue(world: World, chance: Random) -> Done:
    """KPU gives the first PPK ties with numbers, as many as its first village needs, and ten more."""
    city, district = world.city, world.city.districts[0]
    count = EACH * len(district.villages[0].boxes) + 10
    batch = Numbered("", [f"SIM-{n:05}" for n in range(count)], [chance.randbytes(16).hex() for _ in range(count)])
    committed = StockSerials(root=merkle.root(batch.leaves).hex(), count=count)
    line = StockLine(
        batch=BATCH, item="tie", giver=city.kpu, to=district.ppk, promised=count, good=count, serials=committed
    )
    done = world.player.put(
        "stock",
        {chair(city.kpu): "acts", chair(city.bawaslu): "witnesses"},
        days.at(_DAY, clock(10)),
        [line],
        unit=city.kpu,
        place=city.warehouse,
        action="issued",
    )
    world.numbered = Numbered(done.digest, batch.serials, batch.salts)
    return done


def numbered_lines(world: World, boxes: Sequence[str]) -> list[SealingLine]:
    """Each box with two ties of its own, but the last, which bears one that is on the first as well."""
    batch = world.numbered
    assert batch is not None  # noqa: S101 - issued before anything is sealed so
    numbers = {box: (EACH * nth, EACH * nth + 1) for nth, box in enumerate(boxes)}
    numbers[boxes[-1]] = (0, numbers[boxes[-1]][1])
    return [_line(world, batch, box, pair) for box, pair in numbers.items()]


def _line(world: World, batch: Numbered, box: str, numbers: tuple[int, int]) -> SealingLine:
    serials = tuple(batch.serials[number] for number in numbers)
    return world.player.chains.line(
        SealingLine,
        box,
        seals=Seals(ties=Seal(on=EACH, serials=serials), papers=Seal(on=1)),
        items=("results-form",),
        revealed=tuple(batch.revealed(number) for number in numbers),
    )
