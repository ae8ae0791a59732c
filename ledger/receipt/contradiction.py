"""
Files that prove, to whoever holds the trust file, that two things cannot both be true.

    kotak-contradiction/v1
    same-size                                       one of four sorts, and its members in their order:
    note a3B1LmV4YW1wbGUv…                          a name and base64
    note a3B1LmV4YW1wbGUv…

    same-size    note note                          two roots of one size
    prefix       note note root hash…               a larger tree that begins otherwise, with the proof
    same-index   receipt receipt                    two covers at one index
    same-after   paper paper paper…                 one box handed over twice

Read by round trip. Whether the members prove it is found out in `clash`; nobody is said to be wrong.
"""

from dataclasses import dataclass
from typing import Final

from ledger.errors import Malformed, Reason
from ledger.signing import armour

HEADER: Final = b"kotak-contradiction/v1\n"
LONGEST: Final = 4 * 2**20
MOST: Final = 2_000
"""Members."""

SAME_SIZE: Final = "same-size"
PREFIX: Final = "prefix"
SAME_INDEX: Final = "same-index"
SAME_AFTER: Final = "same-after"

_AGAIN: Final = "Ask for the file again; it is copied byte for byte."
TOO_LONG = Reason("RE-060", "The file has {found} bytes; a contradiction has at most {most}.", _AGAIN)
NOT_ONE = Reason("RE-061", "This is not a contradiction: a header, one of {sorts}, and its members in base64.", _AGAIN)
NO_CLASH = Reason(
    "RE-063",
    "The members of this file do not contradict each other.",
    "The file proves nothing. Compare again what it was made from: kotak compare A B",
)
NOT_SORTED = Reason("RE-064", "The two members do not stand in the order of their bytes.", _AGAIN)
OTHER_MEMBERS = Reason("RE-062", "A contradiction of the sort {sort} has the members {expected}.", _AGAIN)

_FIRST: Final = {
    SAME_SIZE: ("note", "note"),
    PREFIX: ("note", "note", "root"),
    SAME_INDEX: ("receipt", "receipt"),
    SAME_AFTER: ("paper", "paper"),
}
"""The members each sort begins with."""
_FURTHER: Final = {PREFIX: "hash", SAME_AFTER: "paper"}
"""What may follow them, any number of times."""


@dataclass(frozen=True)
class Contradiction:
    """A sort and its members. `bytes` prints the file."""

    sort: str
    members: tuple[bytes, ...]

    def __bytes__(self) -> bytes:
        named = zip(_names(self.sort, len(self.members)), self.members, strict=True)
        lines = [self.sort, *(f"{name} {armour.encode(data)}" for name, data in named), ""]
        return HEADER + "\n".join(lines).encode()


def read(data: bytes) -> Contradiction:
    """The contradiction in these bytes. Raises Malformed; nothing is verified."""
    if len(data) > LONGEST:
        raise Malformed(TOO_LONG, found=len(data), most=LONGEST)
    if not data.startswith(HEADER) or not data.endswith(b"\n") or data.count(b"\n") > MOST:
        raise Malformed(NOT_ONE, sorts=", ".join(_FIRST))
    sort, *lines = data[len(HEADER) : -1].decode("latin-1").split("\n")
    if sort not in _FIRST:
        raise Malformed(NOT_ONE, sorts=", ".join(_FIRST))
    words = [line.partition(" ") for line in lines]
    if [name for name, _, _ in words] != _names(sort, len(words)):
        raise Malformed(OTHER_MEMBERS, sort=sort, expected=", ".join([*_FIRST[sort], *_FURTHER.get(sort, "").split()]))
    found = Contradiction(sort, tuple(armour.decode(text) for _, _, text in words))
    if bytes(found) != data:
        raise Malformed(NOT_ONE, sorts=", ".join(_FIRST))
    return found


def _names(sort: str, count: int) -> list[str]:
    """What so many members of a sort are called; too few for it are called nothing."""
    first, more = _FIRST[sort], count - len(_FIRST[sort])
    if more < 0 or (more and sort not in _FURTHER):
        return []
    return [*first, *[_FURTHER.get(sort, "")] * more]
