"""
From the evening before to the morning of voting day: a stolen laptop, a new key, boxes collected before six o'clock,
late hand-overs, boxes given back to the station they belong to.
"""

from collections.abc import Iterator
from typing import Final

from commands.simulation import days, stations
from commands.simulation.area import Station, Village
from commands.simulation.cast import chair, deputy, public, registrar
from commands.simulation.chains import TOO_MANY
from commands.simulation.days import clock
from commands.simulation.player import Done
from commands.simulation.world import World
from ledger.domain.documents.base import LinkLine
from ledger.domain.documents.movement import AcceptanceLine
from ledger.domain.documents.people import RevocationLine, RotationLine

_BEGIN: Final = clock(5)


def play(world: World) -> Iterator[Done]:
    """Keys, then boxes, village by village."""
    for village in world.city.villages:
        for station in village.stations:
            if station.id in world.odd.stolen:
                yield _revoke(world, station)
    yield _rotate(world, world.city.villages[0])
    for village in world.city.villages:
        for number, station in enumerate(village.stations):
            at = days.at(0, _BEGIN + number % 50)
            if station.id in world.odd.late:
                yield stations.hand_over(world, village, station, at, station.room)
            else:
                yield _collect(world, village, station, at)
    yield from _swap_back(world)
    for station in world.city.stations:
        if station.id in world.odd.stolen:
            yield _signed_by_the_thief(world, station)


def _revoke(world: World, station: Station) -> Done:
    """The deputy's laptop is stolen: the commission's registrar revokes the key."""
    officer = deputy(station.kpps)
    line = RevocationLine(
        id=officer, keys=(world.cast.key(officer).public.id,), why="stolen", since=days.at(-1, clock(20))
    )
    done = world.player.put("revocation", {registrar(world.city.kpu): "registers"}, days.at(-1, clock(21)), [line])
    world.plant("revocation", done, station=station.id)
    return done


def _rotate(world: World, village: Village) -> Done:
    """A deputy takes a new key and signs with both."""
    officer = deputy(village.pps)
    old, new = world.cast.replace_key(officer)
    paper = world.player.draft(
        "rotation",
        {},
        days.at(-1, clock(21, 30)),
        [RotationLine(id=officer, old=old.public.id, new=public(new))],
        proving=((officer, old), (officer, new)),
    )
    return world.player.record(world.player.sign(paper, old, new))


def _collect(world: World, village: Village, station: Station, at: str) -> Done:
    """The KPPS takes its boxes to the station before six."""
    boxes = world.held[station.id]
    done = world.player.put(
        "deposit",
        {chair(station.kpps): "acts", chair(village.pps): "keeps"},
        at,
        [
            world.player.chains.line(LinkLine, box, **({"seals": TOO_MANY} if box == world.odd.tied_overnight else {}))
            for box in boxes
        ],
        unit=station.kpps,
        keeper=village.pps,
        place=station.room,
        back=True,
    )
    world.plant_where("IR-11", done, {world.odd.tied_overnight} & set(boxes))
    return done


def _swap_back(world: World) -> Iterator[Done]:
    """Each of two stations brings the other the box that bears its number, when it was long due there."""
    first, second = world.odd.swapped
    for giver, receiver, minute in ((first, second, 10), (second, first, 25)):
        box = world.held[giver.id].pop(0)
        done = world.player.put(
            "handover",
            {chair(giver.kpps): "releases", chair(receiver.kpps): "receives", chair(receiver.ptps): "witnesses"},
            days.at(0, clock(6, minute)),
            [world.player.chains.line(AcceptanceLine, box, outcome="accepted")],
            unit=giver.kpps,
            to=receiver.kpps,
            place=receiver.room,
        )
        world.plant("IR-03", done, box)
        yield done
    for station in (first, second):
        world.held[station.id] = list(station.boxes)


def _signed_by_the_thief(world: World, station: Station) -> Done:
    """With the revoked key somebody claims to send a box away; the line is contested, the box stays."""
    box = station.boxes[-1]
    done = world.player.put(
        "release",
        {deputy(station.kpps): "releases"},
        days.at(0, clock(6, 20)),
        [world.player.chains.line(LinkLine, box)],
        unit=station.kpps,
        to=f"pps/{station.id.partition('/')[0]}",
        place=station.room,
    )
    world.plant("LINE-revoked", done, box)
    world.plant("key-stolen", done, box)
    return done
