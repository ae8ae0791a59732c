"""
Which ledger a paper belongs to, as far as this machine knows, and whether that ledger is a simulation.

A ledger is one if its genesis says so in its election or its origin, or the trust file in its origin. What is printed
of a simulation bears the mark on every page.
"""

import re
from dataclasses import dataclass
from typing import Final

from commands.drafting.drafting import Desk
from commands.program.context import Context, NotSaid
from commands.program.output import SIMULATED
from ledger import paper as papers
from ledger.domain.custody.fold import OTHER_LEDGER
from ledger.domain.documents.base import LaterDocument
from ledger.domain.documents.government import Genesis
from ledger.errors import Malformed
from ledger.paper import Paper

_WORDS: Final = frozenset({"simulasi", "simulation"})
_BETWEEN_WORDS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Home:
    """The ledger of a paper: its genesis digest, and the mark of a simulation or nothing."""

    genesis: str
    mark: str


def home(desk: Desk, paper: Paper) -> Home | None:
    """The ledger a paper belongs to, None if no ledger is known here; a paper of another one is refused."""
    document = paper.document
    if isinstance(document, Genesis):
        return of_genesis(paper.digest, document)
    known = _known(desk)
    if known and isinstance(document, LaterDocument) and document.ledger != known.genesis:
        raise Malformed(OTHER_LEDGER, found=document.ledger[:16], expected=known.genesis[:16])
    return known


def of_trust(context: Context) -> Home | None:
    """The ledger of the trust file, if there is one."""
    try:
        trust = context.trust()
    except NotSaid:
        return None
    return Home(trust.genesis, mark_of(trust.origin))


def _known(desk: Desk) -> Home | None:
    first = next(desk.journal.entries(0, 1), None) if desk.journal else None
    if first is None:
        return of_trust(desk.context)
    genesis = papers.read(first.data)
    return of_genesis(genesis.digest, genesis.document) if isinstance(genesis.document, Genesis) else None


def of_genesis(digest: str, genesis: Genesis) -> Home:
    """The ledger that this paper founded."""
    return Home(digest, mark_of(f"{genesis.election} {genesis.origin}"))


def mark_of(said: str) -> str:
    """The mark, if words of an election or an origin say that it is a simulation."""
    return SIMULATED if _WORDS.intersection(_BETWEEN_WORDS.split(said)) else ""
