"""
The day before voting: each KPPS comes to the village office, signs for its boxes, and leaves them there overnight.

The KPPS answers for the boxes from then on; the PPS keeps them. In the last kecamatan each deposit is a paper of its
own, elsewhere the hand-over says who keeps the boxes. Six stations come only the next morning.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from commands.simulation import days, positions
from commands.simulation.area import Station, Village
from commands.simulation.cast import chair, deputy
from commands.simulation.chains import LOOSE, ONE_TIE
from commands.simulation.days import clock
from commands.simulation.player import Done
from commands.simulation.world import World, away
from ledger.domain import names
from ledger.domain.documents.base import LinkLine
from ledger.domain.documents.boxes import CorrectionLine, SealingLine
from ledger.domain.documents.movement import AcceptanceLine
from ledger.domain.documents.remarks import InspectionLine
from ledger.paper import Paper

_LOOKED_AT: Final = 10


def play(world: World) -> Iterator[Done]:
    """Hand-over and deposit, station by station, and what the village supervisors see in the evening."""
    _say_who_gets_what(world)
    for village in world.city.villages:
        for number, station in enumerate(village.stations):
            yield from _serve(world, village, station, clock(13, 4 * number))
        for first, second in world.odd.claimed_twice:
            if first in village.stations:
                yield from _settle(world, village, first, second)
        yield from _look(world, village)
    yield _look_elsewhere(world)


def _say_who_gets_what(world: World) -> None:
    """Its own boxes; two stations of one village get one box of each other."""
    world.held = {station.id: list(station.boxes) for station in world.city.stations}
    first, second = world.odd.swapped
    world.held[first.id][0], world.held[second.id][0] = second.boxes[0], first.boxes[0]


def _serve(world: World, village: Village, station: Station, minute: int) -> Iterator[Done]:
    if station.id in world.odd.late:
        return
    done = hand_over(world, village, station, days.at(-1, minute))
    yield done
    if station.id in world.odd.mistaken:
        yield _correct(world, village, station, done, days.at(-1, minute + 1))
    yield from _seal_again(world, station, days.at(-1, minute + 1))
    if _deposits_on_paper(world, village):
        yield _deposit(world, village, station, days.at(-1, minute + 2))


def _deposits_on_paper(world: World, village: Village) -> bool:
    return village in world.city.districts[-1].villages


def hand_over(world: World, village: Village, station: Station, at: str, place: str | None = None) -> Done:
    """PPS to KPPS, at one table, with the supervisor of the station. The paper of one station is withheld."""
    player, odd = world.player, world.odd
    boxes = [*world.held[station.id], *_claimed_as_well(world, station)]
    world.before_claim[_claimed(station)] = player.chains.last[_claimed(station)]
    parts = {chair(village.pps): "releases", chair(station.kpps): "receives"}
    said: dict[str, Any] = {"place": place or village.office}
    if station.id in odd.elsewhere:
        said |= {"place": names.NOWHERE, "coordinates": positions.of_a_house(world.city, village)}
    if not (_deposits_on_paper(world, village) or station.id in odd.mistaken | odd.late):
        said["keeper"] = village.pps
    if station.id in odd.excused:
        said["present"] = (away(station.ptps, "witnesses", "ill"),)
    elif station.id not in odd.unwatched:
        parts[chair(station.ptps)] = "witnesses"
    player.tally.hand_overs += 1
    paper = player.draft(
        "handover",
        parts,
        at,
        [player.chains.line(AcceptanceLine, box, outcome="accepted", **_seen(world, station, box)) for box in boxes],
        unit=village.pps,
        to=station.kpps,
        **said,
    )
    paper = player.sign(paper)
    if station.id == odd.unlinked:
        world.withheld.append(paper)
        return player.withhold(paper)
    done = player.record(paper)
    _plant(world, station, done, paper)
    return done


def _claimed_as_well(world: World, station: Station) -> list[str]:
    """A box its neighbour has signed for already."""
    return [_claimed(first) for first, second in world.odd.claimed_twice if second.id == station.id]


def _claimed(station: Station) -> str:
    return station.boxes[2]


def _seen(world: World, station: Station, box: str) -> Mapping[str, Any]:
    if box in _claimed_as_well(world, station):
        # Whoever drafted the list did not know of the other paper.
        return {"after": world.before_claim[box]}
    if box in world.odd.unsealed:
        return {"seals": LOOSE, "state": "came-off", "cause": "handling"}
    if box in world.odd.wet:
        return {"state": "wet", "cause": "rain"}
    return {}


def _plant(world: World, station: Station, done: Done, paper: Paper) -> None:
    odd = world.odd
    listed = {line.box for line in paper.lines if isinstance(line, AcceptanceLine)}
    world.plant_where("IR-01", done, odd.unsealed & listed)
    world.plant_where("IR-08", done, odd.wet & listed)
    world.plant_where("IR-05", done, {box for box in world.held[station.id] if box not in station.boxes})
    world.plant_where("LINE-overtaken", done, set(_claimed_as_well(world, station)))
    for code, stations in (
        ("IR-03", odd.late),
        ("IR-09", odd.elsewhere),
        ("IR-15", odd.unwatched),
        ("absence", odd.excused),
    ):
        if station.id in stations:
            world.plant(code, done, station=station.id)


def _correct(world: World, village: Village, station: Station, done: Done, at: str) -> Done:
    """Both parties: the boxes stayed with the PPS, which the paper did not say."""
    corrected = world.player.put(
        "correction",
        {chair(village.pps): "acts", chair(station.kpps): "acts"},
        at,
        [
            CorrectionLine(box=box, after=done.digest, keeper=village.pps, place=village.office)
            for box in world.held[station.id]
        ],
        unit=village.pps,
        place=village.office,
        of=done.digest,
        why="wrong-keeper",
    )
    world.plant("correction", corrected, station=station.id)
    return corrected


def _seal_again(world: World, station: Station, at: str) -> Iterator[Done]:
    """Where a tie came off, the KPPS puts another one on, before the eyes of the supervisor."""
    boxes = [box for box in world.held[station.id] if box in world.odd.unsealed]
    if boxes:
        yield world.player.put(
            "sealing",
            {deputy(station.kpps): "acts", chair(station.ptps): "witnesses"},
            at,
            [world.player.chains.line(SealingLine, box, seals=ONE_TIE) for box in boxes],
            unit=station.kpps,
            place=f"pps/{station.id.partition('/')[0]}/1",
            purpose="packing",
        )


def _deposit(world: World, village: Village, station: Station, at: str) -> Done:
    return world.player.put(
        "deposit",
        {chair(station.kpps): "acts", chair(village.pps): "keeps"},
        at,
        [world.player.chains.line(LinkLine, box) for box in world.held[station.id]],
        unit=station.kpps,
        keeper=village.pps,
        place=village.office,
    )


def _settle(world: World, village: Village, first: Station, second: Station) -> Iterator[Done]:
    """Of the contested lines the first is taken back by both parties; the others stay disputed."""
    paper = next((p for p in world.planted.all if p.code == "LINE-overtaken" and p.box == _claimed(first)), None)
    if paper is None or (first, second) != world.odd.claimed_twice[0]:
        return
    yield world.player.put(
        "correction",
        {chair(village.pps): "acts", chair(second.kpps): "acts"},
        days.at(-1, clock(18)),
        [CorrectionLine(box=_claimed(first))],
        unit=village.pps,
        place=village.office,
        of=paper.digest,
        why="listed-twice",
    )


def _look(world: World, village: Village) -> Iterator[Done]:
    """The PKD looks at some of the boxes that stay overnight."""
    kept = [box for box in village.boxes if box.rpartition("/")[0] not in world.odd.late]
    if kept:
        seals = world.player.chains.seals
        looked_at = kept[:: max(1, len(kept) // _LOOKED_AT)]
        yield world.player.put(
            "inspection",
            {chair(village.pkd): "inspects"},
            days.at(-1, clock(19)),
            [InspectionLine(box=box, seals=seals[box], state="intact") for box in looked_at],
            unit=village.pkd,
            place=village.office,
            purpose="overnight",
        )


def _look_elsewhere(world: World) -> Done:
    """Bawaslu notes in the warehouse a box that stands in a village by all other papers."""
    city, box = world.city, world.odd.elsewhere_too
    done = world.player.put(
        "inspection",
        {chair(city.bawaslu): "inspects"},
        days.at(-1, clock(18, 30)),
        [InspectionLine(box=box, seals=world.player.chains.seals[box], state="intact")],
        unit=city.bawaslu,
        place=city.warehouse,
        purpose="stock-taking",
    )
    world.plant("two-places", done, box)
    return done
