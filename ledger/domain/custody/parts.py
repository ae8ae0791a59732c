"""
Who may take which part, and who must sign which kind: the two tables of the design.

Supervisors witness, inspect and find; they never hold. The police hold only as outsiders, on the strength of a paper.
"""

from typing import Final

from ledger.domain.custody.states import Side
from ledger.domain.documents.base import Document
from ledger.domain.documents.boxes import Disposal, Opening, Sealing
from ledger.domain.documents.movement import Acceptance, Deposit, Handover, Release, Withdrawal
from ledger.domain.documents.remarks import Access, Answer, Finding, Inspection, Stock
from ledger.domain.names import COMMISSION, GUARDS, PARTIES, SUPERVISORS, type_of

HOLDING: Final = frozenset({"acts", "releases", "receives"})
_COMMISSION: Final = HOLDING | {"keeps", "unlocks", "inspects", "reports", "registers", "operates"}
_SUPERVISION: Final = frozenset({"unlocks", "witnesses", "inspects", "reports", "registers", "authorises", "operates"})
_PARTY: Final = frozenset({"witnesses", "inspects", "reports"})
_GUARD: Final = HOLDING | {"keeps", "unlocks", "inspects", "escorts", "reports"}
_CARRIER: Final = frozenset({"keeps"})

MAY: Final = {
    **dict.fromkeys(COMMISSION, _COMMISSION),
    **dict.fromkeys(SUPERVISORS, _SUPERVISION),
    PARTIES: _PARTY,
    **dict.fromkeys(GUARDS, _GUARD),
    **dict.fromkeys(("carrier", "vendor"), _CARRIER),
}
"""Which parts officers of a type of unit may take. `proves` and the `authorises` of an authority are nobody's here."""
OUTSIDE: Final = frozenset(GUARDS)
"""Holders from outside the commission: they hold only with a paper in `refs`."""
SORTS: Final = {
    **dict.fromkeys((*COMMISSION, *OUTSIDE), "event"),
    **dict.fromkeys(SUPERVISORS, "supervision"),
    PARTIES: "objection",
}
"""As what the finding of a unit counts. A ruling needs no row: it is what its `refs` say."""


def may(unit: str, part: str) -> bool:
    """Whether an officer of this unit may take this part at all."""
    return part in MAY[type_of(unit)]


def sides(document: Document) -> tuple[Side, ...]:  # noqa: PLR0911 - one return for each row of the table
    """Who must sign a paper about boxes or goods: units and their parts, the receiving one last."""
    match document:
        case Release() | Withdrawal():
            return (Side(part="releases", unit=document.unit),)
        case Acceptance():
            return (Side(part="receives", unit=document.unit),)
        case Handover():
            return (Side(part="releases", unit=document.unit), Side(part="receives", unit=document.to))
        case Deposit():
            return (Side(part="acts", unit=document.unit), Side(part="keeps", unit=document.keeper))
        case Sealing() | Opening() | Disposal() | Stock() | Access():
            return (Side(part="acts", unit=document.unit),)
        case Inspection():
            return (Side(part="inspects", unit=document.unit),)
        case Finding() | Answer():
            return (Side(part="reports", unit=document.unit),)
        case _:
            return ()
