"""
The log of the simulation publishes checkpoints as the story goes on; those who draft from then on have seen them.

Nobody cosigns yet: the trust file of a demo asks for no quorum, and `verify` says so.
"""

from ledger.log import checkpoint
from ledger.log.checkpoint import Checkpoint
from ledger.persistence.journal import Journal
from ledger.signing.keys import PrivateKey


class Log:
    """Origin, key and everything published so far, the highest first."""

    def __init__(self, journal: Journal, origin: str) -> None:
        self.origin = origin
        self.key = PrivateKey.generate()
        self.notes: list[bytes] = []
        self._journal = journal

    def publish(self) -> Checkpoint:
        """A signed checkpoint of the ledger as it is now."""
        size = self._journal.size()
        made = Checkpoint(self.origin, size, self._journal.frontier(size).root())
        self.notes.insert(0, checkpoint.sign(made, self.key))
        return made
