"""
Proofs that travel: a leaf's place in a log, and the checkpoint that promised it (C2SP tlog-proof v1).

    c2sp.org/tlog-proof@v1
    extra Y3VzdG9keQ==                               optional, not covered by any signature of the log
    index 3
    pqj8dMXFCOWWqb4k7JvzJUGL6N6FELhALBTIC8uf9O4=     the path: zero to 63 hashes, the leaf's sibling first
                                                     empty line: the first one ends the path
    ledger.example/custody/demo-2029                 the checkpoint, with all its signature lines
    …

Read by round trip. What the leaf is, what `extra` says and who signed the checkpoint is not known here.
"""

import re
from dataclasses import dataclass
from typing import Final

from ledger.errors import Malformed, Reason
from ledger.merkle import HASH_SIZE
from ledger.signing import armour

LONGEST: Final = 64 * 1024
MOST_HASHES: Final = 63
HEADER: Final = b"c2sp.org/tlog-proof@v1\n"

_AGAIN: Final = "Ask for the receipt again; it is copied byte for byte, never through an editor or a chat window."
TOO_LONG = Reason("RE-020", "The proof has {found} bytes; at most {most} are read.", _AGAIN)
NOT_A_PROOF = Reason(
    "RE-021", "This is not a tlog-proof: a header, an index, a path, an empty line and a checkpoint.", _AGAIN
)
TOO_MANY = Reason("RE-022", "The proof has {found} hashes; no path has more than {most}.", _AGAIN)
NOT_A_NUMBER = Reason("RE-023", "{text} is not a number below 2^63 without leading zeros.", _AGAIN)
NOT_A_HASH = Reason("RE-024", "A hash of the path has {found} bytes; SHA-256 has 32.", _AGAIN)

_NUMBER: Final = re.compile(rb"0|[1-9][0-9]{0,18}")
_NUMBERS_END: Final = 2**63
_SHOWN: Final = 60


@dataclass(frozen=True)
class Inclusion:
    """A leaf's place in a log and the path from there. `bytes` prints all that stands before the empty line."""

    index: int
    path: tuple[bytes, ...]
    extra: bytes = b""
    """What the proof is about; empty where that line is missing."""

    def __bytes__(self) -> bytes:
        extra = f"extra {armour.encode(self.extra)}\n" if self.extra else ""
        hashes = "".join(f"{armour.encode(each)}\n" for each in self.path)
        return HEADER + f"{extra}index {self.index}\n{hashes}".encode()


@dataclass(frozen=True)
class Proof:
    """An inclusion and the note of the checkpoint it leads to, as it came."""

    inclusion: Inclusion
    note: bytes

    def __bytes__(self) -> bytes:
        return bytes(self.inclusion) + b"\n" + self.note


def read(data: bytes) -> Proof:
    """The proof in these bytes. Raises Malformed; nothing is verified."""
    if len(data) > LONGEST:
        raise Malformed(TOO_LONG, found=len(data), most=LONGEST)
    end = data.find(b"\n\n")
    if end < 0 or end + 2 == len(data):
        raise Malformed(NOT_A_PROOF)
    return Proof(read_inclusion(data[: end + 1]), data[end + 2 :])


def read_inclusion(data: bytes) -> Inclusion:
    """All that stands before the empty line. What does not print back to the same bytes is refused."""
    if not data.startswith(HEADER) or not data.endswith(b"\n"):
        raise Malformed(NOT_A_PROOF)
    lines = data[len(HEADER) : -1].split(b"\n")
    extra = _decode(lines.pop(0).removeprefix(b"extra ")) if lines[0].startswith(b"extra ") else b""
    if not lines or not lines[0].startswith(b"index "):
        raise Malformed(NOT_A_PROOF)
    inclusion = Inclusion(read_number(lines[0].removeprefix(b"index ")), read_path(lines[1:]), extra)
    if bytes(inclusion) != data:
        raise Malformed(NOT_A_PROOF)
    return inclusion


def read_number(text: bytes) -> int:
    """A number in its one spelling, below 2^63."""
    if not _NUMBER.fullmatch(text) or int(text) >= _NUMBERS_END:
        raise Malformed(NOT_A_NUMBER, text=text[:_SHOWN].decode(errors="replace"))
    return int(text)


def read_path(lines: list[bytes]) -> tuple[bytes, ...]:
    """Hashes in base64, one a line."""
    if len(lines) > MOST_HASHES:
        raise Malformed(TOO_MANY, found=len(lines), most=MOST_HASHES)
    path = tuple(map(_decode, lines))
    for each in path:
        if len(each) != HASH_SIZE:
            raise Malformed(NOT_A_HASH, found=len(each))
    return path


def _decode(text: bytes) -> bytes:
    return armour.decode(text.decode("latin-1"))
