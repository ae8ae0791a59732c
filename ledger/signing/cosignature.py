r"""
What a log witness signs: a checkpoint and the time (C2SP tlog-cosignature v1.0.1).

    type 04, Ed25519            cosignature/v1
                                time 1867300000
                                <the three lines of the checkpoint>

    type 06, ML-DSA-44          "subtree/v1\n\0" | u8 length, name | u64 time | u8 length, origin
                                | u64 0 | u64 size | root

On its line the time stands before the signature, as u64, big endian. A cosignature of type 06 is over a tree and not
over text, so the text must be three lines and no more.
"""

import re
from typing import Final, NamedTuple

from ledger.errors import BadSignature, Malformed, Reason
from ledger.signing import armour, mldsa, strict
from ledger.signing.vkey import WITNESS, VerifierKey

SIZES_END: Final = 2**63
LAST_TIME: Final = 2**63 - 1
TIME_BYTES: Final = 8

NOT_A_TREE = Reason(
    "NT-015",
    "The text does not consist of three lines, an origin, a size and a root.",
    "Get the file again from where it was published, and keep this one.",
)
TOO_LONG = Reason(
    "NT-016",
    "{name} has {found} bytes; a log or witness that is named under ML-DSA-44 has at most {most}.",
    "Choose a shorter name.",
)
NOT_A_COSIGNATURE = Reason(
    "NT-017",
    "The cosignature of {name} has {found} bytes and the time {time}; it has {expected}, and a time below 2^63.",
    "Ask the log witness to sign again.",
)

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_LINES = 4
"""Three, and nothing after the last newline."""
_ROOT_BYTES = 32
_LONGEST_NAME = 255


class Tree(NamedTuple):
    """The three lines of a text, by their form alone."""

    origin: str
    size: int
    root: bytes


def read_tree(text: str) -> Tree:
    """Read three lines in their one spelling."""
    lines = text.split("\n")
    if len(lines) != _LINES or not lines[0] or lines[3] or not _SIZE.fullmatch(lines[1]):
        raise Malformed(NOT_A_TREE)
    tree = Tree(lines[0], int(lines[1]), armour.decode(lines[2]))
    if tree.size >= SIZES_END or len(tree.root) != _ROOT_BYTES:
        raise Malformed(NOT_A_TREE)
    return tree


def message(key: VerifierKey, time: int, text: str) -> bytes:
    """The bytes that the witness with this key signs."""
    if key.kind == WITNESS:
        return f"cosignature/v1\ntime {time}\n{text}".encode()
    tree = read_tree(text)
    start, size = (number.to_bytes(8) for number in (0, tree.size))
    return b"subtree/v1\n\0" + _name(key.name) + time.to_bytes(8) + _name(tree.origin) + start + size + tree.root


def part(key: VerifierKey, signature: bytes) -> tuple[int, bytes]:
    """Part what stands on a line into time and signature."""
    time, made = int.from_bytes(signature[:TIME_BYTES]), signature[TIME_BYTES:]
    expected = strict.SIGNATURE_LENGTH if key.kind == WITNESS else mldsa.SIGNATURE_LENGTH
    if len(made) != expected or time > LAST_TIME:
        raise BadSignature(NOT_A_COSIGNATURE, name=key.name, found=len(made), time=time, expected=expected)
    return time, made


def _name(name: str) -> bytes:
    data = name.encode()
    if len(data) > _LONGEST_NAME:
        raise Malformed(TOO_LONG, name=name[:60], found=len(data), most=_LONGEST_NAME)
    return bytes([len(data)]) + data
