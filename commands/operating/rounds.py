"""One round of a log: compare with what its witnesses hold, sign what is new, and have it cosigned."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.evidence import reference
from commands.operating.cosigners import Cosigners, Server, lacking, names, servers
from commands.operating.notes import Note, Notes
from commands.operating.publishing import Batch, Publisher, unlocking
from commands.operating.state import Answered, LogState
from commands.program.context import Context
from commands.program.passphrase import Passphrases
from ledger.errors import LedgerError, Unreachable

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal


@dataclass(frozen=True)
class Round:
    """What came of it: the note as it is published now, who was asked, and by name who did not sign now and why."""

    note: Note
    new: bool
    asked: tuple[str, ...]
    problems: Mapping[str, LedgerError]

    @property
    def status(self) -> int:
        """The exit status: the checkpoint is published, and may have to wait for those who did not sign."""
        return Unreachable.exit_status if self.problems and not self.note.opened.quorum_met else 0

    @property
    def news(self) -> object:
        """What was done, to be compared with what was done before; None if it was nothing."""
        return (self.note.data, *self.problems) if self.new or self.asked else None


class Operator:
    """A log, its state, what it published, its key and its witnesses."""

    def __init__(self, context: Context, key: str | None, heartbeat: int, passphrases: Passphrases) -> None:
        trust = context.trust()
        self.notes = Notes(place(context), trust)
        self.state = LogState(context.home, trust.origin)
        self.unlock = unlocking(trust, Path(key) if key else context.home / "log.pem", passphrases)
        self._publisher = Publisher(self.state, self.notes, self.unlock)
        self._cosigners = Cosigners(self.state, self.notes, reference.kept(trust, context))
        self._heartbeat = heartbeat
        self._not_seen = servers(trust.quorum)

    def foresee(self, journal: "Journal") -> Batch:
        """What would be signed. Nothing is asked over the network."""
        return self._publisher.foresee(journal)

    def round(self, journal: "Journal") -> Round:
        """All of it. Raises Conflict if this log stands below or beside what was signed."""
        # A log that does not know what it signed asks nobody.
        self.state.head()
        unseen = self._cosigners.look(journal, self._not_seen)
        self._not_seen = [server for server in self._not_seen if server.name in unseen]
        note, new = self._publisher.publish(journal)
        wanted = self._wanted(note)
        if not wanted:
            return Round(note, new, (), {})
        note, unsigned = self._cosigners.collect(journal, note, wanted)
        asked = tuple(names(wanted))
        others = {name: one for name, one in unseen.items() if name not in asked}
        return Round(note, new, asked, {**others, **unsigned})

    def _wanted(self, note: Note) -> list[Server]:
        """Who is asked: all when a heartbeat is due, else those who have not signed."""
        quorum = self.notes.trust.quorum
        missing = {server for server in lacking(quorum, note) if server.url}
        reachable = [server for server in servers(quorum) if server.url]
        known, due = self.state.witnesses(), int(time.time()) - self._heartbeat
        if any(known.get(server.key, Answered()).at <= due for server in reachable if server not in missing):
            return reachable
        return [server for server in reachable if server in missing]


def place(context: Context) -> Path:
    """Where the checkpoints of the ledger in use are published."""
    path = reference.published(context.ledger, context)
    assert path is not None  # noqa: S101 - a ledger is never stdin
    return path
