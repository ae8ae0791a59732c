"""
The player: papers drafted, signed by every officer they name, and recorded through the same code as any other.

Each unit drafts on a machine of its own, which numbers its papers and knows the last checkpoint that was published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from commands.simulation.cast import Cast
from commands.simulation.chains import Chains
from ledger import paper as papers
from ledger import record as records
from ledger.domain import names
from ledger.domain.custody import Effects
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import Line, Seen, Signer, seconds
from ledger.merkle import EMPTY_ROOT
from ledger.paper import Paper
from ledger.persistence.journal import Journal
from ledger.signing.keys import PrivateKey

SHOWN: Final = "id/1"
Said = Any
"""Members of a document, each of the type its kind gives it."""


@dataclass(frozen=True)
class Done:
    """A paper and where it was recorded; a withheld one was not."""

    paper: Paper
    index: int | None

    @property
    def digest(self) -> str:
        """The name of the paper."""
        return self.paper.digest


@dataclass
class Tally:
    """What was counted while playing."""

    papers: int = 0
    signatures: int = 0
    custody_changes: int = 0
    hand_overs: int = 0
    _stood: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def count(self, paper: Paper, effects: Effects) -> None:
        """A paper that was recorded."""
        self.papers += 1
        self.signatures += len(paper.envelope.signatures)
        for change in effects.changes:
            now = (change.now.custodian, change.now.keeper, change.now.place, change.now.seals)
            self.custody_changes += now != self._stood.get(change.box)
            self._stood[change.box] = now


class Player:
    """Drafts, signs and records."""

    def __init__(self, journal: Journal, cast: Cast, chance: Random) -> None:
        self.journal = journal
        self.cast = cast
        self.chains = Chains()
        self.tally = Tally()
        self.seen = Seen(size=0, root=EMPTY_ROOT.hex())
        self.ledger = ""
        self.now = 0
        """The latest time of a paper so far, in seconds: the clock of those who wait for papers."""
        self._chance = chance
        self._machines: dict[str, tuple[str, int]] = {}

    def put(self, kind: str, signers: Mapping[str, str], at: str, lines: Iterable[Line] = (), **said: Said) -> Done:
        """Draft, sign and record."""
        return self.record(self.sign(self.draft(kind, signers, at, lines, **said)))

    def draft(self, kind: str, signers: Mapping[str, str], at: str, lines: Iterable[Line] = (), **said: Said) -> Paper:
        """An unsigned paper; `signers` gives each officer his part, `proving` those who show to hold a key."""
        proving: Sequence[tuple[str, PrivateKey]] = said.pop("proving", ())
        named = [_signer(officer, self.cast.key(officer), part) for officer, part in signers.items()]
        named += [_signer(officer, key, "proves") for officer, key in proving]
        device, number = self._machine(said.get("unit") or names.unit_of(named[0].officer))
        if kind != "genesis":
            said |= {"ledger": self.ledger, "seen": self.seen}
        document = KINDS[kind](
            id=self._chance.randbytes(16).hex(),
            at=at,
            signers=tuple(named),
            device=device,
            device_seq=number,
            **said,
        )
        return papers.draft(document, lines)

    def sign(self, paper: Paper, *more: PrivateKey) -> Paper:
        """Signed by everybody it names, with the key he has now or with one of those given besides."""
        others = {key.public.id: key for key in more}
        return papers.sign(
            paper,
            [others.get(signer.key) or self.cast.key(signer.officer) for signer in paper.document.signers],
        )

    def record(self, paper: Paper) -> Done:
        """Take it into the ledger. Nobody else writes there, so a paper that is there already is a mistake of ours."""
        recorded = records.record(self.journal, paper)
        assert recorded.effects is not None, recorded.digest  # noqa: S101 - ids are drawn anew for each paper
        self.now = max(self.now, seconds(paper.document.at))
        self.chains.learn(paper, recorded.effects)
        self.tally.count(paper, recorded.effects)
        return Done(paper, recorded.index)

    def withhold(self, paper: Paper) -> Done:
        """Signed and handed out, and never sent to the ledger."""
        self.chains.learn_unrecorded(paper, [line.box for line in paper.lines])  # type: ignore[attr-defined]  # lines of links
        return Done(paper, None)

    def _machine(self, unit: str) -> tuple[str, int]:
        device, number = self._machines.get(unit) or (self._chance.randbytes(16).hex(), 0)
        self._machines[unit] = (device, number + 1)
        return device, number


def _signer(officer: str, key: PrivateKey, part: str) -> Signer:
    return Signer(officer=officer, key=key.public.id, part=part, shown=SHOWN)  # type: ignore[arg-type]  # a part of the closed list
