"""How the fold tells what became of a line: one shape for links and remarks."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from ledger.domain.custody.acts import Act
from ledger.domain.custody.effects import Change, Present, Verdict
from ledger.domain.custody.states import BoxState, Dispute, Facts
from ledger.domain.documents.base import CustodyDocument, Document
from ledger.domain.documents.movement import AcceptanceLine

MOST_DISPUTES: Final = 64
"""Open disputes of a box that are kept apart. It is disputed all the same."""


def dispute(box: BoxState, facts: Facts, code: str) -> BoxState:
    """The box, disputed because of that paper."""
    if len(box.disputes) >= MOST_DISPUTES:
        return box
    return replace(box, disputes=(*box.disputes, Dispute(index=facts.index, digest=facts.digest, code=code)))


def change(box: BoxState, act: Act, verdict: Verdict, *, code: str | None = None, giver: str | None = None) -> Change:
    """What became of a line of a link; `giver` is told where the paper itself does not say who held the box."""
    return tell(
        act.document,
        act.line.box,
        box,
        act.facts,
        verdict,
        code=code,
        flags=act.flags,
        giver=act.giver or giver,
        receiver=act.receiver,
        outcome=act.line.outcome if isinstance(act.line, AcceptanceLine) else None,
    )


def tell(  # noqa: PLR0913 - a change has this many facts, and the callers name them
    document: Document,
    name: str,
    box: BoxState,
    facts: Facts,
    verdict: Verdict,
    *,
    code: str | None = None,
    flags: Iterable[str] = (),
    giver: str | None = None,
    receiver: str | None = None,
    place: str | None = None,
    outcome: str | None = None,
) -> Change:
    """What became of a line of `document` about the box `name`, and that box as it stands now."""
    return Change(
        box=name,
        verdict=verdict,
        index=facts.index,
        digest=facts.digest,
        kind=document.kind,
        at=document.at,
        place=document.place if isinstance(document, CustodyDocument) else place,
        giver=giver,
        receiver=receiver,
        outcome=outcome,
        grade=facts.grade,
        code=code,
        flags=tuple(sorted(flags)),
        now=present(box),
    )


def present(box: BoxState) -> Present:
    """A box as it stands."""
    on_its_way = next((one for one in reversed(box.releases) if not one.void), None)
    return Present(
        custodian=box.custodian,
        keeper=box.keeper,
        place=box.place,
        to=on_its_way.to if on_its_way else None,
        since=on_its_way.at if on_its_way else None,
        seals=box.seals,
        sealed=box.sealed,
        state=box.state,
        held=bool(box.holds),
        disputed=tuple(one.code for one in box.disputes),
        waiting=sum(not one.contested for one in box.pending),
        disposed=box.disposed,
        listed=box.listed is not None,
    )
