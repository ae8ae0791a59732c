"""
What a log signed last, on the disk of the machine that signs.

    KOTAK_HOME/logs/<hex SHA-256(origin)>/head         the last checkpoint signed (ledger.log.head)
    KOTAK_HOME/logs/<hex SHA-256(origin)>/witnesses    the size each log witness signed last, and when
    KOTAK_HOME/logs/<hex SHA-256(origin)>/lock

It never lies in the database nor in a copy of it, so that a ledger put back from a copy cannot be signed a second time.
The head is raised under the lock before a signature leaves, and never lowered. The other file, with lines like
`bawaslu.example/saksi+718e7618 1205 1867300000`, only saves questions.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from commands.program import files
from ledger.errors import Conflict, Reason
from ledger.log import head as heads
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import Head
from ledger.log.policy import Trust
from ledger.log.witness import origin_hash
from ledger.signing.vkey import VerifierKey

NO_HEAD = Reason(
    "LO-010",
    "It is not known on this machine what the log {origin} signed last, so nothing is signed.",
    "Take it over from checkpoints the log signed, the newest there are: kotak checkpoint adopt FILE",
)
OVERTAKEN = Reason(
    "LO-011",
    "Somebody else signed for the log {origin} in the meantime.",
    "Run the command again; it goes on from there.",
)

_FORM: Final = re.compile(r"(\S+) (0|[1-9][0-9]{0,18}) (0|[1-9][0-9]{0,18})")


class Answered(NamedTuple):
    """The size a log witness signed last, and when it said so by the clock here."""

    size: int = 0
    at: int = 0


def name_of(key: VerifierKey) -> str:
    """Name and ID of a key, as a signature line has them."""
    return f"{key.name}+{key.id.hex()}"


class LogState:
    """The state of one log on this machine."""

    def __init__(self, home: Path, origin: str) -> None:
        self.origin = origin
        self.folder = home / "logs" / origin_hash(origin)
        self._head = self.folder / "head"
        self._witnesses = self.folder / "witnesses"

    @property
    def begun(self) -> bool:
        """Whether anything is known here of this log."""
        return self._head.exists()

    def head(self) -> Head:
        """What was signed last. Raises Conflict if that is not known here."""
        if not self.begun:
            raise Conflict(NO_HEAD, origin=self.origin)
        return heads.read(files.read(str(self._head), heads.LONGEST), str(self._head))

    def check_free(self, trust: Trust) -> None:
        """Raise Conflict if this origin belonged to another ledger or another key before."""
        if self.begun:
            self.head().check_of(trust)

    def begin(self, trust: Trust) -> None:
        """Say that this log has signed nothing yet, unless something is known of it."""
        self.adopt(trust, Head.of(trust).checkpoint)

    def adopting(self, trust: Trust, signed: Checkpoint) -> Head:
        """What the head would be if this checkpoint were taken over. One that is higher stays."""
        if not self.begun:
            return Head.of(trust).raised(signed)
        self.check_free(trust)
        head = self.head()
        return head if signed.size < head.checkpoint.size else head.raised(signed)

    def adopt(self, trust: Trust, signed: Checkpoint) -> Head:
        """Say that this log signed this checkpoint."""
        with self._locked():
            after = self.adopting(trust, signed)
            self._write(after)
        return after

    @contextmanager
    def raising(self, before: Head, to: Checkpoint) -> Iterator[None]:
        """
        Raise the head, unless somebody else has since; what the block does is done before anybody else signs.

        Whoever dies in the block has signed, as far as this machine knows, and goes on from there.
        """
        with self._locked():
            if self.head() != before:
                raise Conflict(OVERTAKEN, origin=self.origin)
            self._write(before.raised(to))
            yield

    def witnesses(self) -> dict[str, Answered]:
        """By key of a log witness what it signed last, as far as is known."""
        if not self._witnesses.exists():
            return {}
        found = (_FORM.fullmatch(line) for line in files.read_text(str(self._witnesses)).splitlines())
        return {line[1]: Answered(int(line[2]), int(line[3])) for line in found if line}

    def remember(self, answered: Mapping[str, Answered]) -> None:
        """Keep what log witnesses answered."""
        with self._locked():
            known = {**self.witnesses(), **answered}
            lines = "".join(f"{key} {size} {at}\n" for key, (size, at) in sorted(known.items()))
            files.write(str(self._witnesses), lines.encode(), force=True, mode=0o600)

    def _write(self, head: Head) -> None:
        files.write(str(self._head), str(head).encode(), force=True, mode=0o600)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        files.make_folder(self.folder, mode=0o700)
        with files.locked(self.folder / "lock"):
            yield
