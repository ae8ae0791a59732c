"""
What the watch remembers, one value a subject: of a box its last link and where it was, of an officer and a device what
they signed last.

Values are small and never changed in place. Papers stand in them as the indexes of their entries.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct

from ledger.domain.documents.base import Seals

NONE: Final = -1
"""The index where there is no paper."""


class Stay(Struct, frozen=True, array_like=True):
    """At one place, by the times two papers claim: the first that says so, and the last with none elsewhere between."""

    place: str
    since: int
    until: int
    first: int
    last: int


class Open(Struct, frozen=True, array_like=True):
    """A break that is not settled: its number, its code, the digest of the paper that shows it, what was found."""

    number: int
    code: str
    case: str
    digest: str
    box: str | None = None
    found: str | int = ""


class Seen(Struct, frozen=True, array_like=True):
    """Where a box was seen while its chain says otherwise."""

    number: int
    place: str
    at: int


class BoxWatch(Struct, frozen=True, array_like=True):
    """A box, as later lines about it are compared with."""

    last: int = NONE
    """Its last link."""
    at: str = ""
    custodian: str | None = None
    seals: Seals | None = None
    stays: tuple[Stay, ...] = ()
    open: tuple[Open, ...] = ()
    listed: int = NONE
    """Its line in the manifest."""
    sent: int = NONE
    """The release that is open."""
    held: int = NONE
    """The last hold on it."""
    elsewhere: tuple[Seen, ...] = ()


UNKNOWN: Final = BoxWatch()
"""A box no paper has named yet."""


class ContentsWatch(Struct, frozen=True, array_like=True):
    """What a box is said to hold, when the count of its station ended, and the papers that say so."""

    packed: int | None = None
    packed_by: int = NONE
    found: int | None = None
    """Ballots found when it was opened."""
    found_by: int = NONE
    counted: str | None = None
    counted_by: int = NONE


class OfficerWatch(Struct, frozen=True, array_like=True):
    """Where an officer signed."""

    stays: tuple[Stay, ...] = ()


class Gap(Struct, frozen=True, array_like=True):
    """Numbers of a device that were missing when a break was found, and the ranges of them that are missing yet."""

    number: int
    digest: str
    missing: tuple[tuple[int, int], ...]


class DeviceWatch(Struct, frozen=True, array_like=True):
    """The highest number of a device, the paper that bears it, and what is missing below."""

    highest: int = -1
    index: int = NONE
    at: str = ""
    gaps: tuple[Gap, ...] = ()


class PlaceWatch(Struct, frozen=True, array_like=True):
    """A registered place, where its coordinates are known."""

    lat: str
    lon: str


class StoreWatch(Struct, frozen=True, array_like=True):
    """How a store was opened or closed last."""

    action: str
    boxes: int
    index: int


class PaperWatch(Struct, frozen=True, array_like=True):
    """The breaks a paper shows that are not settled, and where it stands."""

    open: tuple[Open, ...] = ()
    index: int = NONE


class SerialWatch(Struct, frozen=True, array_like=True):
    """On which box a seal with a serial is, or was until it was taken off."""

    box: str
    index: int
    on: bool = True
    batch: str = ""
    """The batch it is proved to be of."""


class RulesWatch(Struct, frozen=True, array_like=True):
    """Where the rules in force stand."""

    index: int = NONE


class KeyWatch(Struct, frozen=True, array_like=True):
    """Where the paper stands that ended a key."""

    index: int


State = (
    BoxWatch
    | ContentsWatch
    | OfficerWatch
    | DeviceWatch
    | PlaceWatch
    | StoreWatch
    | PaperWatch
    | SerialWatch
    | RulesWatch
    | KeyWatch
)

_TYPES: Final[Mapping[str, type[State]]] = {
    "box": BoxWatch,
    "contents": ContentsWatch,
    "officer": OfficerWatch,
    "device": DeviceWatch,
    "place": PlaceWatch,
    "store": StoreWatch,
    "paper": PaperWatch,
    "serial": SerialWatch,
    "rules": RulesWatch,
    "key": KeyWatch,
}
_DECODE: Final = {word: msgspec.json.Decoder(state).decode for word, state in _TYPES.items()}
encode: Final = msgspec.json.Encoder(order="sorted").encode


def decode(subject: str, value: bytes) -> State:
    """The state of a subject from what was kept. Raises msgspec.DecodeError."""
    return _DECODE[subject.partition(":")[0]](value)
