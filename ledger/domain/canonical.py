"""
Canonical JSON, as payloads and lines of annexes are written: one spelling, read by round trip.

    {"box":"35.79.02.2009/004/DPD","seals":{"ties":{"on":2}},"state":"intact"}

Members are sorted, defaults left out, and what does not print back to the same bytes is refused.
"""

from typing import Any, Final

import msgspec

from ledger.domain.documents.characters import first_foreign
from ledger.domain.misread import misread
from ledger.errors import Malformed, Phrase, Reason

NOT_CANONICAL = Reason(
    "PA-003",
    "{where} does not print back to the same bytes.",
    "Ask the one who drafted it for the file as it was signed.",
)
NOT_OF_THE_FORM = Reason(
    "PA-004",
    "{where} is not of the form of its kind: {problem}.",
    "See docs/format.md; a paper of a newer form needs a newer kotak.",
)
FOREIGN_CHARACTER = Reason(
    "PA-005",
    "{where} holds a character that no paper holds: {character}.",
    "Draft the paper again without it.",
)

encode: Final = msgspec.json.Encoder(order="sorted").encode
"""The one spelling of a value."""


def read_exactly(decoder: msgspec.json.Decoder[Any], data: bytes, line: int = 0) -> Any:
    """The value of one object: of the payload, or of a line of the annex, counted from 1. Raises Malformed."""
    _check_characters(data, line)
    try:
        value = decoder.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Malformed(NOT_OF_THE_FORM, where=_where(line), problem=misread(error)) from error
    if encode(value) != data:
        raise Malformed(NOT_CANONICAL, where=_where(line))
    return value


def _check_characters(data: bytes, line: int) -> None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(NOT_CANONICAL, where=_where(line)) from error
    if foreign := first_foreign(text):
        raise Malformed(FOREIGN_CHARACTER, where=_where(line), character=ascii(foreign))


def _where(line: int) -> Phrase:
    return Phrase("Line {line} of the annex", line=line) if line else Phrase("The payload")
