"""
The way home on the evening of voting day: KPPS to PPS, PPS to PPK, the same day the count ended.

A second load after midnight brings what came late or was found again.
"""

from collections.abc import Iterator
from typing import Any, Final

from commands.simulation import days
from commands.simulation.area import District, Station, Village
from commands.simulation.cast import chair, deputy
from commands.simulation.chains import CLOSED
from commands.simulation.days import clock
from commands.simulation.player import Done
from commands.simulation.voting import count_ends
from commands.simulation.world import PICKUP, Trip, World, accept, away, plates, release
from ledger.domain.documents.base import Cited, File, Present, Ref, Seals, Transcribed
from ledger.domain.documents.boxes import OpeningLine
from ledger.domain.documents.movement import AcceptanceLine
from ledger.domain.documents.remarks import InspectionLine

TONIGHT: Final = clock(23)
AFTER_MIDNIGHT: Final = clock(25, 30)
_RESIDENT: Final = 9
"""A place of the village that no register knows."""


def play(world: World) -> Iterator[Done]:
    """All stations to their village office, then all villages to their PPK, then what is left."""
    for village in world.city.villages:
        for station in village.stations:
            yield from _bring_back(world, village, station)
        yield from _open_without_basis(world, village)
    for district in world.city.districts:
        for village in district.villages:
            yield from _to_district(world, district, village)
    yield from _attest(world)


def _is_late(world: World, station: Station) -> bool:
    return station.id in world.odd.home_late or count_ends(world, station) > clock(24)


def _bring_back(world: World, village: Village, station: Station) -> Iterator[Done]:
    """The KPPS hands back what it counted, before the eyes of its supervisor."""
    odd = world.odd
    minute = clock(24, 50) if _is_late(world, station) else count_ends(world, station) + 45
    parts = {chair(station.kpps): "releases", chair(village.pps): "receives"}
    said: dict[str, Any] = {"place": f"{village.pps}/{_RESIDENT}" if station.id in odd.detour else village.office}
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


def _open_without_basis(world: World, village: Village) -> Iterator[Done]:
    """Somebody at the village office opens boxes to look for a form; one is sealed again, one is not."""
    for number, box in enumerate(world.odd.opened_at_village):
        if box not in village.boxes:
            continue
        chains = world.player.chains
        line = chains.line(OpeningLine, box, broken=chains.seals[box], resealed=None if number else CLOSED)
        done = world.player.put(
            "opening",
            {chair(village.pps): "acts", chair(village.pkd): "witnesses"},
            days.at(0, clock(25, 20)) if _is_home_late(world, box) else days.at(0, clock(22, 30)),
            [line],
            unit=village.pps,
            place=village.office,
            purpose="evidence",
            basis="none",
            reason="form-left-inside",
        )
        world.plant("IR-12", done, box)
        yield done


def _is_home_late(world: World, box: str) -> bool:
    station = next(each for each in world.city.stations if each.id == box.rpartition("/")[0])
    return _is_late(world, station)


def _to_district(world: World, district: District, village: Village) -> Iterator[Done]:
    """What is here tonight, then what came after midnight. Two boxes never arrive; one is found again."""
    late = [box for station in village.stations if _is_late(world, station) for box in station.boxes]
    tonight = [box for box in village.boxes if box not in late]
    found = [box for box in world.odd.lost[:1] if box in village.boxes]
    if tonight:
        yield from _carry(world, _trip_from(world, district, village, tonight, TONIGHT), set(world.odd.lost))
    for box in found:
        yield _found_again(world, village, box)
    if late or found:
        yield from _carry(world, _trip_from(world, district, village, late + found, AFTER_MIDNIGHT), set())


def _trip_from(world: World, district: District, village: Village, boxes: list[str], minute: int) -> Trip:
    return Trip(
        giver=village.pps,
        receiver=district.ppk,
        boxes=tuple(boxes),
        start=village.office,
        end=district.store,
        leaves=days.at(0, minute),
        arrives=days.at(0, minute + 40),
        carrier=world.city.carrier,
        vehicle=plates(40 + int(village.code[-1:]), len(boxes), PICKUP),
        escort=district.polsek,
        watched_by=village.pkd,
        awaited_by=district.panwascam,
    )


def _carry(world: World, trip: Trip, lost: set[str]) -> Iterator[Done]:
    sent = release(world, trip)
    yield sent
    gone = sorted(lost & set(trip.boxes))
    yield accept(world, trip, sent, {box: {"outcome": "missing"} for box in gone})
    for box in gone:
        yield _report_lost(world, trip, box)


def _report_lost(world: World, trip: Trip, box: str) -> Done:
    done = world.player.put(
        "finding",
        {chair(trip.receiver): "reports"},
        trip.arrives,
        [Cited(box=box)],
        unit=trip.receiver,
        place=trip.end,
        sort="event",
        code="IR-13",
        refs=(Ref(what="police-report", number="LP/SIMULASI/01", date=days.date(0)),),
    )
    world.plant("IR-13", done, box)
    return done


def _found_again(world: World, village: Village, box: str) -> Done:
    """It stood in the corridor of the village office: `here`."""
    return world.player.put(
        "inspection",
        {chair(village.pps): "inspects"},
        days.at(0, clock(25)),
        [InspectionLine(box=box, seals=world.player.chains.seals.get(box, Seals()), state="intact")],
        unit=village.pps,
        place=village.office,
        here=True,
        purpose="found-again",
    )


def _attest(world: World) -> Iterator[Done]:
    """Supervisors who came too late sign the next day."""
    for station, digest in world.to_attest:
        yield world.player.put(
            "attestation", {chair(station.ptps): "witnesses"}, days.at(1, clock(9)), unit=station.ptps, of=digest
        )
