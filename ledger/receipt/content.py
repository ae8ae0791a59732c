"""
What a receipt is about: the `extra` of its proof, a paper's cover and, for one box, its line in the annex.

    kotak-receipt/v1
    {"payload":…}                                   the cover
    line 3                                          its number in the annex, from 0
    {"box":"35.79.02.2009/004/DPD",…}
    pqj8dMXFCOWWqb4k7JvzJUGL6N6FELhALBTIC8uf9O4=    its path to the root in the cover, the line's sibling first

The receipt of a whole paper ends after the cover. Nobody signs this text; what it says is proved by the paths.
"""

from dataclasses import dataclass
from typing import Final

from ledger.errors import Malformed, Reason
from ledger.log.proof import read_number, read_path
from ledger.signing import armour

HEADER: Final = b"kotak-receipt/v1\n"

NOT_A_RECEIPT = Reason(
    "RE-025",
    "This proof is not the receipt of a paper: its `extra` is not a cover, alone or with one line and its path.",
    "Ask whoever keeps the ledger for a receipt: kotak receipt --help",
)


@dataclass(frozen=True)
class Quoted:
    """A line of an annex, its number there, and the path to the annex's root."""

    number: int
    line: bytes
    path: tuple[bytes, ...]

    def __bytes__(self) -> bytes:
        hashes = "".join(f"{armour.encode(each)}\n" for each in self.path)
        return f"line {self.number}\n".encode() + self.line + b"\n" + hashes.encode()


@dataclass(frozen=True)
class Content:
    """A cover, and the one line it is shown with; without a line the whole paper is meant."""

    cover: bytes
    quoted: Quoted | None = None

    def __bytes__(self) -> bytes:
        return HEADER + self.cover + b"\n" + (bytes(self.quoted) if self.quoted else b"")


def read(data: bytes) -> Content:
    """The content in these bytes, by round trip. Raises Malformed; nothing is verified."""
    if not data.startswith(HEADER) or not data.endswith(b"\n"):
        raise Malformed(NOT_A_RECEIPT)
    cover, *rest = data[len(HEADER) : -1].split(b"\n")
    content = Content(cover, _quoted(rest) if rest else None)
    if bytes(content) != data:
        raise Malformed(NOT_A_RECEIPT)
    return content


def _quoted(lines: list[bytes]) -> Quoted:
    if len(lines) == 1:
        raise Malformed(NOT_A_RECEIPT)
    return Quoted(read_number(lines[0].removeprefix(b"line ")), lines[1], read_path(lines[2:]))
