"""
The log of the simulation publishes checkpoints as the story goes on; those who draft from then on have seen them.

Nobody cosigns yet: the trust file of a demo asks for no quorum, and `verify` says so.
"""

from ledger.audit.publish import next_checkpoint
from ledger.log import checkpoint, policy
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import Head
from ledger.persistence.journal import Journal
from ledger.signing.keys import PrivateKey


class Log:
    """A log that begins with a genesis paper: its key, its trust file, what it signed last and everything before."""

    def __init__(self, journal: Journal, origin: str, genesis: str) -> None:
        self.key = PrivateKey.generate()
        self.trust = policy.read(policy.trust_text(origin, genesis, self.key.public).encode())
        self.head = Head.of(self.trust)
        self.notes: list[bytes] = []
        self._journal = journal

    def publish(self) -> Checkpoint:
        """Sign the ledger as it is now, if that continues everything signed before."""
        made = next_checkpoint(self._journal, self.head.checkpoint)
        self.head = self.head.raised(made)
        note = checkpoint.sign(made, self.key)
        checkpoint.open_checkpoint(note, self.trust)
        self.notes.append(note)
        return made
