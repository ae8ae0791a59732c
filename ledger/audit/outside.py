"""
The ledger compared with what is known outside it: steps 7 and 8 of an audit.

Checkpoints and papers that somebody kept, and what signers had seen when they signed, all speak of one history. Another
root, or a size above what there was, is a second one; the note or the paper that says so is its proof.
"""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from ledger import paper as papers
from ledger.audit.continued import Logs
from ledger.audit.held import Held, Kept, NotHeld, Promised
from ledger.audit.report import Reference, Report
from ledger.audit.tree import Tree
from ledger.domain.custody import Custody
from ledger.domain.documents.base import Document, LaterDocument, Seen
from ledger.errors import LedgerError, Reason
from ledger.log import checkpoint
from ledger.log.checkpoint import NOT_CHECKED, Opened
from ledger.log.policy import Trust
from ledger.log.quorum import NO_QUORUM
from ledger.merkle import EMPTY_ROOT
from ledger.paper import Paper

_KEEP: Final = "Keep {name} and this ledger as they are: together they prove two histories."
_KEEP_PAPER: Final = "Keep this paper and this ledger as they are: together they prove two histories."

ABOVE = Reason(
    "VE-070",
    "{name}: the log signed {size} entries, here are {entries}. What came after is not here.",
    "Ask whoever keeps the ledger for the rest, and keep {name} as it is.",
)
OTHER_ROOT = Reason(
    "VE-071",
    "{name}: at {size} entries the log signed the root {expected}, these papers have {found}.",
    _KEEP,
)
QUORUM_NOT_MET = Reason(
    "VE-072",
    "{name}: no checkpoint is cosigned as the quorum {quorum} asks, the one of {size} entries by {cosigners}.",
    "Ask the log for a checkpoint with all cosignatures, and keep this one.",
)
NOT_COMPARABLE = Reason(
    "VE-073",
    "{name}: the log signed {size} entries; their root cannot be found, since the entry at index {missing} is missing.",
    "Ask whoever keeps the ledger for the missing entry, and keep {name} as it is.",
)
SEEN_OTHER = Reason(
    "VE-080",
    "The signers of the paper at index {index} had seen {size} entries with the root {expected}; here it is {found}.",
    _KEEP_PAPER,
)
SEEN_LATER = Reason(
    "VE-081",
    "The signers of the paper at index {index} had seen {size} entries, and only {index} stand before it.",
    _KEEP_PAPER,
)
WITHHELD = Reason(
    "VE-082",
    "The paper {digest} in {name} is signed by officers of this ledger, and is not recorded in it.",
    "Have it recorded: kotak paper record {name}",
)

PROMISED_OTHER = Reason(
    "VE-083",
    "{name}: the log promised the paper with the leaf {expected} at index {index}; here it is {found}.",
    "Keep {name} and this ledger as they are; prove it to others: kotak compare {name} LEDGER",
)
PROMISED_LATER = Reason(
    "VE-084",
    "{name}: the log promised a paper at index {index}, and here are {entries} entries.",
    "Ask whoever keeps the ledger for the rest, and keep {name} as it is.",
)

NO_REFERENCE = Reason(
    "VE-106",
    "There is no outside reference: without a checkpoint nobody can see whether the end of the ledger is missing.",
    "Take a checkpoint from the log, a log witness or another auditor: kotak checkpoint keep FILE",
)
NOT_SIGNED = Reason(
    "VE-108",
    "{name} holds a paper that was not looked for, since it does not stand by itself: {problem}",
    "Ask the one it came from for the paper with all its signatures.",
)
SEEN_UNKNOWN = Reason(
    "VE-109",
    "What the signers of {papers} papers had seen was not compared: the entry at index {missing} is missing.",
    "First settle the missing entry.",
)
NOTHING_KEPT = Reason(
    "VE-110",
    "No papers that an auditor kept were looked for.",
    "Name the folder they lie in: kotak verify --holding DIR",
)
NOT_KNOWN = Reason(
    "VE-111",
    "{name} was not compared: it holds neither papers nor checkpoints nor receipts.",
    "See what it is, and take it out of the folder if it is neither.",
)
NONE_KEPT = Reason(
    "VE-116",
    "No papers that an auditor kept were looked for: in the folder that was named lies none that could be compared.",
    "Name the folder they lie in: kotak verify --holding DIR",
)
MOST_HISTORIES: Final = 1000


class _Noted(NamedTuple):
    name: str
    opened: Opened

    @property
    def rank(self) -> tuple[bool, int]:
        return self.opened.quorum_met, self.opened.checkpoint.size


