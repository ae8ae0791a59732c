"""
The trust file, from which an auditor starts: C2SP's tlog-policy with one log, and one line of ours.

    log kpu.example/pemilu-2029/kota-batu+2aad031e+AZsfhHkc/HZjBFhU04netcqVRJ2HXydqg4QLBgqznPxx
    genesis 5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9
    witness bawaslu bawaslu.example/saksi+718e7618+BNU/pjML4i9VVJSyN+KIWVTOIZPKoVoJYIfGsbm56nt4
    quorum bawaslu

    grep -E '^(log|witness|group|quorum) ' trust.txt        a file that other tools read

The name of the log's key is the origin, `genesis` the digest of the first paper. Names and comments are octets and are
not interpreted. Nothing here looks for the file: whoever checks says which one he holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from msgspec import ValidationError, convert

from ledger.domain.names import Origin
from ledger.errors import Malformed, Reason
from ledger.log.lines import COMPARE, Log, read_lines
from ledger.log.quorum import Quorum
from ledger.signing.keys import PublicKey
from ledger.signing.vkey import LOG, VerifierKey

NOT_ONE = Reason("TR-011", "The trust file has {found} lines that begin with {word}; it has exactly one.", COMPARE)
NOT_AN_ORIGIN = Reason(
    "TR-012",
    "The log's key is named {name}, which is not the origin of a log.",
    "An origin reads like kpu.example/pemilu-2029/kota-batu. Compare the trust file with the copy you were given.",
)
TWO_PURPOSES = Reason(
    "TR-013",
    "The witness {name} has the key of the log; a key has one purpose.",
    "Ask the log witness for a key of its own, and whoever gave you the trust file for another.",
)
CAN_SPLIT = Reason(
    "TR-014",
    "The quorum {name} can be met twice without a common witness, so it proves nothing about one history.",
    "Ask for more than half of each group: 2 of 3, 3 of 5, 4 of 5.",
)

_RESERVED = ("DSSEv1 ", "cosignature/", "subtree/")


@dataclass(frozen=True)
class Trust:
    """What an auditor starts from. `str` prints it without comments; `data` are the bytes he holds."""

    log: Log
    genesis: str
    quorum: Quorum
    data: bytes = field(compare=False, repr=False)

    @property
    def origin(self) -> str:
        """The name of the log, and of its key."""
        return self.log.key.name

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the file, printed in every report."""
        return sha256(self.data).hexdigest()

    def __str__(self) -> str:
        return _print(self.log, self.genesis, self.quorum)


def read(data: bytes) -> Trust:
    """Read a trust file, or refuse it whole."""
    lines = read_lines(data)
    for word, found in (("log", lines.logs), ("genesis", lines.genesis), ("quorum", lines.asked)):
        if len(found) != 1:
            raise Malformed(NOT_ONE, found=len(found), word=word)
    trust = Trust(lines.logs[0], lines.genesis[0], lines.quorum, data)
    check_origin(trust.origin)
    _check_purposes(trust)
    strength = trust.quorum.strength
    if strength and not strength.split_by:
        raise Malformed(CAN_SPLIT, name=trust.quorum.asked)
    return trust


def trust_text(origin: str, genesis: str, log: PublicKey) -> str:
    """Write the trust file of a log without witnesses. What could not be read again is not written."""
    text = _print(Log(VerifierKey(origin, LOG, log)), genesis, Quorum())
    read(text.encode())
    return text


def extended(trust: Trust, lines: Iterable[str], asked: str) -> Trust:
    """Make another trust file: this one with more lines for witnesses and groups, and this quorum."""
    old = trust.quorum
    every = [trust.log, f"genesis {trust.genesis}", *old.witnesses, *old.groups, *lines, f"quorum {asked}"]
    made = read(_octets("".join(f"{line}\n" for line in every)))
    return read(_octets(str(made)))


def succeeded(trust: Trust, origin: str, log: PublicKey) -> Trust:
    """Make the trust file of the log after this one: of the same ledger, with the same witnesses and quorum."""
    return read(_octets(_print(Log(VerifierKey(origin, LOG, log)), trust.genesis, trust.quorum)))


def check_origin(name: str) -> None:
    """Refuse an origin that is not of our form, or that begins like something else that is signed."""
    try:
        convert(name, Origin)
    except ValidationError as error:
        raise Malformed(NOT_AN_ORIGIN, name=name) from error
    if name.startswith(_RESERVED):
        raise Malformed(NOT_AN_ORIGIN, name=name)


def _print(log: Log, genesis: str, quorum: Quorum) -> str:
    return f"{log}\ngenesis {genesis}\n{quorum}"


def _octets(text: str) -> bytes:
    return text.encode(errors="surrogateescape")


def _check_purposes(trust: Trust) -> None:
    for witness in trust.quorum.witnesses:
        if witness.key.public == trust.log.key.public:
            raise Malformed(TWO_PURPOSES, name=witness.name)
