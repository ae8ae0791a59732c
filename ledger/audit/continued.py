"""
Which log answers for which entries, where a ledger lost its log and went on under another.

    genesis                                      the log A
    continuation: 7 entries restored, B          A ends at 7, whatever it signed above
    continuation: 20 entries restored, C         B ends at 20

Below the size restored the checkpoints of a lost log hold as those of the log that is; what it signed above is lost,
and said to be lost. A log that no paper names is a second one, and a fork.
"""

from collections.abc import Iterable

from ledger.audit.report import Report
from ledger.audit.tree import Tree
from ledger.domain.documents.base import Document
from ledger.domain.documents.government import Continuation, Genesis
from ledger.errors import LedgerError, Reason
from ledger.log import checkpoint
from ledger.log.checkpoint import Checkpoint
from ledger.log.policy import Trust
from ledger.signing import armour, note

_KEEP = "Keep this ledger and the trust file as they are, and show both to the election supervisor."
TWO_LOGS = Reason(
    "LO-060",
    "By its papers the ledger's log is {found}, the trust file is for {expected}. Two logs of one ledger are a fork.",
    _KEEP,
)
ANOTHER_LOG = Reason(
    "LO-061",
    "{name}: the log {origin} signed this for the same ledger, and no paper names that log. Two logs are a fork.",
    "Keep {name} and this ledger as they are: together they prove two histories.",
)
USED_AGAIN = Reason(
    "LO-062",
    "The continuation at index {index} names the origin {origin}, which a log of this ledger had before.",
    _KEEP,
)
MORE_RESTORED = Reason(
    "LO-063",
    "The continuation at index {index} says that {size} entries were restored, and only {index} stand before it.",
    _KEEP,
)
NOT_THE_LAST = Reason(
    "LO-064",
    "What the continuation at index {index} names as the last checkpoint of the log {origin} is none: {problem}",
    _KEEP,
)
OTHER_LAST = Reason(
    "LO-065",
    "The continuation at index {index} names {size} entries with the root {expected} as the last; here it is {found}.",
    _KEEP,
)
GOES_ON = Reason(
    "LO-066",
    "The log {expected} of the trust file was lost, and the ledger goes on under {found}, which was not checked.",
    "Take the trust file of {found} from both families of authorities, and compare it with what they published.",
)
LOST = Reason(
    "LO-067",
    "The lost log {origin} signed {size} entries, of which {restored} were restored. The others are not here.",
    "Ask those who signed papers in that time whether theirs were recorded again: kotak verify --holding DIR",
)
NO_TRUST = Reason(
    "LO-068",
    "{notes} checkpoints are of the log {origin}, whose key is not in the trust file. They were not compared.",
    "Put the trust file of that log into the folder of what you hold: kotak verify --holding DIR",
)


class Logs:
    """The logs a ledger had, as its papers name them, and the trust files an auditor holds for them."""

    def __init__(self, trust: Trust, report: Report) -> None:
        self._trust = trust
        self._report = report
        self._trusts = {trust.origin: trust}
        self._current = ""
        self._ended: dict[str, int] = {}
        self._lost: dict[str, int] = {}
        self._closed: dict[str, int] = {}

    def follow(self, document: Document, index: int, tree: Tree) -> None:
        """A paper that took effect, in order."""
        match document:
            case Genesis(origin=origin):
                self._current = origin
            case Continuation():
                self._continue(document, index, tree)
            case _:
                pass

    def hold(self, former: Iterable[Trust]) -> None:
        """The trust files of logs before this one that the auditor kept."""
        self._trusts |= {trust.origin: trust for trust in former if trust.genesis == self._trust.genesis}
        self._trusts[self._trust.origin] = self._trust

    def is_lost(self, size: int) -> bool:
        """Whether a history of so many entries may be that of a log that was lost before."""
        return any(size > restored for restored in self._ended.values())

    def trust_for(self, data: bytes) -> Trust | None:
        """The trust file to open a checkpoint with; None if nothing can be said of it."""
        origin = checkpoint.origin_of(data)
        if origin not in self._trusts and self._names(origin):
            self._closed[origin] = self._closed.get(origin, 0) + 1
            return None
        return self._trusts.get(origin, self._trust)

    def takes(self, name: str, given: Checkpoint) -> bool:
        """Whether its log is one of this ledger. That another one signed, for which a trust file is held, is a fork."""
        if given.origin == self._trust.origin or self._names(given.origin):
            return True
        self._report.find(8, ANOTHER_LOG, name=name, origin=given.origin)
        return False

    def holds(self, given: Checkpoint) -> bool:
        """Whether a checkpoint can be compared with the ledger. What a lost log signed and was not restored cannot."""
        restored = self._ended.get(given.origin)
        if restored is None or given.size <= restored:
            return True
        self._lost[given.origin] = max(given.size, self._lost.get(given.origin, 0))
        return False

    def answers(self, given: Checkpoint) -> bool:
        """Whether it is of the log of the trust file, so that entries up to it can be called final."""
        return given.origin == self._trust.origin and self.holds(given)

    def finish(self) -> None:
        """What is wrong with the logs themselves, and what could not be compared."""
        mine = self._trust.origin
        if mine in self._ended:
            self._report.omit(7, GOES_ON, found=self._current, expected=mine)
        elif self._current not in {"", mine}:
            self._report.find(7, TWO_LOGS, found=self._current, expected=mine)
        for origin, size in self._lost.items():
            self._report.omit(8, LOST, origin=origin, size=size, restored=self._ended[origin])
        for origin, notes in self._closed.items():
            self._report.omit(8, NO_TRUST, origin=origin, notes=notes)

    def _names(self, origin: str) -> bool:
        return origin == self._current or origin in self._ended

    def _continue(self, document: Continuation, index: int, tree: Tree) -> None:
        lost = self._current
        if document.origin == lost or document.origin in self._ended:
            self._report.find(8, USED_AGAIN, index=index, origin=document.origin)
        if document.size > index:
            self._report.find(8, MORE_RESTORED, index=index, size=document.size)
        self._check_last(document, lost, index, tree)
        self._ended[lost], self._current = document.size, document.origin

    def _check_last(self, document: Continuation, lost: str, index: int, tree: Tree) -> None:
        """The authorities, not the log, answer for what stands there: its signature is not looked at."""
        try:
            last = checkpoint.read(note.read(armour.decode(document.last)).text)
        except LedgerError as error:
            self._report.find(8, NOT_THE_LAST, index=index, origin=lost, problem=error)
            return
        if last.origin != lost:
            self._report.find(8, NOT_THE_LAST, index=index, origin=lost, problem=last.origin)
        elif last.size <= min(document.size, tree.size) and (found := tree.root(last.size)) != last.root:
            said = last.root.hex()
            self._report.find(8, OTHER_LAST, index=index, size=last.size, expected=said, found=found.hex())
