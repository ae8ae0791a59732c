"""
Making again what stands beside the papers, from the papers alone: tags, kinds, states, effects, nodes.

What is kept is not looked at, but by the comparison. A rebuild is no verdict: a paper in which anything does not agree
ends it, and nothing is replaced.
"""

from collections.abc import Callable, Iterable, Iterator

from ledger import paper as papers
from ledger.audit.ahead import Read, read_ahead
from ledger.audit.beside import Beside, Outcome
from ledger.audit.report import Finding, Report
from ledger.audit.tree import Tree
from ledger.domain.custody import Custody, effects, states
from ledger.errors import CheckFailed, LedgerError, Reason
from ledger.persistence.journal import Entry, Journal
from ledger.persistence.rebuild import Folded
from projections.compare import Comparison, Difference

NOT_SOUND = Reason(
    "PR-020",
    "Entry {index} is not a paper this ledger can rest on: {problem}",
    "Nothing was replaced. What does not agree is told by: kotak verify",
)

Watched = Callable[[Iterable[Entry]], Iterable[Entry]]
"""Hands the entries on, and may show how far it is."""


def refold(journal: Journal, watched: Watched = iter) -> int:
    """Replace it, or nothing if a paper does not agree; the number of entries."""
    journal.rebuild(_folded(entry, did) for entry, did in _fold(Custody(), watched(journal.entries())))
    return journal.size()


def differences(journal: Journal, watched: Watched = iter) -> tuple[list[Finding], list[Difference]]:
    """What is kept beside the papers and in the read models, and is not what they say. Nothing is written."""
    report, custody, tree = Report(), Custody(), Tree()
    beside = Beside(journal, report)
    with Comparison(journal) as comparison:
        for entry, did in _fold(custody, watched(journal.entries())):
            beside.compare(entry, did, ())
            comparison.take(did.effects)
            tree.append(did.paper.leaf)
        beside.finish(custody, tree, whole=True)
        return [*report.findings], list(comparison.differences())


def _fold(custody: Custody, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Outcome]]:
    for read in read_ahead(entries):
        try:
            did = _apply(custody, read)
        except LedgerError as error:
            raise CheckFailed(NOT_SOUND, index=read.entry.index, problem=error) from error
        yield read.entry, did


def _apply(custody: Custody, read: Read[Entry]) -> Outcome:
    if isinstance(read.paper, LedgerError):
        raise read.paper
    keys = custody.keys(read.paper)
    if read.proved != keys:
        papers.authenticate(read.paper, keys)
    return Outcome(read.paper, *custody.apply(read.paper, read.entry.index))


def _folded(entry: Entry, did: Outcome) -> Folded:
    return Folded(
        index=entry.index,
        kind=did.paper.document.kind,
        tags=frozenset(did.written),
        leaf=did.paper.leaf,
        states={subject: states.encode(state) for subject, state in did.written.items()},
        effects=effects.encode(did.effects),
    )
