"""
The audit path: entries in, who holds what out, and everything that does not agree. For every entry of a ledger

    1  the index is the next one
    2  the paper prints back to the same bytes, its `ledger` is the trust file's (entry 0: its digest is), its annex is
       the one signed
    3  in a database tags, kind, effects, nodes and, at the end, states are what the papers say; in a tile directory
       the tiles are
    4  every signer signed, with the key in force at that point
    5  the fold accepts it
    6  its leaf joins the tree

and then

    7  the root at the checkpoint's size is the checkpoint's, whose log signature and quorum hold
    8  the same for every checkpoint the auditor kept and every `seen`; every paper he kept is in it
    9  the database holds nothing that is not ours

A paper that fails at 2 to 5 is reported and has no effect; the check goes on. One pass, in order; nothing is written,
no network is used, no database is imported. Trust begins with the trust file, and the reader must hold his own.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from ledger import paper as papers
from ledger.audit.ahead import EntryT, Read, read_ahead
from ledger.audit.belonging import check_ledger
from ledger.audit.beside import NO_DATABASE, NO_SCHEMA, Beside, Outcome
from ledger.audit.devices import Devices
from ledger.audit.held import Held
from ledger.audit.outside import Outside
from ledger.audit.report import Report, Waiting
from ledger.audit.source import Database, DatabaseEntry, Entry, TileDirectory
from ledger.audit.tiled import Tiled
from ledger.audit.tree import Tree
from ledger.domain.custody import Custody, Effects, signers
from ledger.domain.custody.effects import Present
from ledger.domain.custody.states import BoxState
from ledger.domain.documents.people import Enrolment
from ledger.errors import LedgerError, Reason
from ledger.log.policy import Trust
from ledger.merkle import leaf_hash
from ledger.paper import Paper

NOT_NEXT = Reason(
    "VE-001",
    "The next entry has the index {index}, not {expected}: {missing} are missing.",
    "Ask whoever keeps the ledger for the entries between, and keep this copy as it is.",
)
BEFORE_FIRST = Reason(
    "VE-002",
    "An entry stands at index {index}, before the first.",
    "Keep the database as it is; the entry counts for nothing.",
)
EMPTY = Reason("VE-005", "There is no paper in this ledger, not even the first.", "Ask whoever keeps it for a copy.")

_NOWHERE: Final = Present()
_KEYS: Final = {signers.UNKNOWN_OFFICER, signers.ANOTHERS_KEY, signers.KEY_ENDED, signers.NOT_AN_AUTHORITY}
"""What the fold says of keys that are not in force: step 4."""


def verify_export(entries: Iterable[Entry], trust: Trust, held: Held) -> Report:
    """Audit an exported copy. Raises Malformed only if it is not one."""
    report = Report()
    report.omit(3, NO_DATABASE)
    report.omit(9, NO_SCHEMA)
    audit = _Audit(trust, report)
    for read in read_ahead(entries):
        audit.take(read)
    audit.finish(held)
    return report


def verify_tiles(
    directory: TileDirectory,
    trust: Trust,
    held: Held,
    watched: Callable[[Iterator[Entry]], Iterable[Entry]] = iter,
) -> Report:
    """Audit a tile directory. `watched` hands the entries on and may show how far it is."""
    report = Report()
    report.omit(9, NO_SCHEMA)
    audit, tiled = _Audit(trust, report), Tiled(directory, report)
    for read in read_ahead(watched(tiled.entries())):
        audit.take(read)
    tiled.compare(audit.tree)
    audit.finish(held)
    return report


def verify_database(
    database: Database,
    trust: Trust,
    held: Held,
    watched: Callable[[Iterator[DatabaseEntry]], Iterable[DatabaseEntry]] = iter,
    follow: Callable[[Effects], None] = lambda _: None,
) -> Report:
    """
    Audit a database, with what it keeps beside the papers.

    `watched` hands the entries on and may show how far it is; `follow` is told what each paper did.
    """
    report = Report()
    audit, beside = _Audit(trust, report), Beside(database, report)
    for read in read_ahead(watched(database.entries())):
        reads = audit.custody.reads(read.paper) if isinstance(read.paper, Paper) and beside.doubts else ()
        outcome = audit.take(read)
        beside.compare(read.entry, outcome, reads)
        if outcome:
            follow(outcome.effects)
    beside.finish(audit.custody, audit.tree, whole=audit.whole)
    audit.finish(held)
    return report


class _Audit:
    """The fold of a ledger nobody vouches for."""

    def __init__(self, trust: Trust, report: Report) -> None:
        self.custody = Custody()
        self.tree = Tree()
        self.end = 0
        """The index after the last entry."""
        self.whole = True
        """Whether no entry is missing so far. Behind a gap no root can be found."""
        self._trust = trust
        self._report = report
        self._outside = Outside(trust, report)
        self._devices = Devices()
        self._damaged: set[str] = set()
        self._standing: dict[str, Present] = {}
        self._told: set[str] = set()

    def take(self, read: Read[EntryT]) -> Outcome | None:
        """1, 2, 4, 5, 6 for the next entry. What it did, or None if it has no effect."""
        if not self._follows(read.entry.index):
            return None
        outcome = self._judge(read)
        # 6. Its leaf joins the tree: the bytes are in the ledger, whatever is wrong with them.
        if self.whole:
            self.tree.append(leaf_hash(read.entry.data.partition(b"\n")[0]))
            self._report.checked[6] += 1
        return outcome

    def finish(self, held: Held) -> None:
        """7 and 8, and what the fold has come to."""
        report, boxes = self._report, self._boxes()
        if not report.entries:
            report.find(2, EMPTY)
        self._outside.finish(held, self.custody, self._damaged, self.tree, self.end)
        report.end = self.end
        report.boxes = len(self._told)
        report.waiting = _waiting(boxes)
        report.gaps = self._devices.gaps()
        report.root, report.tree_size = self.tree.root(self.tree.size), self.tree.size

    def _follows(self, index: int) -> bool:
        # 1. The index is the next one.
        if index < self.end:
            self._report.find(1, BEFORE_FIRST, index=index)
            return False
        if index > self.end:
            self._report.find(1, NOT_NEXT, index=index, expected=self.end, missing=index - self.end)
            self.whole = False
        self._report.checked[1] += 1
        self._report.entries += 1
        self.end = index + 1
        return True

    def _judge(self, read: Read[EntryT]) -> Outcome | None:
        index, paper, step = read.entry.index, read.paper, 2
        try:
            # 2. The paper prints back to the same bytes, and is of this ledger.
            self._report.checked[2] += 1
            if isinstance(paper, LedgerError):
                raise paper
            check_ledger(paper, index, self._trust.genesis)
            # 4. Every signer signed, with the key in force at that point.
            step = 4
            self._authenticate(paper, read)
            self._outside.see(paper, index, self.tree, whole=self.whole)
            # 5. The fold accepts it.
            step = 5
            self._report.checked[5] += 1
            made, written = self.custody.apply(paper, index)
        except LedgerError as error:
            self._report.find_error(4 if error.reason in _KEYS else step, error, index)
            self._report.damaged += 1
            if isinstance(paper, Paper):
                self._damaged.add(paper.digest)
            return None
        self._count(paper, made)
        self._outside.follow(paper.document, index, self.tree)
        return Outcome(paper, made, written)

    def _authenticate(self, paper: Paper, read: Read[EntryT]) -> None:
        keys = self.custody.keys(paper)
        if read.proved != keys:
            papers.authenticate(paper, keys)
        self._report.checked[4] += 1
        self._report.signatures += len(paper.envelope.signatures)
        self._devices.take(paper.document.device, paper.document.device_seq)

    def _count(self, paper: Paper, made: Effects) -> None:
        report = self._report
        report.lines += len(paper.lines)
        report.contested += len(made.contested)
        report.proofs += len(paper.lines) if isinstance(paper.document, Enrolment) else 0
        for change in made.changes:
            report.custody_changes += _moved(self._standing.get(change.box, _NOWHERE), change.now)
            self._standing[change.box] = change.now
            if change.verdict != "foreign":
                self._told.add(change.box)

    def _boxes(self) -> list[tuple[str, BoxState]]:
        return [
            (subject.partition(":")[2], state)
            for subject, state in self.custody.states.items()
            if isinstance(state, BoxState)
        ]


def _moved(before: Present, now: Present) -> bool:
    """Whether custodian, keeper, place or seals are others now."""
    return (before.custodian, before.keeper, before.place, before.seals) != (
        now.custodian,
        now.keeper,
        now.place,
        now.seals,
    )


def _waiting(boxes: Iterable[tuple[str, BoxState]]) -> Waiting:
    """Lines that follow a paper which is not here or has no effect, and the first of them."""
    waiting = [(one.facts.index, name) for name, box in boxes for one in box.pending if one.facts.flaw is None]
    return Waiting(len(waiting), *min(waiting)) if waiting else Waiting()
