"""
Voting day: opened at seven and shown empty, closed while people vote, opened for the count, counted, sealed.

The end of the count is written down: from it runs the day on which the boxes have to be back.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from commands.simulation import days
from commands.simulation.area import KINDS, District, Station
from commands.simulation.cast import chair
from commands.simulation.chains import CLOSED, VOTING
from commands.simulation.days import clock
from commands.simulation.founding import electoral_area
from commands.simulation.packing import SHORT, another
from commands.simulation.player import Done
from commands.simulation.world import World
from ledger.domain.documents.base import Packed, Present, Times
from ledger.domain.documents.boxes import Counts, OpeningLine, SealingLine

_STAYED_AWAY: Final = 18
"""Voters in a hundred who do not come; synthetic."""


def play(world: World) -> Iterator[Done]:
    """Morning everywhere, then noon, then the end of each count."""
    districts = [
        (district, station) for district in world.city.districts for v in district.villages for station in v.stations
    ]
    for district, station in districts:
        yield _open(world, district, station)
    for _, station in districts:
        yield _begin_count(world, station)
    for _, station in districts:
        yield _seal(world, station)


def _open(world: World, district: District, station: Station) -> Done:
    """Contents against the checklist, before voters, witnesses and the supervisor."""
    chains = world.player.chains
    lines = [
        chains.line(
            OpeningLine,
            box,
            broken=chains.seals[box],
            found=_found(world, district, station, box, kind),
            taken=("ballots", "forms"),
            resealed=VOTING,
        )
        for box, kind in zip(station.boxes, KINDS, strict=True)
    ]
    done = world.player.put(
        "opening",
        {chair(station.kpps): "acts", chair(station.ptps): "witnesses"},
        days.at(0, clock(7)),
        lines,
        unit=station.kpps,
        place=station.room,
        purpose="voting",
        basis="voting",
        present=tuple(Present(unit=party, part="witnesses", how="seen", count=1) for party in world.city.parties),
    )
    own = set(station.boxes)
    world.plant_where("IR-06", done, {world.odd.found_of_another} & own)
    world.plant_where("IR-07", done, {world.odd.found_short} & own)
    return done


def _found(world: World, district: District, station: Station, box: str, kind: str) -> Packed:
    """What is in the box: what was packed, or what nobody noticed when it was packed."""
    odd, dapil = world.odd, electoral_area(district, kind)
    foreign = box in {odd.packed_for_another, odd.found_of_another}
    short = SHORT * ((box == odd.packed_short) + (box == odd.found_short))
    return Packed(ballots=station.ballots - short, dapil=another(dapil) if foreign else dapil)


def _begin_count(world: World, station: Station) -> Done:
    chains = world.player.chains
    return world.player.put(
        "opening",
        {chair(station.kpps): "acts", chair(station.ptps): "witnesses"},
        days.at(0, clock(13, 10)),
        [chains.line(OpeningLine, box, broken=VOTING) for box in station.boxes],
        unit=station.kpps,
        place=station.room,
        purpose="counting",
        basis="counting",
    )


def count_ends(world: World, station: Station) -> int:
    """Minutes after the midnight before voting day."""
    if station.id in world.odd.past_midnight and station.id not in world.odd.home_late:
        return clock(24, 30)
    return clock(16) + Random(station.id).randrange(clock(4))  # noqa: S311 - a simulation, not a secret


def _seal(world: World, station: Station) -> Done:
    """Envelopes in, seals on: how many ballots are valid, invalid, unused, damaged, and how many voters came."""
    ended = count_ends(world, station)
    return world.player.put(
        "sealing",
        {chair(station.kpps): "acts", chair(station.ptps): "witnesses"},
        days.at(0, ended + 15),
        [
            world.player.chains.line(SealingLine, box, seals=CLOSED, counts=_counts(world, station, box))
            for box in station.boxes
        ],
        unit=station.kpps,
        place=station.room,
        purpose="results",
        times=Times(ended=days.at(0, ended)),
    )


def _counts(world: World, station: Station, box: str) -> Counts:
    chance = Random(box)  # noqa: S311 - a simulation, not a secret
    ballots = station.ballots - SHORT * (box in {world.odd.packed_short, world.odd.found_short})
    came = min(ballots - 3, station.voters * (100 - chance.randint(_STAYED_AWAY - 8, _STAYED_AWAY + 8)) // 100)
    invalid, damaged = chance.randint(0, 9), chance.randint(0, 2)
    return Counts(valid=came - invalid, invalid=invalid, unused=ballots - came - damaged, damaged=damaged, voters=came)
