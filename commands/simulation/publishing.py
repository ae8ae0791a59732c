"""
The log of the simulation publishes checkpoints as the story goes on, cosigned by its witnesses; those who draft from
then on have seen them.
"""

from dataclasses import replace

from commands.simulation.witnesses import LogWitnesses
from ledger.audit.publish import next_checkpoint
from ledger.log import checkpoint, policy
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import Head
from ledger.persistence.journal import Journal
from ledger.signing.keys import PrivateKey


class Log:
    """A log that begins with a genesis paper: its key, its witnesses, its trust file, what it signed and published."""

    def __init__(self, journal: Journal, origin: str, genesis: str) -> None:
        self.key = PrivateKey.generate()
        alone = policy.read(policy.trust_text(origin, genesis, self.key.public).encode())
        self.witnesses = LogWitnesses(alone)
        self.trust = policy.read(str(replace(alone, quorum=self.witnesses.quorum)).encode())
        self.head = Head.of(self.trust)
        self.notes: list[bytes] = []
        self._journal = journal

    def publish(self, time: int) -> Checkpoint:
        """Sign the ledger as it is now, if that continues everything signed before, and have it cosigned."""
        made = next_checkpoint(self._journal, self.head.checkpoint)
        self.head = self.head.raised(made)
        note = self.witnesses.cosign(checkpoint.sign(made, self.key), made, self._journal.nodes_at, time)
        checkpoint.open_checkpoint(note, self.trust)
        self.notes.append(note)
        return made
