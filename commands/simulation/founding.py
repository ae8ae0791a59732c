"""
Founding the ledger, three months before voting day: authorities of both families, units and places, registrars,
officers village by village, rules, the list of boxes, the plan.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from commands.simulation import days, positions
from commands.simulation.area import KINDS, City, District, Village
from commands.simulation.cast import THRESHOLD, Cast, authorities, public, registrar
from commands.simulation.days import clock
from commands.simulation.player import Done, Player
from commands.simulation.world import World
from ledger.domain.documents.base import HOUR, Ref
from ledger.domain.documents.boxes import ManifestLine
from ledger.domain.documents.government import (
    Authority,
    AuthorityKey,
    BoxType,
    Deadline,
    Families,
    PlanLine,
    Transit,
    Wanted,
)
from ledger.domain.documents.people import EnrolmentLine, UnitLine

ORIGIN: Final = "kpu.example/simulasi-2029/kota-batu"
OUT_BY: Final = days.at(-1, clock(23, 59))
"""Equipment is with the KPPS a day before voting (UU 7/2017 Pas. 341(6)); the hour is ours."""
STORED_BY: Final = days.at(14, clock(17))
_DAY: Final = -112
_WITNESSED: Final = ("witnesses",)
_ESCORTED: Final = ("escorts", "witnesses")
WANTED: Final = (
    Wanted(kind="sealing", parts=_WITNESSED),
    Wanted(kind="opening", parts=_WITNESSED),
    Wanted(kind="acceptance", parts=_WITNESSED),
    *(Wanted(kind="release", leg=leg, parts=_ESCORTED) for leg in ("kpu-ppk", "ppk-pps", "pps-ppk", "ppk-kpu")),
    *(Wanted(kind="handover", leg=leg, parts=_WITNESSED) for leg in ("pps-kpps", "kpps-pps", "kpps-kpps")),
)
BASES: Final = ("counting", "recapitulation", "voting")


def play(world: World) -> Iterator[Done]:
    """From genesis to the plan."""
    player, city = world.player, world.city
    yield _genesis(player, world.cast, city)
    yield from _registrars(player, world.cast, city)
    yield player.put("units", {registrar(city.kpu): "registers"}, days.at(_DAY, clock(10)), _custody_units(city))
    yield player.put(
        "units", {registrar(city.bawaslu): "registers"}, days.at(_DAY, clock(11)), _supervision_units(city)
    )
    yield _rules(world, days.at(_DAY + 1, clock(9)))
    yield from _offices(player, world.cast, city)
    for village in city.villages:
        yield from _village(player, world.cast, city, village)
    for district in city.districts:
        yield _manifest(player, city, district)
    world.plan = player.put("plan", {registrar(city.kpu): "registers"}, days.at(_DAY + 3, clock(9)), _plan(city))
    yield world.plan


def replace_rules(world: World) -> Iterator[Done]:
    """Both families agree that a damaged carton may be opened to be replaced."""
    yield _rules(world, days.at(-60, clock(9)))


def _genesis(player: Player, cast: Cast, city: City) -> Done:
    everybody = (*authorities(city.kpu), *authorities(city.bawaslu))
    done = player.put(
        "genesis",
        dict.fromkeys(everybody, "authorises"),
        days.at(_DAY, clock(8)),
        origin=ORIGIN,
        election="simulasi-2029",
        zone="Asia/Jakarta",
        box_types=tuple(BoxType(type=kind.lower(), level="station") for kind in KINDS),
        authorities=Families(custody=_authority(cast, city.kpu), supervision=_authority(cast, city.bawaslu)),
    )
    player.ledger = done.digest
    return done


def _authority(cast: Cast, unit: str) -> Authority:
    held = tuple(AuthorityKey(officer=officer, key=public(cast.key(officer))) for officer in authorities(unit))
    return Authority(threshold=THRESHOLD, keys=held)


def _registrars(player: Player, cast: Cast, city: City) -> Iterator[Done]:
    """The authorities of each family register its office and enrol its registrar."""
    both = (*authorities(city.kpu)[:THRESHOLD], *authorities(city.bawaslu)[:THRESHOLD])
    lines = [UnitLine(id=unit) for unit in (city.kpu, city.bawaslu)]
    yield player.put("units", dict.fromkeys(both, "authorises"), days.at(_DAY, clock(9)), lines)
    for unit in (city.kpu, city.bawaslu):
        signers = dict.fromkeys(authorities(unit)[:THRESHOLD], "authorises")
        line = cast.enrolment(registrar(unit), player.ledger, "registrar")
        yield player.put("enrolment", signers, days.at(_DAY, clock(9, 30)), [line], refs=(_decree(unit, 1),))


def _custody_units(city: City) -> list[UnitLine]:
    units = [city.police, city.carrier, city.vendor]
    places = [city.warehouse]
    for district in city.districts:
        units += [district.ppk, district.polsek]
        places.append(district.store)
        for village in district.villages:
            units += [village.pps, *(station.kpps for station in village.stations)]
            places += [village.office, *(station.room for station in village.stations)]
    where = positions.of_places(city)
    return [UnitLine(id=name, coordinates=where.get(name)) for name in (*units, *places)]


def _supervision_units(city: City) -> list[UnitLine]:
    units = list(city.parties)
    for district in city.districts:
        units.append(district.panwascam)
        for village in district.villages:
            units += [village.pkd, *(station.ptps for station in village.stations)]
    return [UnitLine(id=unit) for unit in units]


def _offices(player: Player, cast: Cast, city: City) -> Iterator[Done]:
    custody = [city.kpu, city.police, *(unit for each in city.districts for unit in (each.ppk, each.polsek))]
    supervision = [city.bawaslu, *city.parties, *(each.panwascam for each in city.districts)]
    yield _enrol(player, cast, city.kpu, custody, 1)
    yield _enrol(player, cast, city.bawaslu, supervision, 1)


def _village(player: Player, cast: Cast, city: City, village: Village) -> Iterator[Done]:
    """A whole village in one paper of each family."""
    yield _enrol(player, cast, city.kpu, [village.pps, *(station.kpps for station in village.stations)], 2)
    yield _enrol(player, cast, city.bawaslu, [village.pkd, *(station.ptps for station in village.stations)], 2)


def _enrol(player: Player, cast: Cast, by: str, units: Iterable[str], decree: int) -> Done:
    lines: list[EnrolmentLine] = [line for unit in units for line in cast.of_unit(unit, player.ledger)]
    signers = {registrar(by): "registers"}
    at = days.at(_DAY + decree, clock(10))
    return player.put("enrolment", signers, at, lines, checked=(registrar(by),), refs=(_decree(by, decree),))


def _decree(unit: str, number: int) -> Ref:
    return Ref(what="decree", number=f"SIMULASI/{unit[:3].upper()}/{number}", date=days.date(_DAY - 1))


def _rules(world: World, at: str) -> Done:
    """The first by the commission alone, every later one by both families."""
    before = world.rules
    families = (world.city.kpu, world.city.bawaslu) if before else (world.city.kpu,)
    signers = [officer for unit in families for officer in authorities(unit)[:THRESHOLD]]
    done = world.player.put(
        "rules",
        dict.fromkeys(signers, "authorises"),
        at,
        wanted=WANTED,
        deadlines=(
            Deadline(leg="pps-kpps", due=OUT_BY),
            Deadline(leg="kpps-pps", same_day=True),
            Deadline(leg="pps-ppk", same_day=True),
            Deadline(leg="ppk-kpu", due=STORED_BY),
        ),
        transits=tuple(Transit(leg=leg, seconds=2 * HOUR) for leg in ("kpu-ppk", "ppk-pps", "pps-ppk", "ppk-kpu")),
        bases=(*BASES, "replacement") if before else BASES,
        holders=("bawaslu",),
        ties=2,
        retention_days=365,
        replaces=before or None,
    )
    world.rules = done.digest
    return done


def _manifest(player: Player, city: City, district: District) -> Done:
    lines = [
        ManifestLine(
            box=box,
            type=kind.lower(),
            dapil=electoral_area(district, kind),
            voters=station.voters,
            ballots=station.ballots,
            unit=city.kpu,
            place=city.warehouse,
        )
        for village in district.villages
        for station in village.stations
        for box, kind in zip(station.boxes, KINDS, strict=True)
    ]
    done = player.put("manifest", {registrar(city.kpu): "registers"}, days.at(_DAY + 3, clock(8)), lines)
    player.chains.last.update(dict.fromkeys(district.boxes, done.digest))
    return done


def electoral_area(district: District, kind: str) -> str:
    """The dapil, invented: one for each kecamatan in the council of the city, one for all else."""
    return f"SIM-BATU-{int(district.code[-2:])}" if kind == "DPRD-KABKOTA" else f"SIM-{kind}"


def _plan(city: City) -> list[PlanLine]:
    lines = []
    for district in city.districts:
        lines += [
            PlanLine(leg=f"{district.code}:kpu-ppk", due=days.at(-2, clock(20))),
            PlanLine(leg=f"{district.code}:ppk-kpu", due=STORED_BY),
        ]
        for village in district.villages:
            lines += [
                PlanLine(leg=f"{village.code}:ppk-pps", due=days.at(-1, clock(13))),
                PlanLine(leg=f"{village.code}:pps-ppk", until="day-end"),
            ]
            for station in village.stations:
                lines += [
                    PlanLine(leg=f"{station.id}:pps-kpps", due=OUT_BY),
                    PlanLine(leg=f"{station.id}:kpps-pps", until="day-end"),
                ]
    return lines
