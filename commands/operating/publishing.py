"""
One batch of a log: what is new is computed twice, the head is raised, and only then is it signed and published.

    1  the ledger is the one of the trust file, and goes on under this log
    2  it begins with everything the log signed: the head, what is published, what log witnesses hold
    3  root and size of all entries, from the papers read back and from the stored tree   (ledger.audit.publish)
    4  the key opens
    5  the head is raised, unless somebody else has since
    6  the signature, and its place among what is published

Dying before 5 leaves nothing behind. Dying after it leaves a checkpoint that counts as signed; the next batch begins
there, and signs it again or a larger one. Nothing but what is committed is read, so nothing else is published.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from commands.drafting import keyring
from commands.founding.governing import states_of
from commands.operating.notes import Note, Notes
from commands.operating.state import OVERTAKEN, LogState
from commands.program.passphrase import Passphrases
from ledger import paper as papers
from ledger.audit.publish import check_continues, next_checkpoint
from ledger.domain.custody.states import AuthoritiesState
from ledger.errors import Conflict, KeyProblem, Reason
from ledger.log import checkpoint as checkpoints
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import Head
from ledger.log.policy import Trust
from ledger.signing.keys import PrivateKey

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.persistence.journal import Journal

OTHER_KEY = Reason(
    "EX-030",
    "The key {path} is not the key of the log {origin} in the trust file.",
    "Name the log's own key: kotak checkpoint publish --key FILE",
)
OTHER_LEDGER = Reason(
    "LO-020",
    "The ledger begins with the paper {found}, the trust file is for one that begins with {expected}.",
    "Name the ledger of this log: kotak --ledger LEDGER checkpoint publish",
)
OTHER_LOG = Reason(
    "LO-021",
    "By its papers the ledger's log is {found}, the trust file is for {expected}. Two logs of one ledger are a fork.",
    "Take the trust file of {found}. A lost log is continued by both families of authorities: kotak continue --help",
)

TRIES: Final = 3
LOG: Final = "log"


class Batch(NamedTuple):
    """What there is to sign: the head it continues, and the note if it is published already."""

    head: Head
    made: Checkpoint
    there: Note | None


@dataclass(frozen=True)
class Publisher:
    """The log at work. `unlock` gives its key when it is needed."""

    state: LogState
    notes: Notes
    unlock: Callable[[], PrivateKey]

    @property
    def trust(self) -> Trust:
        """Which log it is."""
        return self.notes.trust

    def foresee(self, journal: "Journal") -> Batch:
        """1 to 3: everything that is checked before anything is signed."""
        head = self.state.head()
        head.check_of(self.trust)
        check_own(journal, self.trust)
        last = self.notes.last()
        if last is not None:
            check_continues(journal, last.opened.checkpoint)
        made = next_checkpoint(journal, head.checkpoint)
        return Batch(head, made, last if last is not None and last.opened.checkpoint == made else None)

    def publish(self, journal: "Journal") -> tuple[Note, bool]:
        """Sign what is new. The note of all entries, and whether it is new."""
        for _ in range(TRIES - 1):
            try:
                return self._publish(journal)
            except Conflict as error:
                if error.reason is not OVERTAKEN:
                    raise
        return self._publish(journal)

    def _publish(self, journal: "Journal") -> tuple[Note, bool]:
        head, made, there = self.foresee(journal)
        if there is not None and head.checkpoint == made:
            return there, False
        key = self.unlock()
        with self.state.raising(head, made):
            # From here on it counts as signed, even if we die before it is published.
            return there or self.notes.append(checkpoints.sign(made, key)), there is None


def check_own(journal: "Journal", trust: Trust) -> None:
    """Raise Conflict unless the ledger is that of the trust file, and goes on under its log."""
    first = next(journal.entries(0, 1), None)
    digest = papers.read(first.data).digest if first else "-"
    if digest != trust.genesis:
        raise Conflict(OTHER_LEDGER, found=digest[:16], expected=trust.genesis[:16])
    found = governing_log(journal)
    if found != trust.origin:
        raise Conflict(OTHER_LOG, found=found, expected=trust.origin)


def governing_log(journal: "Journal") -> str:
    """The origin under which the ledger goes on, as its papers say."""
    state = states_of(journal, ["authorities"], AuthoritiesState).get("authorities")
    return state.origin if state else "-"


def unlocking(trust: Trust, path: "Path", passphrases: Passphrases) -> Callable[[], PrivateKey]:
    """The key of the log, unlocked when it is first needed, if it is the one of the trust file."""
    known: list[PrivateKey] = []

    def unlock() -> PrivateKey:
        if not known:
            key = keyring.unlock(path, LOG, passphrases)
            if key.public != trust.log.key.public:
                raise KeyProblem(OTHER_KEY, path=path, origin=trust.origin)
            known.append(key)
        return known[0]

    return unlock
