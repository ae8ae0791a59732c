"""
What proofs for a pocket are made from: the entry asked for, and the checkpoint that covers it.

A checkpoint that meets the quorum goes before one that does not. A receipt rests on the first that covers its entry,
which says closest by when it was there; a passport on the largest, which covers most.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from commands.evidence import reference
from commands.program.context import Context
from commands.typed import entries
from ledger import paper as papers
from ledger.domain import names
from ledger.domain.custody import states
from ledger.domain.custody.states import BoxState, PaperState
from ledger.errors import Reason, Unknown
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust
from ledger.paper import Paper

if TYPE_CHECKING:
    from ledger.persistence.journal import Journal

NO_ENTRY = Reason("RE-040", "There is no entry {index} in this ledger; it has {size} entries.", "kotak chain BOX")
NO_LINK = Reason(
    "RE-041",
    "No paper in this ledger is the last link of box {box}.",
    "Name an entry that is about it: kotak receipt {box} --index N",
)
NONE_COVERS = Reason(
    "RE-042",
    "No published checkpoint covers index {index}; the largest is of {size} entries.",
    "Publish one, where the key of the log is: kotak checkpoint publish",
)
NO_SUCH_SIZE = Reason(
    "RE-043",
    "No checkpoint of {size} entries is published; there are those of {sizes}.",
    "kotak checkpoint show",
)


class Promise(NamedTuple):
    """A published checkpoint and what it says."""

    note: bytes
    opened: Opened

    @property
    def size(self) -> int:
        """How many entries it covers."""
        return self.opened.checkpoint.size


class Asked(NamedTuple):
    """What a receipt is asked of: a whole paper, or of it what it says about one box."""

    index: int  # type: ignore[assignment]  # the word of the log, which tuple.index shadows for nobody here
    paper: Paper
    box: str | None


def asked(context: Context, journal: "Journal", word: str, index: int | None) -> Asked:
    """The paper of an index, or what an entry says of a box: the one named, or its last link. Raises Unknown."""
    named = entries.index(word)
    if named is not None:
        return Asked(named, paper(journal, named), None)
    box = word if names.is_box(word) else _resolve(context, word)
    at = _last_link(journal, box) if index is None else index
    return Asked(at, paper(journal, at), box)


def paper(journal: "Journal", index: int) -> Paper:
    """The paper at an index. Raises Unknown if there is none."""
    entry = next(journal.entries(index, index + 1), None)
    if entry is None:
        raise Unknown(NO_ENTRY, index=index, size=journal.size())
    return papers.read(entry.data)


def published(context: Context, trust: Trust) -> list[Promise]:
    """The checkpoints published beside the ledger, each signed by its log."""
    return [Promise(*one) for one in reference.signed(reference.published(context.ledger, context), trust)]


def of_size(promises: Sequence[Promise], size: int) -> Promise:
    """The one of so many entries. Raises Unknown."""
    found = [one for one in promises if one.size == size]
    if not found:
        raise Unknown(NO_SUCH_SIZE, size=size, sizes=", ".join(str(one.size) for one in promises) or "0")
    return max(found, key=lambda one: one.opened.quorum_met)


def first_over(promises: Sequence[Promise], index: int) -> Promise:
    """The first that covers an index, final if one is. Raises Unknown."""
    return min(_covering(promises, index), key=lambda one: (not one.opened.quorum_met, one.size))


def largest_over(promises: Sequence[Promise], indexes: Iterable[int]) -> Promise:
    """The largest that covers one of these, final if one is. Raises Unknown."""
    return max(_covering(promises, min(indexes, default=0)), key=lambda one: (one.opened.quorum_met, one.size))


def _covering(promises: Sequence[Promise], index: int) -> list[Promise]:
    found = [one for one in promises if one.size > index]
    if not found:
        raise Unknown(NONE_COVERS, index=index, size=max((one.size for one in promises), default=0))
    return found


def _resolve(context: Context, word: str) -> str:
    from commands.looking.looking import own_unit, view_of  # noqa: PLC0415 - only for the end of a name
    from projections.where import one  # noqa: PLC0415 - with SQLAlchemy

    with view_of(context) as (_journal, view):
        return one(view, word, own_unit(context))


def _last_link(journal: "Journal", box: str) -> int:
    """The index of the last link; of a lost paper that a transcript stands for, that of the transcript."""
    state = _state(journal, f"box:{box}")
    link = state.links[-1] if isinstance(state, BoxState) and state.links else ""
    told = _paper_state(journal, link)
    for found in (told, *(_paper_state(journal, digest) for digest in told.stood_by)):
        if found.index is not None:
            return found.index
    raise Unknown(NO_LINK, box=box)


def _paper_state(journal: "Journal", digest: str) -> PaperState:
    state = _state(journal, f"paper:{digest}")
    return state if isinstance(state, PaperState) else PaperState()


def _state(journal: "Journal", subject: str) -> states.State | None:
    value = journal.load([subject]).states.get(subject)
    return states.decode(subject, value) if value else None
