"""
What JSON or TOML does not say as its form asks, in a sentence that can be translated. msgspec and tomllib say it in
English alone; a message of a shape that is not known here stands as it came.

    Object missing required field `box` - at `$.lines[0]`      the member box is missing at $.lines[0]
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from ledger.errors import Phrase

_LONGEST: Final = 200
"""Letters of a message that stands as it came, or of what it quotes."""
_Said = Callable[[Sequence[str], str], Phrase]
_SHAPES: Final[tuple[tuple[str, _Said], ...]] = (
    (r"Input data was truncated|.* \(at end of document\)", lambda _found, _at: Phrase("it is cut off")),
    (
        r".* \(at line ([0-9]+), column ([0-9]+)\)",
        lambda found, _at: Phrase("it is not TOML, at line {line}, column {column}", line=found[0], column=found[1]),
    ),
    (
        "Object missing required field `(.*)`",
        lambda found, at: Phrase("the member {member} is missing at {at}", member=found[0], at=at),
    ),
    (
        "Object contains unknown field `(.*)`",
        lambda found, at: Phrase("at {at} is a member {member}, which this form does not have", member=found[0], at=at),
    ),
    (
        "Expected `(.*)`, got `(.*)`",
        lambda found, at: Phrase("at {at} is {found} and not {wanted}", found=found[1], wanted=found[0], at=at),
    ),
    (
        "Expected `str` matching regex .*",
        lambda _found, at: Phrase("what is at {at} is not spelt as this form asks", at=at),
    ),
    (
        "Expected `.*?`(?: of length)? ([<>]=? -?[0-9]+)",
        lambda found, at: Phrase("the length or number at {at} has to be {bound}", bound=found[0], at=at),
    ),
    (
        "Invalid (?:enum )?value (.*)",
        lambda found, at: Phrase("{value} at {at} is none of the words of this form", value=found[0], at=at),
    ),
    (
        r"JSON is malformed: .* \(byte ([0-9]+)\)",
        lambda found, _at: Phrase("it is not JSON, at byte {byte}", byte=found[0]),
    ),
)


def misread(error: Exception) -> str:
    """What msgspec, tomllib or the form itself did not find as it should be."""
    if isinstance(error, UnicodeDecodeError):
        return Phrase("it is not UTF-8")
    if isinstance(error, RecursionError):
        return Phrase("it is nested too deeply")
    said, place = _parted(str(error).rstrip("."))
    own = getattr(error.__cause__, "args", ())
    if own and isinstance(own[0], Phrase):
        return Phrase("{what}, at {at}", what=own[0], at=place)
    for shape, phrase in _SHAPES:
        if found := re.fullmatch(shape, said, re.DOTALL):
            return phrase([quoted[:_LONGEST] for quoted in found.groups("")], place)
    return str(error)[:_LONGEST].rstrip(".")


def _parted(message: str) -> tuple[str, str]:
    """What is wrong, and where; `$` is the whole."""
    said, slash, place = message.rpartition(" - at `")
    if slash and place.endswith("`") and "`" not in (inner := place.removeprefix("key` in `")[:-1]):
        return said, inner[:_LONGEST]
    return message, "$"
