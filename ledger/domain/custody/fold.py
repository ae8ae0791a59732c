"""
The rules of custody, as one fold.

What is impossible is refused; what is contradicted is contested, line by line; what is regrettable is recorded. The
fold is local: it reads and writes only the subjects its paper names, so that loading those gives the verdict that
folding the whole history gives.
"""

from collections.abc import Iterable, Mapping

from ledger.domain.custody import government, signers, subjects
from ledger.domain.custody.application import Application
from ledger.domain.custody.effects import Effects
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import BoxState, PaperState, State
from ledger.domain.documents.base import Key, LaterDocument
from ledger.domain.documents.government import Genesis
from ledger.errors import Conflict, Malformed, Reason

RECORDED = Reason(
    "HO-010",
    "This paper is recorded already, at index {index}.",
    "Nothing is to be done; look at it: kotak paper show {index}",
)
OTHER_LEDGER = Reason(
    "HO-011",
    "This paper was signed for the ledger {found}, this is {expected}.",
    "Record it in the ledger it was drafted for.",
)


class Custody:
    """
    Who holds what, after the papers applied so far.

    Begun empty it holds everything by folding; begun with states it holds what was loaded, and `missing` says what a
    paper needs besides.
    """

    def __init__(self, states: Mapping[str, State] | None = None) -> None:
        self.states: dict[str, State | None] = dict(states or {})
        self._named: tuple[str, set[str]] = ("", set())

    def missing(self, statement: Statement) -> set[str]:
        """Subjects the paper reads that were never learned. Ask again after `learn`, until there are none."""
        return self.reads(statement) - self.states.keys()

    def reads(self, statement: Statement) -> set[str]:
        """Every subject the paper reads."""
        if self._named[0] != statement.digest:
            self._named = (statement.digest, subjects.named(statement))
        return self._named[1] | subjects.led_to(statement, Slate(self.states))

    def learn(self, subjects_: Iterable[str], states: Mapping[str, State]) -> None:
        """Take these subjects as known; those without a state were never written."""
        for subject in subjects_:
            self.states[subject] = states.get(subject)

    def index_of(self, digest: str) -> int | None:
        """Where the paper of that digest is recorded."""
        state = self.states.get(f"paper:{digest}")
        return state.index if isinstance(state, PaperState) else None

    def box(self, box: str) -> BoxState | None:
        """A box as it stands."""
        state = self.states.get(f"box:{box}")
        return state if isinstance(state, BoxState) else None

    def keys(self, statement: Statement) -> dict[str, Key]:
        """By key id the key each signer must have signed with. Raises Refused for one unknown."""
        return signers.keys(statement, Slate(self.states))

    def apply(self, statement: Statement, index: int) -> tuple[Effects, dict[str, State]]:
        """
        Take the paper in at this index: what it did, and the states it wrote.

        Raises Refused, Malformed, Conflict or Unknown, and then nothing has changed. That the signatures verify has
        been checked before.
        """
        slate = Slate(self.states)
        _check_place(statement, slate, index)
        effects = Application(statement, slate, index).effects()
        self.states.update(slate.written)
        return effects, slate.written


def _check_place(statement: Statement, slate: Slate, index: int) -> None:
    recorded = slate.paper(statement.digest).index
    if recorded is not None:
        raise Conflict(RECORDED, index=recorded)
    if (index == 0) != isinstance(statement.document, Genesis):
        raise Malformed(government.NOT_GENESIS)
    if isinstance(statement.document, LaterDocument):
        ledger = government.governing(slate).ledger
        if statement.document.ledger != ledger:
            raise Malformed(OTHER_LEDGER, found=statement.document.ledger[:16], expected=ledger[:16])
