"""
What an audit found, what it checked, and what it did not, step by step.

Findings stand in the order in which they were found; nothing here knows a language or the time, so that the same input
gives the same report. That something was not checked is said as plainly as that something does not agree.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ledger.errors import CheckFailed, LedgerError, Reason

STEPS: Final = {
    1: "each entry has the next index",
    2: "each paper prints back to the same bytes, belongs to this ledger, and has the annex that was signed",
    3: "what stands beside the papers, in a database or in tiles, is what they say",
    4: "every signer signed, with the key in force at that point",
    5: "the rules of custody accept each paper",
    6: "each leaf joins the tree",
    7: "the tree has the root of the checkpoint, which log and quorum signed",
    8: "every history that signers saw and auditors kept is this one",
    9: "the database holds nothing that is not ours",
}
MOST: Final = 1000
"""Findings kept of one code, so that a hostile file cannot fill the memory. All are counted."""


class Finding(NamedTuple):
    """Something that does not agree, found at a step; the reason and its facts make the sentence."""

    step: int
    reason: Reason
    facts: Mapping[str, object]
    index: int | None  # type: ignore[assignment]  # the word of the log, which tuple.index shadows for nobody here
    box: str | None

    def __str__(self) -> str:
        return self.reason.text.format(**self.facts)


class Omission(NamedTuple):
    """Something that was not checked at a step, and why."""

    step: int
    reason: Reason
    facts: Mapping[str, object]

    def __str__(self) -> str:
        return self.reason.text.format(**self.facts)


class Reference(NamedTuple):
    """The checkpoint the ledger was compared with: the largest that meets the quorum, or else the largest."""

    size: int
    root: bytes
    cosigned_by: tuple[str, ...]
    quorum: str
    """The quorum the trust file asks for, or `none`."""
    quorum_met: bool


class Waiting(NamedTuple):
    """How many lines rest on papers that are not here or have no effect, and the first of them."""

    count: int = 0  # type: ignore[assignment]  # a plain word, which tuple.count shadows for nobody here
    first_index: int | None = None
    first_box: str | None = None


class Gaps(NamedTuple):
    """Numbers that devices gave to papers which are not here: not yet recorded, lost or withheld; or gave twice."""

    missing: int = 0
    devices: int = 0
    first_device: str | None = None
    first_number: int | None = None
    repeated: int = 0


@dataclass(slots=True)
class Report:
    """The outcome of an audit. Without findings everything that was checked agrees; see also `not_checked`."""

    entries: int = 0
    lines: int = 0
    boxes: int = 0
    """Of so many papers say something, whether any manifest lists them or not; lines without standing say nothing."""
    custody_changes: int = 0
    contested: int = 0
    signatures: int = 0
    proofs: int = 0
    """Proofs of possession of enrolled keys."""
    damaged: int = 0
    """Papers that failed at 2 to 5 and have no effect."""
    lost: int = 0
    """Papers that saw entries lost before the ledger was continued."""
    kept_papers: int = 0
    """Papers an auditor kept that were looked for."""
    end: int = 0
    """The index after the last entry; more than there are entries where some are missing."""
    provisional: int = 0
    """Entries after the checkpoint; all of them without one."""
    root: bytes = b""
    tree_size: int = 0
    checkpoint: Reference | None = None
    waiting: Waiting = field(default_factory=Waiting)
    gaps: Gaps = field(default_factory=Gaps)
    checked: Counter[int] = field(default_factory=Counter)
    """By step how many things were looked at."""
    found: Counter[int] = field(default_factory=Counter)
    """By step how many of them do not agree."""
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[Omission] = field(default_factory=list)
    _kept: Counter[str] = field(default_factory=Counter)

    def find(
        self, step: int, reason: Reason, /, *, index: int | None = None, box: str | None = None, **facts: object
    ) -> None:
        """Take down what does not agree."""
        self.found[step] += 1
        self._kept[reason.code] += 1
        if self._kept[reason.code] <= MOST:
            named = {"index": index, "box": box}
            self.findings.append(Finding(step, reason, {**named, **facts}, index, box))

    def find_error(self, step: int, error: LedgerError, index: int | None = None, **where: str) -> None:
        """Take down what a reader or a rule said, and where."""
        box = error.facts.get("box")
        facts = {name: fact for name, fact in error.facts.items() if name not in {"index", "box"}}
        self.find(step, error.reason, index=index, box=str(box) if box is not None else None, **{**where, **facts})

    def omit(self, step: int, reason: Reason, /, **facts: object) -> None:
        """Take down what was not checked."""
        self.not_checked.append(Omission(step, reason, facts))

    @property
    def status(self) -> int:
        """The exit status: 0, or that of a check that found something wrong."""
        return CheckFailed.exit_status if self.found.total() else 0
