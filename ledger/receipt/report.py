"""
How a file came out: what was checked, what does not agree, and what was not checked, step by step.

Findings say that something is wrong although the file is what it claims; a file that is not is refused by an error.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ledger.audit.report import Finding, Omission
from ledger.errors import CheckFailed, LedgerError, Reason
from ledger.log.checkpoint import Opened
from ledger.receipt.excerpt import UNPLACED, Excerpt
from ledger.receipt.vouching import Vouched

STEPS: Final = {
    1: "it prints back to the same bytes",
    2: "the checkpoint is of the log in the trust file, which signed it",
    3: "all cosignatures of known log witnesses verify",
    4: "the path leads from the paper to the root of the checkpoint",
    5: "exactly those who are named signed, each with the key shown to be the signer's",
    6: "the line is of the list that was signed",
    7: "the paper is of the ledger in the trust file",
    8: "each line of a box follows another paper about it",
}

NO_KEYS = Reason(
    "RE-100",
    "The signatures of {officers} were not checked: no key of theirs is shown or pinned.",
    "Give the passport of a box beside it, or a key list: kotak check FILE… --keys LIST",
)
VERDICT = Reason(
    "RE-101",
    "Whether it took effect was not checked; that needs the ledger or a copy of it.",
    "kotak verify",
)
LATER = Reason(
    "RE-102",
    "What was recorded later or left out is not known here: revocations, remarks, other papers about the box.",
    "Compare with the ledger or a copy of it: kotak verify",
)
LIST = Reason(
    "RE-103",
    "The list of {lines} lines is not in the receipt, so which boxes stand on it was not checked.",
    "Ask for the whole paper, or for the receipt of one box: kotak receipt BOX --index {index}",
)
PLACE = Reason(
    "RE-104",
    "Whether and where the paper is recorded was not checked.",
    "Ask for its receipt: kotak receipt INDEX",
)
PINNED = Reason(
    "RE-105",
    "The {keys} keys of this list were not used: a key counts for whoever pinned it.",
    "If you know the list to be right: kotak check FILE… --keys LIST",
)
HISTORY = Reason(
    "RE-106",
    "Whether it continues the checkpoints you kept was not checked.",
    "Compare them with the ledger: kotak verify --holding DIR",
)


@dataclass(frozen=True)
class Shown:
    """An entry, or a paper nobody placed, and who is known to have signed it."""

    excerpt: Excerpt
    vouched: Vouched

    @property
    def index(self) -> int | None:
        """Where it is recorded, if that is shown."""
        return None if self.excerpt.index == UNPLACED else self.excerpt.index


@dataclass
class Report:
    """What a file proves. Without findings everything that was checked agrees; see also `not_checked`."""

    sort: str
    """`receipt`, `passport`, `paper`, `checkpoint` or `keys`."""
    checked: set[int]
    promise: Opened | None = None
    """The checkpoint it rests on, where it has one."""
    shown: tuple[Shown, ...] = ()
    boxes: tuple[str, ...] = ()
    """Of a passport, the boxes it is of."""
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[Omission] = field(default_factory=list)

    def find(
        self, step: int, reason: Reason, /, *, index: int | None = None, box: str | None = None, **facts: object
    ) -> None:
        """Take down what does not agree."""
        self.findings.append(Finding(step, reason, {"index": index, "box": box, **facts}, index, box))

    def find_error(self, step: int, error: LedgerError, index: int | None = None) -> None:
        """Take down what somebody said who looked at an entry."""
        self.findings.append(Finding(step, error.reason, {**error.facts, "index": index}, index, None))

    def vouch(self, shown: Iterable[Shown]) -> None:
        """5: take down who is known to have signed, and what is wrong with their keys."""
        self.shown = tuple(shown)
        if any(one.vouched.known for one in self.shown):
            self.checked.add(5)
        for one in self.shown:
            for problem in one.vouched.problems:
                self.find_error(5, problem, one.index)

    @property
    def unknown(self) -> list[Shown]:
        """Where the key of somebody who signed is not shown."""
        return [one for one in self.shown if one.vouched.unknown]

    def omit_unknown(self) -> None:
        """5: take down whose signatures were not checked."""
        if self.unknown:
            officers = dict.fromkeys(signer.officer for one in self.unknown for signer in one.vouched.unknown)
            self.omit(5, NO_KEYS, officers=", ".join(officers))

    def omit(self, step: int, reason: Reason, /, **facts: object) -> None:
        """Take down what was not checked."""
        self.not_checked.append(Omission(step, reason, facts))

    def found(self, step: int) -> int:
        """How many things do not agree at a step."""
        return sum(found.step == step for found in self.findings)

    @property
    def status(self) -> int:
        """The exit status: 0, or that of a check that found something wrong."""
        return CheckFailed.exit_status if self.findings else 0
