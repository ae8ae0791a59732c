"""The evening of voting day: the end of each count, the way back to the PPS, and what becomes of the boxes there."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from operator import itemgetter
from typing import Any, Final

from commands.simulation import days, night
from commands.simulation.area import Station, Village
from commands.simulation.cast import chair, deputy
from commands.simulation.chains import CLOSED
from commands.simulation.days import clock
from commands.simulation.player import Done
from commands.simulation.voting import count_ends, seal
from commands.simulation.world import SECOND, World, away
from ledger.domain.documents.base import File, Present, Transcribed
from ledger.domain.documents.boxes import OpeningLine
from ledger.domain.documents.movement import AcceptanceLine

Event = tuple[int, int, Callable[[], Iterator[Done]]]
"""When it happens, the how manieth it is of all, and what."""

_RESIDENT: Final = 9
"""A place of the village that no register knows."""


def play(world: World) -> Iterator[Done]:
    """As the evening goes on: the end of each count, stations to their village office, villages to their PPK."""
    for _minute, _nth, act in sorted(_evening(world), key=itemgetter(0, 1)):
        yield from act()
    yield from _attest(world)


def _evening(world: World) -> Iterator[Event]:
    """What happens, each with the minute at which it does."""
    nth = count()
    for district in world.city.districts:
        for village in district.villages:
            for station in village.stations:
                yield count_ends(world, station) + 15, next(nth), partial(seal, world, station)
                yield _back_at(world, station), next(nth), partial(_bring_back, world, village, station)
            for box in filter(village.boxes.__contains__, world.odd.opened_at_village):
                yield _opened_at(world, box), next(nth), partial(_open_without_basis, world, village, box)
            yield night.TONIGHT, next(nth), partial(night.tonight, world, district, village)
            yield night.AFTER_MIDNIGHT, next(nth), partial(night.after_midnight, world, district, village)


def _back_at(world: World, station: Station) -> int:
    return clock(24, 50) if night.is_late(world, station) else count_ends(world, station) + 45


def _opened_at(world: World, box: str) -> int:
    return clock(25, 20) if night.is_late(world, night.station_of(world, box)) else clock(22, 30)


def _bring_back(world: World, village: Village, station: Station) -> Iterator[Done]:
    """The KPPS hands back what it counted, before the eyes of its supervisor."""
    odd = world.odd
    minute = _back_at(world, station)
    parts = {chair(station.kpps): "releases", chair(village.pps): "receives"}
    said: dict[str, Any] = {"place": village.office}
    if station.id in odd.detour:
        parts = {chair(station.kpps): "releases", deputy(village.pps): "receives"}
        said = {"place": f"{village.pps}/{_RESIDENT}"}
    if station.id in odd.attested_later:
        said["present"] = (away(station.ptps, "witnesses", "late"),)
    elif station.id not in odd.on_paper:
        parts[chair(station.ptps)] = "witnesses"
    if station.id in odd.on_paper:
        parts = {deputy(village.pps): "reports"}
        said |= _form(station, village, days.at(0, minute))
        minute += 20
    crate = {"crate": f"crate-{station.id[-3:]}"} if village.code == odd.crated else {}
    world.player.tally.hand_overs += 1
    done = world.player.put(
        "handover",
        parts,
        days.at(0, minute),
        [world.player.chains.line(AcceptanceLine, box, outcome="accepted", **crate) for box in station.boxes],
        unit=station.kpps,
        to=village.pps,
        **said,
    )
    _plant(world, station, done)
    yield done


def _form(station: Station, village: Village, written_at: str) -> dict[str, Any]:
    """What a transcript says of the paper form it was copied from."""
    return {
        "transcribed": Transcribed(
            form="handover-form",
            number=f"SIM-{station.id[-3:]}",
            written_at=written_at,
            signed_on_paper=(station.kpps, village.pps, station.ptps),
        ),
        "files": (File(what="scan", bytes=184_320, hash="5a" * 32),),
        "present": (Present(unit=station.ptps, part="witnesses", how="paper"),),
    }


def _plant(world: World, station: Station, done: Done) -> None:
    odd = world.odd
    for code, stations in (("IR-14", odd.home_late), ("IR-09", odd.detour), ("transcript", odd.on_paper)):
        if station.id in stations:
            world.plant(code, done, station=station.id)
    if station.id in odd.attested_later:
        world.plant("absence", done, station=station.id)
        world.to_attest.append((station, done.digest))


def _open_without_basis(world: World, village: Village, box: str) -> Iterator[Done]:
    """Somebody at the village office opens a box to look for a form; the first is sealed again, the second is not."""
    chains, sealed_again = world.player.chains, box == world.odd.opened_at_village[0]
    line = chains.line(OpeningLine, box, broken=chains.seals[box], resealed=CLOSED if sealed_again else None)
    minute = _opened_at(world, box)
    done = world.player.put(
        "opening",
        {chair(village.pps): "acts", chair(village.pkd): "witnesses"},
        days.at(0, minute),
        [line],
        unit=village.pps,
        place=village.office,
        purpose="evidence",
        basis="none",
        reason="form-left-inside",
        machine=SECOND if minute > night.TONIGHT else "",
    )
    world.plant("IR-12", done, box)
    if not sealed_again:
        world.plant("left-open", done, box)
    yield done


def _attest(world: World) -> Iterator[Done]:
    """Supervisors who came too late sign the next day."""
    for station, digest in world.to_attest:
        yield world.player.put(
            "attestation", {chair(station.ptps): "witnesses"}, days.at(1, clock(9)), unit=station.ptps, of=digest
        )
