"""What papers say of the ballots of a box, one after the other, kept as JSON arrays behind each other."""

from typing import Final, Literal

import msgspec
from msgspec import Struct

from ledger.errors import Reason
from projections.projection import apart

UNREADABLE = Reason(
    "PR-031",
    "The read model accounts says of the ballots of box {box} what nobody can read.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)


class Said(Struct, frozen=True, array_like=True, gc=False):
    """In which entry, at which time claimed, in seconds, how many `ballots`; or what a count found, in its order."""

    took: int
    seconds: int
    act: Literal["due", "packed", "found", "counted"]
    ballots: int | None = None
    valid: int | None = None
    invalid: int | None = None
    unused: int | None = None
    damaged: int | None = None
    voters: int | None = None


encode: Final = msgspec.json.Encoder(order="sorted").encode
_decode: Final = msgspec.json.Decoder(list[Said]).decode


def read(box: str, value: bytes) -> list[Said]:
    """What is said of a box. Raises CheckFailed."""
    return apart(_decode, value, UNREADABLE, box=box)
