"""
What goes wrong, and where: drawn by lot before anything is played, so that the same seed goes wrong the same way.

Numbers are those of the whole city; a smaller simulation has fewer of each, and at least one. All of it is invented: no
incident about boxes is known from Kota Batu.
"""

from collections.abc import Collection, Iterable
from itertools import cycle
from random import Random
from typing import Final

from commands.simulation.area import ALL, City, Station

DAMAGED_CARTONS: Final = 40
MISSING_CARTONS: Final = 15
_DPRD: Final = "DPRD-KABKOTA"


class Irregularities:
    """Each attribute says where its irregularity happens: stations, boxes, or codes of villages."""

    def __init__(self, city: City, chance: Random) -> None:
        self._city = city
        self._chance = chance
        self._reserve_stations()
        self._draw_villages()
        self._draw_packing()
        self._draw_way_out()
        self._draw_hand_over()
        self._draw_voting_day()
        self._draw_way_home()

    def scaled(self, whole: int) -> int:
        """So many in the whole city, fewer in a smaller one, never none."""
        return max(1, round(whole * len(self._city.stations) / ALL))

    def _reserve_stations(self) -> None:
        """Stations about which a whole story is told, and the others, among which everything else is drawn."""
        pairs = _neighbours(self._city, self._chance)
        self.swapped: tuple[Station, Station] = pairs[0]
        """Two stations of a village that each get a box of the other (IR-05)."""
        self.claimed_twice: list[tuple[Station, Station]] = pairs[1 : 1 + self.scaled(2)]
        """A box of the first is also on the paper of the second, which is contested."""
        told = {station.id for pair in (self.swapped, *self.claimed_twice) for station in pair}
        rest = [station for station in self._city.stations if station.id not in told]
        self._chance.shuffle(rest)
        self.unlinked: str = rest.pop().id
        """The paper that gave this station its boxes is withheld; all that follow wait for it."""
        self._rest = rest

    def _draw_villages(self) -> None:
        codes = [village.code for village in self._city.villages]
        self._chance.shuffle(codes)
        villages = cycle(codes)
        self.unescorted = next(villages)
        """Its boxes leave the PPK without escort (IR-10)."""
        self.slow = next(villages)
        """Its boxes are on the way far too long (IR-10)."""
        self.breakdown = next(villages)
        """The truck breaks down: the release is withdrawn and made again."""
        self.crated = next(villages)
        """Its boxes travel home in crates."""

    def _draw_packing(self) -> None:
        lot = _Lot(self._rest, self._chance)
        self.packed_for_another = lot.box(_DPRD)
        """Packed with ballots of another dapil (IR-06)."""
        self.packed_short = lot.box()
        """Packed with fewer ballots than are due (IR-07)."""
        self.replaced, self.used_under_hold = lot.boxes(2)
        """Cartons damaged since delivery (IR-02): one is replaced, one moves under a hold."""

    def _draw_way_out(self) -> None:
        lot = _Lot(self._rest, self._chance)
        self.came_off_on_the_way = lot.box()
        """Arrives at the village with a tie less (IR-01)."""
        self.refused, self.missing = lot.boxes(2)
        self.extra = lot.box()
        """On the truck, but not on the list (all three IR-04)."""

    def _draw_hand_over(self) -> None:
        lot = _Lot(self._rest, self._chance)
        self.unsealed = set(lot.boxes(self.scaled(2)))
        """Handed to the station with a tie less (IR-01)."""
        self.wet = set(lot.boxes(self.scaled(2)))
        """Wet from rain (IR-08)."""
        self.late = lot.stations(self.scaled(6))
        """Handed to the station only on the morning of voting day (IR-03)."""
        self.elsewhere = lot.stations(1)
        """Handed over at a place that is in no register (IR-09)."""
        self.unwatched = lot.stations(self.scaled(2))
        """No supervisor was there, and nobody says why (IR-15)."""
        self.excused = lot.stations(self.scaled(9)) - self.unwatched
        """No supervisor was there, for a reason that stands on the paper."""
        self.mistaken = lot.stations(1) - self.late
        """The paper names the wrong keeper; both parties correct it."""

    def _draw_voting_day(self) -> None:
        deposited = [s for s in self._city.stations if s.id not in self.late and s.id != self.unlinked]
        self.tied_overnight = _Lot(deposited, self._chance).box()
        """Collected with a tie more than it was deposited with (IR-11)."""
        lot = _Lot(self._rest, self._chance)
        self.found_of_another = lot.box(_DPRD)
        """Ballots of another dapil are found at the opening (IR-06)."""
        self.found_short = lot.box()
        """Fewer ballots are found than were packed (IR-07)."""
        self.stolen = lot.stations(1)
        """A deputy's laptop is stolen; his key signs once more after it was revoked."""

    def _draw_way_home(self) -> None:
        lot = _Lot(self._rest, self._chance)
        self.home_late = lot.stations(self.scaled(2))
        """Handed back the day after the count ended (IR-14)."""
        self.past_midnight = lot.stations(1)
        """Counts past midnight, which moves the day: not late."""
        self.on_paper = lot.stations(1)
        """Has no laptop that evening: a paper form, transcribed."""
        self.attested_later = lot.stations(self.scaled(4))
        """The supervisor came too late and signs the next day."""
        self.detour = lot.stations(1)
        """Handed back at a resident's house (IR-09)."""
        self.opened_at_village = lot.boxes(2)
        """Opened at the village office without basis (IR-12); the first is sealed again."""
        after_midnight = self.home_late | self.past_midnight | {self.unlinked}
        tonight = [station for station in self._city.stations if station.id not in after_midnight]
        self.lost = _Lot(tonight, self._chance).boxes(2)
        """Never arrive at the PPK (IR-13); the first is found again."""
        self.termites = set(lot.boxes(self.scaled(2))) - set(self.lost)
        """Termites in the store of the PPK (IR-08)."""


class _Lot:
    """Stations and boxes for one leg, drawn without putting back while there are enough."""

    def __init__(self, stations: Collection[Station], chance: Random) -> None:
        drawn = list(stations)
        chance.shuffle(drawn)
        self._drawn = cycle(drawn)
        self._chance = chance
        self._taken: set[str] = set()

    def stations(self, count: int) -> set[str]:
        return {next(self._drawn).id for _ in range(count)}

    def box(self, kind: str | None = None) -> str:
        station = next(self._drawn)
        boxes = [box for box in station.boxes if kind is None or box.endswith(f"/{kind}")]
        free = [box for box in boxes if box not in self._taken]
        box = self._chance.choice(free or boxes)
        self._taken.add(box)
        return box

    def boxes(self, count: int) -> list[str]:
        return [self.box() for _ in range(count)]


def _neighbours(city: City, chance: Random) -> list[tuple[Station, Station]]:
    """Pairs of stations of one village, no station twice, pairs of one village after those of another."""
    rounds: list[list[tuple[Station, Station]]] = [[], []]
    for village in chance.sample(city.villages, len(city.villages)):
        stations = chance.sample(village.stations, len(village.stations))
        for each, pair in zip(rounds, _pairs(stations), strict=False):
            each.append(pair)
    return [pair for each in rounds for pair in each]


def _pairs(stations: Iterable[Station]) -> Iterable[tuple[Station, Station]]:
    one_by_one = iter(stations)
    return (
        min((first, second), (second, first), key=_number)
        for first, second in zip(one_by_one, one_by_one, strict=False)
    )


def _number(pair: tuple[Station, Station]) -> str:
    return pair[0].id
