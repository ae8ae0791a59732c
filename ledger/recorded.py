"""
Papers that were read before and lie in a journal since. They are read again, and not judged a second time: nothing is
printed again to compare it, and of texts the spelling is not looked at.

Who judges papers reads them with `ledger.paper`.
"""

import hashlib
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, Final, Union

import msgspec

from ledger.domain.canonical import NOT_OF_THE_FORM, encode
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import Document, LaterDocument, Line, Seen
from ledger.domain.documents.reread import reread
from ledger.domain.misread import misread
from ledger.errors import Malformed, Phrase
from ledger.signing import envelope


class _Glance(msgspec.Struct, frozen=True):
    """The one member of a payload that is looked for."""

    seen: Seen | None = None


_glance: Final = msgspec.json.Decoder(reread(_Glance)).decode
_line: Final = cache(lambda form: msgspec.json.Decoder(reread(form)))


@cache
def _payload() -> msgspec.json.Decoder[Any]:
    """Made when a paper is read: it takes longer than many an answer that reads none."""
    return msgspec.json.Decoder(Union[tuple(map(reread, KINDS.values()))])  # noqa: UP007 - made from a dictionary


class Recorded:
    """What such a paper says; its lines are read when they are asked for. Raises Malformed where it cannot be read."""

    def __init__(self, data: bytes) -> None:
        first, _, self._annex = data.partition(b"\n")
        self._payload = envelope.payload_of(first)
        self.document: Document = _read(_payload().decode, self._payload)

    @cached_property
    def digest(self) -> str:
        """By which papers name it, in hexadecimal digits."""
        return hashlib.sha256(self._payload).hexdigest()

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All of them."""
        return tuple(_read(_line(self.document.line).decode_lines, self._annex)) if self._annex else ()

    @property
    def seen(self) -> Seen | None:
        """What its signers had seen, None of genesis."""
        return self.document.seen if isinstance(self.document, LaterDocument) else None

    def mentions(self, member: bytes) -> bool:
        """Whether any of its lines says something under this name."""
        return b'"%b":' % member in self._annex

    def about(self, box: str) -> Line | None:
        """The line about a box; no other is read."""
        found = self._annex.find(b'"box":%b' % encode(box))
        if found < 0:
            return None
        start, end = self._annex.rfind(b"\n", 0, found) + 1, self._annex.find(b"\n", found)
        line: Line = _read(_line(self.document.line).decode, self._annex[start:end])
        return line


def seen_by(data: bytes) -> Seen | None:
    """What the signers of a paper had seen, None of genesis. Raises Malformed."""
    found: _Glance = _read(_glance, envelope.payload_of(data.partition(b"\n")[0]))
    return found.seen


def _read(decode: Callable[[bytes], Any], data: bytes) -> Any:
    try:
        return decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Malformed(NOT_OF_THE_FORM, where=Phrase("The paper"), problem=misread(error)) from error
