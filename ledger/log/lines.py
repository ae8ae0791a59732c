"""
The lines of a trust file, read as C2SP's tlog-policy says, with one more: `genesis`.

    log <vkey> [<url>]
    witness <name> <vkey> [<url>]
    group <name> all|any|<k> <member>…
    quorum <name>|none
    genesis <64 hex digits>

Words are parted by blanks and tabs only. Names and comments are octets and are not interpreted. How many of which line
a trust file needs is not known here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ledger.errors import Malformed, Reason
from ledger.log.quorum import NONE, Group, Quorum, Witness
from ledger.signing.vkey import LOG, WITNESS, WITNESS_MLDSA, VerifierKey, read_key

LONGEST: Final = 2**16

COMPARE = "Compare the trust file with the copy you were given. Do not change it to make a check pass."
NOT_LINES = Reason(
    "TR-001", "The trust file has {found} bytes; it ends with a newline and has at most {most}.", COMPARE
)
NOT_AN_OCTET = Reason("TR-002", "Line {line} of the trust file holds the control character {octet}.", COMPARE)
NOT_KNOWN = Reason("TR-003", "Line {line} of the trust file begins with {word}, which is none of {known}.", COMPARE)
NOT_FORMED = Reason("TR-004", "Line {line} of the trust file does not read like: {form}", COMPARE)
OTHER_TYPE = Reason(
    "TR-005", "Line {line} of the trust file: the key of a {word} is of type {expected}, not {found}.", COMPARE
)
SAME_KEY = Reason("TR-006", "Line {line} of the trust file: the key of {name} stands there a second time.", COMPARE)
SAME_NAME = Reason("TR-007", "Line {line} of the trust file: the name {name} is taken.", COMPARE)
NOT_DEFINED = Reason("TR-008", "Line {line} of the trust file: {name} is not defined on a line above.", COMPARE)
SAME_MEMBER = Reason("TR-009", "Line {line} of the trust file: {name} is already a member of a group.", COMPARE)
NO_SUCH_NUMBER = Reason(
    "TR-010", "Line {line} of the trust file: {found} is not all, any, or a number from 1 to {most}.", COMPARE
)
NOT_COUNTED = Reason(
    "TR-015",
    "Line {line} of the trust file: {name} signs with ML-DSA-44, which not every reader can check.",
    "Name it in no group and no quorum. A log witness that counts signs with a key of type 04 too.",
)

_FOREIGN = re.compile(rb"[^\t\x20-\x7e\x80-\xff]")
_BLANKS = re.compile(rb"[ \t]+")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORMS: Final = {
    "log": "log <vkey> [<url>]",
    "witness": "witness <name> <vkey> [<url>]",
    "group": "group <name> all|any|<k> <member>…",
    "quorum": "quorum <name>|none",
    "genesis": "genesis <64 hex digits>",
}
_TYPES: Final = {"log": (LOG,), "witness": (WITNESS, WITNESS_MLDSA)}


@dataclass(frozen=True)
class Log:
    """A log that is trusted to sign, not to tell the truth."""

    key: VerifierKey
    url: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, ["log", str(self.key), self.url]))


class Lines:
    """What the lines read so far have defined."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.genesis: list[str] = []
        self.asked: list[str] = []
        self._witnesses: dict[str, Witness] = {}
        self._groups: dict[str, Group] = {}
        self._members: set[str] = set()

    @property
    def quorum(self) -> Quorum:
        """The witnesses, their groups, and the first of those asked for."""
        return Quorum(tuple(self._witnesses.values()), tuple(self._groups.values()), self.asked[0])

    def take(self, number: int, words: list[str]) -> None:
        """Read one line."""
        match words:
            case ["log", vkey, *url] if len(url) <= 1:
                key = _read_key(number, "log", vkey, (log.key for log in self.logs))
                self.logs.append(Log(key, *url))
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self._check_new(number, name)
                key = _read_key(number, "witness", vkey, (witness.key for witness in self._witnesses.values()))
                self._witnesses[name] = Witness(name, key, *url)
            case ["group", name, rule, first, *others]:
                self._check_new(number, name)
                self._groups[name] = self._group(number, name, rule, (first, *others))
            case ["quorum", name]:
                if name != NONE:
                    self._check_counts(number, name)
                self.asked.append(name)
            case ["genesis", digest] if _DIGEST.fullmatch(digest):
                self.genesis.append(digest)
            case [word, *_] if word in _FORMS:
                raise Malformed(NOT_FORMED, line=number, form=_FORMS[word])
            case _:
                raise Malformed(NOT_KNOWN, line=number, word=words[0], known=", ".join(_FORMS))

    def _group(self, number: int, name: str, rule: str, members: tuple[str, ...]) -> Group:
        for member in members:
            self._check_counts(number, member)
            if member in self._members:
                raise Malformed(SAME_MEMBER, line=number, name=member)
            self._members.add(member)
        return Group(name, _threshold(number, rule, len(members)), members)

    def _check_new(self, number: int, name: str) -> None:
        if name == NONE or self._is_defined(name):
            raise Malformed(SAME_NAME, line=number, name=name)

    def _check_counts(self, number: int, name: str) -> None:
        if not self._is_defined(name):
            raise Malformed(NOT_DEFINED, line=number, name=name)
        if name in self._witnesses and self._witnesses[name].key.kind == WITNESS_MLDSA:
            raise Malformed(NOT_COUNTED, line=number, name=name)

    def _is_defined(self, name: str) -> bool:
        return name in self._witnesses or name in self._groups


def read_lines(data: bytes) -> Lines:
    """Read all lines, each with what stands above it."""
    lines = Lines()
    for number, words in _words(data):
        lines.take(number, words)
    return lines


def _words(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Part each line that says something into words. Octets that are not UTF-8 are kept as surrogates."""
    if len(data) > LONGEST or not data.endswith(b"\n"):
        raise Malformed(NOT_LINES, found=len(data), most=LONGEST)
    for number, line in enumerate(data[:-1].split(b"\n"), 1):
        if foreign := _FOREIGN.search(line):
            raise Malformed(NOT_AN_OCTET, line=number, octet=foreign[0].hex())
        words = [word.decode(errors="surrogateescape") for word in _BLANKS.split(line) if word]
        if words and not words[0].startswith("#"):
            yield number, words


def _read_key(number: int, word: str, vkey: str, others: Iterable[VerifierKey]) -> VerifierKey:
    key = read_key(vkey)
    if key.kind not in _TYPES[word]:
        expected = ", ".join(f"{kind:02x}" for kind in _TYPES[word])
        raise Malformed(OTHER_TYPE, line=number, word=word, expected=expected, found=f"{key.kind:02x}")
    if any(other.public == key.public for other in others):
        raise Malformed(SAME_KEY, line=number, name=key.name)
    return key


def _threshold(number: int, rule: str, most: int) -> int:
    if rule in {"all", "any"}:
        return most if rule == "all" else 1
    if not _NUMBER.fullmatch(rule) or int(rule) > most:
        raise Malformed(NO_SUCH_NUMBER, line=number, found=rule, most=most)
    return int(rule)
