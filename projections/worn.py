"""What sealings and openings say of the seals of a box, one after the other, kept as JSON arrays behind each other."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from ledger.domain.documents.base import Seals
from ledger.errors import Reason
from projections.projection import apart

UNREADABLE = Reason(
    "PR-034",
    "The read model accounts says of the seals of box {box} what nobody can read.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)
SORTS: Final = Seals.__struct_fields__

Became = Literal["done", "waits", "void"]
"""`done`: the line took effect. `void`: it had waited, and was contested in the end."""
Each = Annotated[tuple[Annotated[int, Meta(ge=0)], ...], Meta(min_length=len(SORTS), max_length=len(SORTS))]
"""So many of each sort."""


class Worn(Struct, frozen=True, array_like=True, gc=False):
    """
    What became of a line: the entry that is its paper, the one in which it became so, the time claimed, in seconds, and
    how many seals it put on and broke.
    """

    paper: int
    took: int
    seconds: int
    became: Became
    on: Each
    broken: Each


encode: Final = msgspec.json.Encoder(order="sorted").encode
_decode: Final = msgspec.json.Decoder(list[Worn]).decode


def read(box: str, value: bytes) -> list[Worn]:
    """What is said of a box. Raises CheckFailed."""
    return apart(_decode, value, UNREADABLE, box=box)
