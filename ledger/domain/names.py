r"""
Names of boxes, units, officers, places and keys. Parsed once, where bytes are read, and trusted from there on.

    35.79.02.2009                  area, Kemendagri's code: province . city . district . village
    35.79.02.2009/004              station
    35.79.02.2009/004/DPD          box; a re-vote …/DPD.2, a recap box 35.79.02/RECAP-DPD, reserve 35.79/RESERVE.17
    pps/35.79.02.2009              unit; kpps/35.79.02.2009/004, saksi/35.79/02, polri/batu-kota, carrier/pos
    pps/35.79.02.2009/1            place of that unit
    pps/35.79.02.2009#2            officer of that unit
    kpu.example/pemilu-2029/batu   origin of a log

Every name has one spelling: lower-case ASCII but for kinds of boxes, `\A…\Z`, no leading zeros in counts. Names are
compared as bytes.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile
from typing import Annotated, Final

from msgspec import Meta

from ledger.errors import Malformed, Phrase, Reason

_AREA = r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?"
_VILLAGE = r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}"
_STATION = _VILLAGE + r"/[0-9]{3}"
_COUNT = r"[1-9][0-9]{0,5}"
_SLUG = r"(?![a-z0-9-]*?(?:[0-9]-?){16})[a-z0-9]{1,20}(?:-[a-z0-9]{1,20}){0,7}"
_UNIT = (
    r"(?:(?:kpu|bawaslu)/[0-9]{2}(?:\.[0-9]{2})?|(?:ppk|panwascam)/[0-9]{2}\.[0-9]{2}\.[0-9]{2}"
    rf"|(?:pps|pkd)/{_VILLAGE}|(?:kpps|ptps)/{_STATION}|saksi/{_AREA}/[0-9]{{2}}"
    rf"|(?:polri|tni|satpolpp|linmas|carrier|vendor)/{_SLUG})"
)
_BOX = rf"(?:{_STATION}|{_AREA})/[A-Z][A-Z0-9]{{0,15}}(?:-[A-Z0-9]{{1,15}}){{0,3}}(?:\.{_COUNT})?"
_LEG = rf"(?:{_STATION}|{_AREA}):[a-z]{{3,10}}-[a-z]{{3,10}}"

Area = Annotated[str, Meta(pattern=rf"\A{_AREA}\Z")]
Location = Annotated[str, Meta(pattern=rf"\A(?:{_STATION}|{_AREA})\Z")]
"""An area or a station."""
BoxId = Annotated[str, Meta(pattern=rf"\A{_BOX}\Z")]
UnitId = Annotated[str, Meta(pattern=rf"\A{_UNIT}\Z")]
PlaceId = Annotated[str, Meta(pattern=rf"\A{_UNIT}/{_COUNT}\Z")]
StatedPlace = Annotated[str, Meta(pattern=rf"\A(?:{_UNIT}/{_COUNT}|\?)\Z")]
"""A place, or `?` for one that has no name."""
UnitOrPlace = Annotated[str, Meta(pattern=rf"\A{_UNIT}(?:/{_COUNT})?\Z")]
OfficerId = Annotated[str, Meta(pattern=rf"\A{_UNIT}#{_COUNT}\Z")]
Origin = Annotated[str, Meta(pattern=r"\A[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*)*\Z", max_length=120)]
LegId = Annotated[str, Meta(pattern=rf"\A{_LEG}\Z")]
"""A leg of a plan: where, and from which type of unit to which, `35.79.02.2009/004:pps-kpps`."""
Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""SHA-256 in lower-case hex."""
KeyId = Digest
Random = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
"""128 random bits in lower-case hex."""

CUSTODY: Final = "custody"
SUPERVISION: Final = "supervision"

COMMISSION: Final = ("kpu", "ppk", "pps", "kpps")
"""Types of units of the commission, from above to below, as boxes go out."""
SUPERVISORS: Final = ("bawaslu", "panwascam", "pkd", "ptps")
"""Types of units of the supervisor, from above to below."""
PARTIES: Final = "saksi"
"""The type of units that are the witnesses of a party."""
GUARDS: Final = ("polri", "tni", "satpolpp", "linmas")
"""Types of units that guard boxes, from outside the commission."""
OFFICES: Final = (*COMMISSION, *SUPERVISORS)
NOWHERE: Final = "?"
"""The place that has no name: only coordinates tell it."""
DISTRICT: Final = 3
"""Parts the code of a district has."""

_CHAINS: Final = (frozenset(COMMISSION), frozenset(SUPERVISORS))
_WATCHING: Final = frozenset({*SUPERVISORS, PARTIES})
_WITHOUT_AREA: Final = frozenset({*GUARDS, "carrier", "vendor"})

