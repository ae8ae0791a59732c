"""
Kota Batu as the simulation knows it: city, kecamatan, villages, stations, and the units that answer for their boxes.

Places and counts are real (`kota_batu.csv` names its sources); how voters spread over stations is drawn by lot.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import chain
from random import Random
from typing import ClassVar, Final

KINDS: Final = ("DPD", "DPR", "DPRD-KABKOTA", "DPRD-PROV", "PPWP")
FEWEST: Final = 6
"""With fewer stations there is no room for what is planted."""
ALL: Final = 611
_SPREAD: Final = 18
_AT_MOST_VOTERS: Final = 300


@dataclass(frozen=True)
class Station:
    """A polling station (TPS). Its ballots of each kind are its voters and 2 % (UU 7/2017 Pas. 344(2))."""

    id: str
    voters: int

    @cached_property
    def kpps(self) -> str:
        """The committee that runs it."""
        return f"kpps/{self.id}"

    @cached_property
    def ptps(self) -> str:
        """Its supervisor."""
        return f"ptps/{self.id}"

    @cached_property
    def room(self) -> str:
        """The place where its boxes stand on voting day."""
        return f"{self.kpps}/1"

    @cached_property
    def boxes(self) -> tuple[str, ...]:
        """One box for each election."""
        return tuple(f"{self.id}/{kind}" for kind in KINDS)

    @property
    def ballots(self) -> int:
        """Ballots due in each box."""
        return self.voters + -(-self.voters * 2 // 100)


@dataclass(frozen=True)
class Village:
    """A desa or kelurahan, seat of a PPS."""

    code: str
    name: str
    stations: tuple[Station, ...]

    @cached_property
    def pps(self) -> str:
        """Its committee."""
        return f"pps/{self.code}"

    @cached_property
    def pkd(self) -> str:
        """Its supervisor."""
        return f"pkd/{self.code}"

    @cached_property
    def office(self) -> str:
        """Where the PPS keeps boxes."""
        return f"{self.pps}/1"

    @cached_property
    def boxes(self) -> tuple[str, ...]:
        """The boxes of all its stations."""
        return tuple(chain.from_iterable(station.boxes for station in self.stations))


@dataclass(frozen=True)
class District:
    """A kecamatan, seat of a PPK."""

    code: str
    name: str
    villages: tuple[Village, ...]

    @cached_property
    def ppk(self) -> str:
        """Its committee."""
        return f"ppk/{self.code}"

    @cached_property
    def panwascam(self) -> str:
        """Its supervisors."""
        return f"panwascam/{self.code}"

    @cached_property
    def polsek(self) -> str:
        """The police station that escorts and guards here."""
        return f"polri/polsek-{self.name.lower()}"

    @cached_property
    def stations(self) -> tuple[Station, ...]:
        """Of all its villages."""
        return tuple(chain.from_iterable(village.stations for village in self.villages))

    @cached_property
    def store(self) -> str:
        """Where the PPK keeps boxes."""
        return f"{self.ppk}/1"

    @cached_property
    def boxes(self) -> tuple[str, ...]:
        """The boxes of all its villages."""
        return tuple(chain.from_iterable(village.boxes for village in self.villages))


@dataclass(frozen=True)
class City:
    """Kota Batu, seat of KPU and Bawaslu."""

    code: str
    districts: tuple[District, ...]

    kpu: ClassVar = "kpu/35.79"
    bawaslu: ClassVar = "bawaslu/35.79"
    warehouse: ClassVar = "kpu/35.79/1"
    police: ClassVar = "polri/polres-batu"
    carrier: ClassVar = "carrier/ekspedisi-simulasi"
    vendor: ClassVar = "vendor/penyedia-simulasi"
    parties: ClassVar = ("saksi/35.79/01", "saksi/35.79/02")

    @cached_property
    def villages(self) -> tuple[Village, ...]:
        """Of all districts."""
        return tuple(chain.from_iterable(district.villages for district in self.districts))

    @cached_property
    def stations(self) -> tuple[Station, ...]:
        """Of all villages."""
        return tuple(chain.from_iterable(village.stations for village in self.villages))

    @cached_property
    def boxes(self) -> tuple[str, ...]:
        """All boxes of stations."""
        return tuple(chain.from_iterable(district.boxes for district in self.districts))


def kota_batu(stations: int | None, chance: Random) -> City:
    """The city with all its stations, or with only so many in fewer villages."""
    areas = rows()
    villages = {row["code"]: int(row["stations"]) for row in areas if row["level"] == "village"}
    if stations is not None:
        villages = _fewer(villages, stations)
    districts = [_district(row, areas, villages, chance) for row in areas if row["level"] == "district"]
    city = next(row for row in areas if row["level"] == "city")
    return City(city["code"], tuple(district for district in districts if district.villages))


def rows() -> list[dict[str, str]]:
    """The seed: province, city, districts, villages."""
    return list(csv.DictReader(line for line in seed().splitlines() if not line.startswith("#")))


def seed() -> str:
    """The file of the seed, with its sources."""
    return files(__package__).joinpath("kota_batu.csv").read_text("utf-8")


def _fewer(villages: dict[str, int], stations: int) -> dict[str, int]:
    """The same shape in small: about four stations a village, districts in turn."""
    wanted = max(2, min(len(villages), stations // 4))
    chosen = _in_turn(villages)[:wanted]
    whole = sum(villages[code] for code in chosen)
    shares = {code: max(1, villages[code] * stations // whole) for code in chosen}
    for code in _around(chosen, stations - sum(shares.values())):
        shares[code] += 1
    return shares


def _in_turn(codes: Iterable[str]) -> list[str]:
    """The first of each district, then the second of each, …"""
    by_district: dict[str, list[str]] = {}
    for code in codes:
        by_district.setdefault(code[:8], []).append(code)
    longest = max(map(len, by_district.values()))
    return [each[number] for number in range(longest) for each in by_district.values() if number < len(each)]


def _around(codes: Sequence[str], times: int) -> list[str]:
    return [codes[number % len(codes)] for number in range(times)]


def _district(row: dict[str, str], seed: list[dict[str, str]], villages: dict[str, int], chance: Random) -> District:
    own = [each for each in seed if each["code"].startswith(f"{row['code']}.") and each["code"] in villages]
    mean = int(row["voters"]) / int(row["stations"])
    voters = iter(_spread(mean, sum(villages[each["code"]] for each in own), chance))
    return District(
        row["code"],
        row["name"],
        tuple(
            Village(
                each["code"],
                each["name"],
                tuple(
                    Station(f"{each['code']}/{number:03}", next(voters))
                    for number in range(1, villages[each["code"]] + 1)
                ),
            )
            for each in own
        ),
    )


def _spread(mean: float, stations: int, chance: Random) -> list[int]:
    """Voters of each station, about the mean and together what the district has."""
    drawn = [min(_AT_MOST_VOTERS, round(mean) + chance.randint(-_SPREAD, _SPREAD)) for _ in range(stations)]
    difference = round(mean * stations) - sum(drawn)
    step = 1 if difference > 0 else -1
    for number in range(abs(difference)):
        drawn[number % stations] += step
    return drawn
