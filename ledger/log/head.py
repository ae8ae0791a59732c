"""
What a log signed last, as it is kept where no copy of its ledger reaches.

    kotak-log/v1
    log kpu.example/pemilu-2029/kota-batu+2aad031e+AZsfhHkc/HZjBFhU04netcqVRJ2HXydqg4QLBgqznPxx
    genesis 5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9
    size 1205
    root nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=

A log signs nothing below its head and nothing beside it, whatever its database says. A new log begins with the head of
no entries, which somebody writes; that there is none never means that the log is new. Nothing here reads a clock or a
file.
"""

from dataclasses import dataclass
from typing import Final, Self

from ledger.errors import Conflict, LedgerError, Malformed, Reason
from ledger.log import checkpoint as checkpoints
from ledger.log.checkpoint import Checkpoint
from ledger.log.policy import Trust
from ledger.merkle import EMPTY_ROOT
from ledger.signing.vkey import VerifierKey, read_key

LONGEST: Final = 4096

NOT_A_HEAD = Reason(
    "LO-001",
    "{path} does not say what a log signed last.",
    "Keep it as it is under another name, and take it over anew from checkpoints: kotak checkpoint adopt FILE",
)
LOWER = Reason(
    "LO-002",
    "The log {origin} signed {signed} entries, and may not sign {offered} now.",
    "Find out where the other entries went before anything is signed: kotak verify",
)
OTHER_ROOT = Reason(
    "LO-003",
    "At {size} entries the log {origin} signed the root {signed}, and may not sign {offered} now.",
    "Keep both checkpoints as they are; together they prove two histories: kotak verify",
)
USED = Reason(
    "LO-004",
    "The origin {origin} was used on this machine before, for the ledger {found} or with another key.",
    "An origin is never used again. Choose another one.",
)

_VERSION: Final = "kotak-log/v1"


@dataclass(frozen=True)
class Head:
    """The log, its ledger, and the last checkpoint it signed. `str` prints the file."""

    log: VerifierKey
    genesis: str
    checkpoint: Checkpoint

    @classmethod
    def of(cls, trust: Trust) -> Self:
        """The head of the log of a trust file that has signed nothing yet."""
        return cls(trust.log.key, trust.genesis, Checkpoint(trust.origin, 0, EMPTY_ROOT))

    def raised(self, to: Checkpoint) -> "Head":
        """The head once this was signed too. Raises Conflict below or beside the one before."""
        now, origin = self.checkpoint, self.log.name
        if to.size < now.size:
            raise Conflict(LOWER, origin=origin, signed=now.size, offered=to.size)
        if to.size == now.size and to.root != now.root:
            raise Conflict(OTHER_ROOT, origin=origin, size=now.size, signed=now.root.hex(), offered=to.root.hex())
        return Head(self.log, self.genesis, to)

    def check_of(self, trust: Trust) -> None:
        """Raise Conflict if another log or another ledger had this origin before."""
        if (self.log, self.genesis) != (trust.log.key, trust.genesis):
            raise Conflict(USED, origin=self.log.name, found=self.genesis[:16])

    def __str__(self) -> str:
        _origin, size, root, _end = str(self.checkpoint).split("\n")
        return f"{_VERSION}\nlog {self.log}\ngenesis {self.genesis}\nsize {size}\nroot {root}\n"


def read(data: bytes, path: str) -> Head:
    """Read a head by round trip."""
    try:
        _version, log, genesis, size, root, _end = data.decode().split("\n")
        key = read_key(log.removeprefix("log "))
        text = "\n".join((key.name, size.removeprefix("size "), root.removeprefix("root "), ""))
        head = Head(key, genesis.removeprefix("genesis "), checkpoints.read(text))
    except (ValueError, LedgerError) as error:
        raise Malformed(NOT_A_HEAD, path=path) from error
    if str(head).encode() != data:
        raise Malformed(NOT_A_HEAD, path=path)
    return head
