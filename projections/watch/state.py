"""
What the watch remembers, one value a subject: of a box its last link and where it was, of an officer and a device what
they signed last.

Values are small and never changed in place. Papers stand in them as the indexes of their entries.
"""

from collections.abc import Mapping
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from ledger.domain.documents.base import Latitude, Longitude, Seals, check_instants

Spot = Annotated[str, Meta(pattern=r"\A(?:[^?].*|\?-?[0-9]+\.[0-9]+,-?[0-9]+\.[0-9]+)\Z")]
"""A place by its name; where it has none by its coordinates, `?-7.871234,112.526789`."""
NONE: Final = -1
"""The index where there is no paper."""


class State(Struct, frozen=True, array_like=True, gc=False):
    """What is remembered of one subject."""

    def check(self) -> None:
        """ValueError if what was kept holds a time of which there is no day."""


class Stay(Struct, frozen=True, array_like=True, gc=False):
    """At one place, by the times two papers claim: the first that says so, and the last with none elsewhere between."""

    place: Spot
    since: int
    until: int
    first: int
    last: int


class Open(Struct, frozen=True, array_like=True, gc=False):
    """A break that is not settled: its number, its code, the digest of the paper that shows it, what was found."""

    number: int
    code: str
    case: str
    digest: str
    box: str | None = None
    found: str | int = ""


class Seen(Struct, frozen=True, array_like=True, gc=False):
    """Where a box was seen while its chain says otherwise."""

    number: int
    place: str
    at: int


class BoxWatch(State, frozen=True):
    """A box, as later lines about it are compared with."""

    last: int = NONE
    """Its last link."""
    at: str = ""
    seals: Seals | None = None
    stays: tuple[Stay, ...] = ()
    open: tuple[Open, ...] = ()
    listed: int = NONE
    """Its line in the manifest."""
    sent: int = NONE
    """Its last release."""
    held: int = NONE
    """The last hold on it."""
    elsewhere: tuple[Seen, ...] = ()

    def check(self) -> None:
        """The time of its last link."""
        check_instants(self.at or None)


UNKNOWN: Final = BoxWatch()
"""A box no paper has named yet."""


class ContentsWatch(State, frozen=True):
    """What a box is said to hold, when the count of its station ended, and the papers that say so."""

    packed: int | None = None
    packed_by: int = NONE
    found: int | None = None
    """Ballots found when it was opened."""
    found_by: int = NONE
    counted: str | None = None
    counted_by: int = NONE
    is_counted: bool = False
    received: int | None = None
    """Ballots that came to whoever counted first: found, else packed, until then."""
    received_by: int = NONE

    def check(self) -> None:
        """The end of its count."""
        check_instants(self.counted)


class OfficerWatch(State, frozen=True):
    """Where an officer signed."""

    stays: tuple[Stay, ...] = ()


class Gap(Struct, frozen=True, array_like=True, gc=False):
    """Numbers of a device that were missing when a break was found, and the ranges of them that are missing yet."""

    number: int
    digest: str
    missing: tuple[tuple[int, int], ...]


class DeviceWatch(State, frozen=True):
    """The highest number of a device, the paper that bears it, and what is missing below."""

    highest: int = -1
    index: int = NONE
    at: str = ""
    gaps: tuple[Gap, ...] = ()

    def check(self) -> None:
        """The time of the paper with its highest number."""
        check_instants(self.at or None)


class PlaceWatch(State, frozen=True):
    """A registered place, where its coordinates are known."""

    lat: Latitude
    lon: Longitude


class StoreWatch(State, frozen=True):
    """How a store was opened or closed last."""

    action: str
    boxes: int
    index: int


class PaperWatch(State, frozen=True):
    """The breaks a paper shows that are not settled, and where it stands."""

    open: tuple[Open, ...] = ()
    index: int = NONE


class SerialWatch(State, frozen=True):
    """On which box a seal with a serial is, or was until it was taken off."""

    box: str
    index: int
    on: bool = True
    batch: str = ""
    """The batch it is proved to be of."""


class RulesWatch(State, frozen=True):
    """Where the rules in force stand."""

    index: int = NONE


class KeyWatch(State, frozen=True):
    """Where the paper stands that ended a key, and why it did."""

    index: int
    why: str = "rotated"


WORDS: Final[Mapping[type[State], str]] = {
    BoxWatch: "box",
    ContentsWatch: "contents",
    OfficerWatch: "officer",
    DeviceWatch: "device",
    PlaceWatch: "place",
    StoreWatch: "store",
    PaperWatch: "paper",
    SerialWatch: "serial",
    RulesWatch: "rules",
    KeyWatch: "key",
}
_DECODE: Final = {kind: msgspec.json.Decoder(kind).decode for kind in WORDS}
encode: Final = msgspec.json.Encoder(order="sorted").encode


def prefix(kind: type[State]) -> str:
    """With what the key begins under which it is kept: `box:35.79.02.2009/004/DPD`."""
    return f"{WORDS[kind]}:"


def decode(kind: type[State], value: bytes) -> State:
    """The state of a subject from what was kept. Raises ValueError."""
    found: State = _DECODE[kind](value)
    found.check()
    return found
