"""
DER (X.690) as far as key files and time stamps need it: values that stand one after another, and how each is printed.

    30 06 02 01 05 04 01 2a         a tag, the length of the content, the content: here two values within one

What is well formed, printing again shows: nothing here refuses anything.
"""

from collections.abc import Iterator
from typing import Final

INTEGER, OCTETS, NULL, OID, SEQUENCE = 0x02, 0x04, 0x05, 0x06, 0x30
_SHORT: Final = 0x80


def values(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tags and contents of the values that stand one after another. A length that is cut off is an IndexError."""
    while data:
        start, length = 2, data[1]
        if length >= _SHORT:
            start += length - _SHORT
            length = int.from_bytes(data[2:start])
        yield data[0], data[start : start + length]
        data = data[start + length :]


def contents(data: bytes) -> Iterator[bytes]:
    """What stands in the values that stand one after another."""
    return (content for _tag, content in values(data))


def value(tag: int, content: bytes) -> bytes:
    """X.690, 8.1 and 10.1: tag, length in its shortest form, content."""
    if len(content) < _SHORT:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, _SHORT + len(length)]) + length + content


def sequence(*members: bytes) -> bytes:
    """Values within one."""
    return value(SEQUENCE, b"".join(members))


def integer(number: int) -> bytes:
    """A number from 0."""
    return value(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))
