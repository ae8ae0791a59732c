"""
Names of areas, which no ledger holds: `Junrejo` for 35.79.03, from a file the reader chooses.

    code,name
    35.79.03,Junrejo
    35.79.03.1001,Dadaprejo

Other columns and lines that begin with # are passed over. Nothing rests on these names: the code stands beside each.
"""

import csv
import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from commands.looking import crowd
from commands.program import files
from commands.program.context import Context
from commands.program.language import _, number
from commands.program.spoken import tongue, words
from ledger.domain import names
from ledger.errors import Malformed, Reason

FILE: Final = "areas.csv"
NOT_NAMES = Reason(
    "RP-005",
    "{path} is not a table of names of areas.",
    "Its first line is  code,name  and each line below names one area: 35.79.03,Junrejo",
)
_LONGEST: Final = 60
"""Letters of a name; a longer one is cut."""
_FEW: Final = 6
"""Stations whose boxes are named one by one."""
_STATION: Final = "/"


@dataclass(frozen=True)
class Areas:
    """Names by code, and the hash of the file they come from; without a file codes stand alone."""

    names: Mapping[str, str] = field(default_factory=dict)
    hash: str = ""

    def unnamed(self, command: str) -> str:
        """How a reader of codes comes by names; nothing where there are any."""
        said = _(
            "Areas stand here under their codes: no ledger holds their names. A table of code and name puts these "
            "beside them: kotak {command} --areas FILE"
        )
        return "" if self.names else said.format(command=command)

    def short(self, area: str) -> str:
        """`TPS 016 Dadaprejo`, `Junrejo`: as people say it, the code only where no name is known."""
        village, slash, station = area.partition(_STATION)
        name = self.names.get(village, village)
        return f"TPS {station} {name}" if slash else name

    def area(self, area: str) -> str:
        """`Junrejo (35.79.03)`, `TPS 016 Dadaprejo (35.79.03.1001/016)`."""
        known = area.partition(_STATION)[0] in self.names
        return f"{self.short(area)} ({area})" if known else area

    def within(self, area: str) -> str:
        """`TPS 016 Dadaprejo, Junrejo`: with what it lies in, for those who know the place and not the code."""
        village = area.partition(_STATION)[0]
        above = self.names.get(village.rpartition(".")[0])
        deep = village != names.district(village)  # what lies deeper is told with its district
        return f"{self.short(area)}, {above}" if above and deep else self.short(area)

    def unit(self, unit: str) -> str:
        """`KPPS TPS 016 Dadaprejo`, `PPK Junrejo`; as papers are read out where no name is known."""
        kind, _slash, area = unit.partition("/")
        if kind == names.PARTIES or area.partition(_STATION)[0] not in self.names:
            return tongue().unit(unit)
        return f"{tongue().word(words.UNITS, kind)} {self.short(area)}"

    def officer(self, officer: str) -> str:
        """`PPS Giripurno, officer 1`."""
        return _("{unit}, officer {n}").format(unit=self.unit(names.unit_of(officer)), n=officer.partition("#")[2])

    def place(self, place: str) -> str:
        """`PPS Giripurno, place 1`; as papers are read out where no name is known."""
        unit, _slash, n = place.rpartition(_STATION)
        return _("{unit}, place {n}").format(unit=self.unit(unit), n=n) if unit else tongue().place(place)

    def boxes(self, boxes: Collection[str], *, each: bool = False) -> Iterator[str]:
        """`TPS 016 Dadaprejo (35.79.03.1001/016): DPD, DPR`, by station while they are few or each is wanted."""
        stations = {names.area_of_box(box) for box in boxes}
        if len(stations) > _FEW and not each:
            said = _("{boxes} boxes of {stations} stations")
            counted = said.format(boxes=number(len(boxes)), stations=number(len(stations)))
            yield f"{self.area(names.common_area(boxes))}: {counted}"
            return
        for told in crowd.briefly(boxes):
            area, _gap, what = told.partition("  ")
            yield f"{self.area(area)}: {what}"

    def box(self, box: str) -> str:
        """`box DPR, TPS 002 Tlekung, Junrejo`: for those who read no codes."""
        area = names.area_of_box(box)
        return _("box {kind}, {area}").format(kind=box.removeprefix(f"{area}/"), area=self.within(area))


def read(context: Context, path: str | None) -> Areas:
    """The file that is named, else `areas.csv` in KOTAK_HOME if it is there."""
    here = Path(path) if path is not None else context.home / FILE
    if path is None and not here.exists():
        return Areas()
    data = files.read(str(here))
    try:
        lines = [line for line in data.decode("utf-8-sig").splitlines() if not line.startswith("#")]
        known = {names.parse("an area", row["code"]): row["name"][:_LONGEST] for row in csv.DictReader(lines)}
    except (UnicodeDecodeError, KeyError, TypeError, csv.Error) as error:
        raise Malformed(NOT_NAMES, path=here) from error
    return Areas(known, hashlib.sha256(data).hexdigest())
