"""
A key list: officers' keys that somebody pinned, for those who hold no passport.

    kpps/35.79.02.2009/004#1 ed25519 Y2aX4pK5QeQFkI9sY3lCqCkI6bW0Vb3mVw6r1pGm0cE=

It is believed because of who gave it, and says nothing of roles, terms and revocations. Nobody registers with a key
that is only pinned.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from msgspec import ValidationError, convert

from ledger.domain.documents.base import Form, Key
from ledger.domain.names import OfficerId
from ledger.errors import Malformed, Reason
from ledger.paper import public

LONGEST: Final = 4 * 2**20

NOT_A_LIST = Reason(
    "RE-030",
    "Line {line} of the key list does not read like: OFFICER ed25519|p256-sha256 BASE64",
    "Compare the list with the copy you were given.",
)
TOO_LONG = Reason(
    "RE-031", "The key list has {found} bytes; at most {most} are read.", "Check that this is the file you mean."
)
_WORDS: Final = 3


class Pinned(Form, frozen=True, kw_only=True):
    """Whose key it is said to be."""

    officer: OfficerId
    key: Key


@dataclass(frozen=True)
class KeyList:
    """By officer and key id the keys that are pinned."""

    keys: Mapping[tuple[str, str], Key] = field(default_factory=dict)

    def find(self, officer: str, key: str) -> Key | None:
        """The key of that id, if it is pinned as this officer's."""
        return self.keys.get((officer, key))


def read(data: bytes) -> KeyList:
    """The list in these bytes. Raises Malformed, or KeyProblem for a key no signature can be trusted under."""
    if len(data) > LONGEST:
        raise Malformed(TOO_LONG, found=len(data), most=LONGEST)
    found: dict[tuple[str, str], Key] = {}
    for number, one in _lines(data):
        named = one.officer, public(one.key).id
        if named in found:
            raise Malformed(NOT_A_LIST, line=number)
        found[named] = one.key
    return KeyList(found)


def _lines(data: bytes) -> Iterator[tuple[int, Pinned]]:
    *lines, rest = data.decode("latin-1").split("\n")
    if rest or not lines:
        raise Malformed(NOT_A_LIST, line=len(lines) + 1)
    for number, line in enumerate(lines, start=1):
        words = line.split(" ")
        if len(words) != _WORDS:
            raise Malformed(NOT_A_LIST, line=number)
        try:
            yield number, convert({"officer": words[0], "key": {"alg": words[1], "public": words[2]}}, Pinned)
        except ValidationError as error:
            raise Malformed(NOT_A_LIST, line=number) from error