NOT_A_NAME = Reason(
    "NA-001",
    "{text} is not the name of {what}.",
    "Write it like {example}: areas are named by their codes.",
)
_FORMS: Final = {
    "a box": (Phrase("a box"), _BOX, "35.79.02.2009/004/DPD"),
    "a unit": (Phrase("a unit"), _UNIT, "pps/35.79.02.2009"),
    "a place": (Phrase("a place"), rf"{_UNIT}/{_COUNT}", "pps/35.79.02.2009/1"),
    "an officer": (Phrase("an officer"), rf"{_UNIT}#{_COUNT}", "pps/35.79.02.2009#2"),
    "an area": (Phrase("an area"), rf"{_STATION}|{_AREA}", "35.79.02.2009"),
    "a station": (Phrase("a station"), _STATION, "35.79.02.2009/004"),
}


def parse(what: str, text: str) -> str:
    """The name as it came, if it is that of what it should be: `a box`, `a unit`, `an area`, … Else Malformed."""
    said, form, example = _FORMS[what]
    if not re.fullmatch(form, text):
        raise Malformed(NOT_A_NAME, text=text, what=said, example=example)
    return text


def is_unit(name: str) -> bool:
    """Whether a name of a unit or a place is a unit's."""
    return re.fullmatch(_UNIT, name) is not None


def is_box(name: str) -> bool:
    """Whether a name is a box's."""
    return re.fullmatch(_BOX, name) is not None


def unit_of(officer: str) -> str:
    """The unit an officer's id begins with."""
    return officer.partition("#")[0]


def type_of(unit: str) -> str:
    """`kpu`, `pps`, `saksi`, `carrier`, …"""
    return unit.partition("/")[0]


@cache
def is_home(leg: str) -> bool:
    """Whether a leg, `kpps-pps`, leads up again."""
    giver, _, receiver = leg.partition("-")
    return giver in COMMISSION and receiver in COMMISSION and COMMISSION.index(receiver) < COMMISSION.index(giver)


def family_of(unit: str) -> str:
    """`supervision` for Bawaslu, its committees and the witnesses of parties, `custody` for all others."""
    return SUPERVISION if type_of(unit) in _WATCHING else CUSTODY


def area_of(unit: str) -> str:
    """The area or station in a unit's id; empty for those that have none (police, carriers, vendors)."""
    kind, _, rest = unit.partition("/")
    if kind in _WITHOUT_AREA:
        return ""
    return rest.partition("/")[0] if kind == PARTIES else rest


def unit_of_place(place: str) -> str:
    """The unit a place is registered under."""
    return place.rpartition("/")[0]


def area_of_box(box: str) -> str:
    """The area or station on a box's label."""
    return box.rpartition("/")[0]


def contest_of(box: str) -> str:
    """What is voted for in a box: `DPD`, the kind on its label, the same for a re-vote."""
    return box.rpartition("/")[2].partition(".")[0]


def part_of(area: str, parts: int) -> str:
    """The area of so many parts of a code that an area or station lies in; itself where it is larger."""
    return ".".join(area.partition("/")[0].split(".")[:parts])


def district(area: str) -> str:
    """The kecamatan an area or station lies in: `35.79.02` of `35.79.02.2009/004`."""
    return part_of(area, DISTRICT)


def upward(area: str) -> Iterator[str]:
    """An area or station, and all that it lies in: `35.79.02.2009/004`, `35.79.02.2009`, `35.79.02`, …"""
    return (area[:end] for end in range(len(area), 0, -1) if end == len(area) or area[end] in "./")


def common_area(boxes: Iterable[str]) -> str:
    """The smallest area or station that all these boxes belong to; empty where there is none."""
    areas = {area_of_box(box) for box in boxes}
    if len(areas) == 1:
        return areas.pop()
    villages = [area.partition("/")[0].split(".") for area in areas]
    shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*villages, strict=False))
    return ".".join(parts[0] for parts in shared)


def covers(area: str, name: str) -> bool:
    """Whether a box, station or area lies in an area. Segments count, not characters: `35.7` covers nothing."""
    return bool(area) and name.startswith(area) and (len(name) == len(area) or name[len(area)] in "./")


def is_above(above: str, unit: str) -> bool:
    """Whether a unit is the superior of another: of its chain of offices, and of an area that holds the other's."""
    same_chain = any(type_of(above) in chain and type_of(unit) in chain for chain in _CHAINS)
    return same_chain and above != unit and covers(area_of(above), area_of(unit))
