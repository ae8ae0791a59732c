"""
The world the acts are played in, and the three moves most of them are made of: release, acceptance, hand-over.

A trip is what one convoy carries from one unit to another.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from commands.simulation.area import City, Station
from commands.simulation.cast import Cast, chair
from commands.simulation.irregularities import Irregularities
from commands.simulation.planted import Planted
from commands.simulation.player import Done, Player
from ledger.domain import names
from ledger.domain.documents.base import LinkLine, Present
from ledger.domain.documents.movement import AcceptanceLine
from ledger.paper import Paper

if TYPE_CHECKING:
    from commands.simulation.numbered import Numbered

TRUCK: Final = 255
PICKUP: Final = 51
"""Boxes a vehicle carries."""
SECOND: Final = "second"
"""The other machine of an office, where two papers are drafted at once."""

Said = Mapping[str, Any]
"""Members of a line or a document."""
Act = Callable[["World"], Iterator[Done]]


@dataclass
class World:
    """Everything an act needs."""

    city: City
    cast: Cast
    player: Player
    odd: Irregularities
    planted: Planted = field(default_factory=Planted)
    held: dict[str, list[str]] = field(default_factory=dict)
    """The boxes each station was handed, its own or not."""
    before_claim: dict[str, str] = field(default_factory=dict)
    """By box the last link the village office knew when the box was first handed to a station."""
    holds: dict[str, str] = field(default_factory=dict)
    """By box the paper of the hold on it."""
    rules: str = ""
    """The rules in force."""
    plan: Done = field(init=False)
    """The legs that are expected."""
    to_attest: list[tuple[Station, str]] = field(default_factory=list)
    """Papers whose witness signs later."""
    withheld: list[Paper] = field(default_factory=list)
    """Papers that were never sent."""
    numbered: "Numbered" = field(init=False)
    """The seals that bear numbers, once they were committed to."""

    def plant(self, code: str, done: Done, *boxes: str, station: str | None = None, count: int = 1) -> None:
        """Note what was done on purpose."""
        assert done.index is not None  # noqa: S101 - a paper that was withheld shows nothing
        self.planted.add(code, done.index, done.digest, *boxes, station=station, count=count)

    def plant_where(self, code: str, done: Done, boxes: Iterable[str]) -> None:
        """The same on each of these boxes, and nothing where there are none."""
        for box in sorted(boxes):
            self.plant(code, done, box)


@dataclass(frozen=True)
class Trip:
    """Boxes on their way from one unit to another: when and where from, and who goes with them."""

    giver: str
    receiver: str
    boxes: tuple[str, ...]
    start: str
    end: str
    leaves: str
    arrives: str
    carrier: str
    vehicle: str
    escort: str | None
    """The police officer who rides along."""
    watched_by: str
    """The supervisors at the door of the giver."""
    awaited_by: str
    """The supervisors at the door of the receiver."""
    machine: str = ""
    """Which machines of both offices its papers are drafted on."""


def release(world: World, trip: Trip) -> Done:
    """The giver sends boxes on their way; police escort them, a supervisor sees them leave."""
    parts = {chair(trip.giver): "releases", chair(trip.watched_by): "witnesses"}
    if trip.escort:
        parts[trip.escort] = "escorts"
    world.player.tally.hand_overs += 1
    return world.player.put(
        "release",
        parts,
        trip.leaves,
        [world.player.chains.line(LinkLine, box) for box in trip.boxes],
        unit=trip.giver,
        to=trip.receiver,
        place=trip.start,
        carrier=trip.carrier,
        vehicle=trip.vehicle,
        escort=(names.unit_of(trip.escort),) if trip.escort else (),
        machine=trip.machine,
    )


def accept(
    world: World, trip: Trip, of: Done, seen: Mapping[str, Said] | None = None, extra: Iterable[AcceptanceLine] = ()
) -> Done:
    """The receiver answers every line of the release; `seen` is what he says of a box that is not as it should be."""
    lines = [
        world.player.chains.line(AcceptanceLine, box, **{"outcome": "accepted", **(seen or {}).get(box, {})})
        for box in trip.boxes
    ]
    return world.player.put(
        "acceptance",
        {chair(trip.receiver): "receives", chair(trip.awaited_by): "witnesses"},
        trip.arrives,
        [*lines, *extra],
        unit=trip.receiver,
        of=of.digest,
        place=trip.end,
        machine=trip.machine,
    )


def plates(series: int, boxes: int, carries: int) -> str:
    """The number plates of a convoy, `N8101SIM/N8102SIM`."""
    return "/".join(f"N{series:02}{number:02}SIM" for number in range(1, -(-boxes // carries) + 1))


def away(unit: str, part: str, reason: str | None = None) -> Present:
    """Somebody who should have been there and was not."""
    return Present(unit=unit, part=part, how="absent", reason=reason)  # type: ignore[arg-type]  # words of closed lists
