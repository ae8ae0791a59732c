"""How the fold tells what became of a line: one shape for links and remarks."""

from collections.abc import Iterable

from ledger.domain.custody.effects import Change, Present, Verdict
from ledger.domain.custody.states import BoxState, Facts
from ledger.domain.documents.base import CustodyDocument, Document


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
        waiting=len(box.pending),
        disposed=box.disposed,
        listed=box.listed is not None,
    )