class Outside:
    """The comparison with everything outside, paper by paper and then at the end."""

    def __init__(self, trust: Trust, report: Report) -> None:
        self._trust = trust
        self._report = report
        self._forks: set[tuple[int, str]] = set()
        self._logs = Logs(trust, report)
        self._uncompared = 0

    def see(self, paper: Paper, index: int, tree: Tree, *, whole: bool) -> None:
        """8: the history that the signers of this paper had seen is the one before it."""
        if not isinstance(paper.document, LaterDocument):
            return
        seen = paper.document.seen
        if not whole and tree.size < seen.size <= index:
            self._uncompared += 1
            return
        self._report.checked[8] += 1
        found = EMPTY_ROOT if not seen.size else tree.root(seen.size) if seen.size <= tree.size else None
        if found is None or found.hex() != seen.root:
            self._another_history(seen, index, found)

    def follow(self, document: Document, index: int, tree: Tree) -> None:
        """A paper took effect: where a lost log goes on, a `seen` above the size restored is loss and not a fork."""
        self._logs.follow(document, index, tree)

    def _another_history(self, seen: Seen, index: int, found: bytes | None) -> None:
        if self._logs.is_lost(seen.size):
            self._report.lost += 1
            return
        history = seen.size, seen.root
        if history in self._forks:
            self._report.found[8] += 1
            return
        if len(self._forks) < MOST_HISTORIES:
            self._forks.add(history)
        if found is None:
            self._report.find(8, SEEN_LATER, index=index, size=seen.size)
        else:
            self._report.find(8, SEEN_OTHER, index=index, size=seen.size, expected=seen.root, found=found.hex())

    def finish(self, held: Held, custody: Custody, damaged: Collection[str], tree: Tree, end: int) -> None:
        """7 and 8, at the end."""
        self._logs.hold(held.former)
        published = self._open(7, held.published)
        kept = [noted for notes in held.checkpoints for noted in self._open(8, notes)]
        answering = [noted for noted in (*published, *kept) if self._logs.answers(noted.opened.checkpoint)]
        reference = max(answering, key=lambda noted: noted.rank, default=None)
        if reference is None:
            self._report.provisional = self._report.entries
            self._report.omit(7, NO_REFERENCE)
        else:
            self._refer(reference, tree, end)
        for noted in (*published, *kept):
            if noted is not reference:
                self._compare(8, noted, tree, end)
        self._logs.finish()
        self._look_for(held.papers, custody, damaged)
        for promise in held.promises:
            self._keep_to(promise, tree, end)
        if unverified := [noted.opened.not_checked for noted in (*published, *kept) if noted.opened.not_checked]:
            witnesses = ", ".join(sorted(frozenset[str]().union(*unverified)))
            self._report.omit(7, NOT_CHECKED, notes=len(unverified), witnesses=witnesses)
        for name in held.unknown:
            self._report.omit(8, NOT_KNOWN, name=name)
        if self._uncompared:
            self._report.omit(8, SEEN_UNKNOWN, papers=self._uncompared, missing=tree.size)

    def _open(self, step: int, notes: Iterable[Kept]) -> list[_Noted]:
        found = []
        try:
            for name, data in notes:
                opened = self._opened(step, name, data)
                found += [_Noted(name, opened)] if opened else []
        except LedgerError as error:
            # What they come from is not what it claims, and ends here.
            self._report.find_error(step, error)
        return found

    def _opened(self, step: int, name: str, data: bytes) -> Opened | None:
        trust = self._logs.trust_for(data)
        if trust is None:
            return None
        try:
            opened = checkpoint.open_checkpoint(data, trust)
        except LedgerError as error:
            self._report.find_error(step, error, file=name)
            return None
        return opened if self._logs.takes(name, opened.checkpoint) else None

    def _refer(self, noted: _Noted, tree: Tree, end: int) -> None:
        # 7. The root at the checkpoint's size is the checkpoint's, whose log signature and quorum hold.
        opened, quorum = noted.opened, self._trust.quorum.asked
        size, cosigners = opened.checkpoint.size, tuple(sorted(opened.cosigned_by))
        self._report.checkpoint = Reference(size, opened.checkpoint.root, cosigners, quorum, opened.quorum_met)
        self._report.provisional = max(0, end - size) if opened.quorum_met else self._report.entries
        if not opened.quorum_met:
            said = ", ".join(cosigners) or "0"
            self._report.find(7, QUORUM_NOT_MET, name=noted.name, quorum=quorum, size=size, cosigners=said)
        if self._trust.quorum.strength is None:
            self._report.omit(7, NO_QUORUM)
        self._compare(7, noted, tree, end)

    def _compare(self, step: int, noted: _Noted, tree: Tree, end: int) -> None:
        given, name = noted.opened.checkpoint, noted.name
        self._report.checked[step] += 1
        if not self._logs.holds(given):
            return
        if given.size > end:
            self._report.find(step, ABOVE, name=name, size=given.size, entries=end)
        elif given.size > tree.size:
            self._report.find(step, NOT_COMPARABLE, name=name, size=given.size, missing=tree.size)
        elif (found := tree.root(given.size)) != given.root:
            self._report.find(
                step, OTHER_ROOT, name=name, size=given.size, expected=given.root.hex(), found=found.hex()
            )

    def _keep_to(self, promise: Promised | NotHeld, tree: Tree, end: int) -> None:
        """8: at the index of every receipt the auditor kept stands the paper that was promised."""
        if isinstance(promise, NotHeld):
            self._report.find_error(8, promise.error, file=promise.name)
            return
        name, index, leaf = promise
        self._report.checked[8] += 1
        if index >= end:
            self._report.find(8, PROMISED_LATER, index=index, name=name, entries=end)
        elif index >= tree.size:
            self._report.find(8, NOT_COMPARABLE, name=name, size=index + 1, missing=tree.size)
        elif (found := tree.node(0, index)) != leaf:
            self._report.find(8, PROMISED_OTHER, index=index, name=name, expected=leaf.hex(), found=found.hex())

    def _look_for(self, kept: Iterable[Kept] | None, custody: Custody, damaged: Collection[str]) -> None:
        """8: every paper the auditor kept is in it."""
        if kept is None:
            self._report.omit(8, NOTHING_KEPT)
            return
        for name, data in kept:
            try:
                paper = papers.read(data)
                if custody.index_of(paper.digest) is None and paper.digest not in damaged:
                    papers.authenticate(paper, custody.keys(paper))
                    self._report.find(8, WITHHELD, digest=paper.digest, name=name)
                self._report.checked[8] += 1
                self._report.kept_papers += 1
            except LedgerError as error:
                self._report.omit(8, NOT_SIGNED, name=name, problem=error)
        if not self._report.kept_papers:
            self._report.omit(8, NONE_KEPT)
