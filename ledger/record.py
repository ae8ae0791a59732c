"""
The write path: a signed paper in, its index out. Nothing is acknowledged that was not read back.

    1  the paper is read by round trip, and its annex is the one signed        (ledger.paper)
    2  the head, then the state of every subject the paper reads
    3  they are loaded into the fold
    4  every signer in the payload signed, with the key in force
    5  the fold applies the paper, line by line, or refuses it
    6  it is appended unless one of these subjects was written since the head
    7  its index

If something came in between, it begins again at 2, three times. A paper already there is not an error.
"""

from dataclasses import dataclass
from typing import Final

from ledger import paper as papers
from ledger.domain.custody import Custody, Effects, effects, states
from ledger.errors import Conflict, Reason
from ledger.paper import Paper
from ledger.persistence.journal import Journal, NewEntry

TRIES: Final = 3

NOT_A_MOMENT = Reason(
    "RC-001",
    "The boxes or officers of this paper are being written by others right now; it was tried {tries} times.",
    "Nothing was recorded. Try again: the same paper may be sent as often as you like.",
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where a paper lies. Without effects it was there already."""

    index: int
    digest: str
    effects: Effects | None


def record(journal: Journal, paper: Paper) -> Recorded:
    """
    Record a paper once, however often it is sent.

    Raises Malformed or BadSignature if it is not what it claims, Refused by a rule, Conflict if others were faster
    three times, Unavailable or OutcomeUnknown by the journal.
    """
    for _ in range(TRIES):
        try:
            return _record(journal, paper)
        except Conflict:
            continue
    raise Conflict(NOT_A_MOMENT, tries=TRIES)


def rehearse(journal: Journal, paper: Paper) -> Recorded:
    """
    Steps 2 to 5 on a paper that may still lack signatures: what recording it now would do. Nothing is written.

    Signatures that are there must hold.
    """
    custody, size = load(journal, paper)
    index = custody.index_of(paper.digest)
    if index is not None:
        return Recorded(index, paper.digest, None)
    signed = {signature.keyid for signature in paper.envelope.signatures}
    keys = {id_: key for id_, key in custody.keys(paper).items() if id_ in signed}
    if keys:
        papers.authenticate(paper, keys)
    made, _ = custody.apply(paper, size)
    return Recorded(size, paper.digest, made)


def load(journal: Journal, paper: Paper) -> tuple[Custody, int]:
    """2 and 3: a fold that knows what the paper reads, and the size of the journal it was read at."""
    custody, size = Custody(), None
    while missing := custody.missing(paper):
        loaded = journal.load(missing)
        size = loaded.size if size is None else size
        custody.learn(missing, {subject: states.decode(subject, value) for subject, value in loaded.states.items()})
    assert size is not None  # noqa: S101 - every paper reads at least itself
    return custody, size


def _record(journal: Journal, paper: Paper) -> Recorded:
    custody, size = load(journal, paper)
    index = custody.index_of(paper.digest)
    if index is not None:
        return Recorded(index, paper.digest, None)
    # 4. Every signer in the payload signed, with the key in force.
    papers.authenticate(paper, custody.keys(paper))
    made: list[Effects] = []

    def entry(index: int) -> NewEntry:
        # 5. The fold applies the paper, or refuses it, at the index it is about to get.
        did, written = custody.apply(paper, index)
        made.append(did)
        return NewEntry(
            kind=paper.document.kind,
            data=bytes(paper),
            tags=frozenset(written),
            leaf=paper.leaf,
            states={subject: states.encode(state) for subject, state in written.items()},
            effects=effects.encode(did),
        )

    # 6. From here on the paper is recorded, even if we die before printing its index.
    index = journal.append(custody.states.keys(), size, entry)
    return Recorded(index, paper.digest, made[0])
