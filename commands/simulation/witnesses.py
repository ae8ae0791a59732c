"""
Log witnesses of the simulation: Bawaslu and five parties, each with a key and a memory of its own.

    quorum   Bawaslu, and four of the five parties

They answer requests like any other witness, by the clock of the story. One party is absent each time a checkpoint is
published, another one every time, and catches up at the next: the quorum withstands that.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from ledger import merkle
from ledger.log import cosigning
from ledger.log.checkpoint import Checkpoint
from ledger.log.cosigning import Cosigned
from ledger.log.policy import Trust
from ledger.log.quorum import Group, Quorum
from ledger.log.quorum import Witness as Named
from ledger.log.witness import NOTHING, Head, Witness, add_checkpoint
from ledger.merkle import Nodes
from ledger.signing.keys import PrivateKey
from ledger.signing.note import SignatureLine
from ledger.signing.vkey import witness_key

SUPERVISOR: Final = "bawaslu"
PARTIES: Final = tuple(f"saksi-{number}" for number in range(1, 6))
_ENOUGH: Final = 4
_MINUTE: Final = 60


class LogWitness:
    """One of them: what it holds of the log."""

    def __init__(self, name: str, log: Trust) -> None:
        self.name = name
        self.key = PrivateKey.generate()
        self._log = log
        self._witness = Witness(f"{name}.example/simulasi-2029", {log.origin: log.log.key}, (self.key,))
        self._state: Mapping[str, Head] = {log.origin: NOTHING}

    @property
    def named(self) -> Named:
        """As it stands in a trust file."""
        return Named(self.name, witness_key(self._witness.name, self.key.public))

    def cosign(self, note: bytes, made: Checkpoint, nodes: Nodes, time: int) -> tuple[SignatureLine, ...]:
        """Its lines for a checkpoint, asked for with the proof from the last one it signed."""
        old = self._state[self._log.origin].size
        proof = merkle.prove_consistency(old, made.size, nodes) if old else []
        answer, self._state = add_checkpoint(self._state, cosigning.request(old, proof, note), self._witness, time)
        said = cosigning.read_answer(answer.status, answer.body, note, [self.named.key], time)
        assert isinstance(said, Cosigned), said  # noqa: S101 - the log of the story has one history
        return said.lines


class LogWitnesses:
    """All of them."""

    def __init__(self, log: Trust) -> None:
        self.all = tuple(LogWitness(name, log) for name in (SUPERVISOR, *PARTIES))
        self._rounds = 0

    @property
    def quorum(self) -> Quorum:
        """Bawaslu and four of five parties."""
        parties = Group("parties", _ENOUGH, PARTIES)
        rule = Group("rule", 2, (SUPERVISOR, parties.name))
        return Quorum(tuple(one.named for one in self.all), (parties, rule), rule.name)

    def cosign(self, note: bytes, made: Checkpoint, nodes: Nodes, time: int) -> bytes:
        """The note with the lines of all who were there, one after the other, a minute apart."""
        lines = (
            line
            for number, one in enumerate(self._present(), start=1)
            for line in one.cosign(note, made, nodes, time + number * _MINUTE)
        )
        return cosigning.merge(note, lines)

    def _present(self) -> Iterator[LogWitness]:
        absent = PARTIES[self._rounds % len(PARTIES)]
        self._rounds += 1
        return (one for one in self.all if one.name != absent)
