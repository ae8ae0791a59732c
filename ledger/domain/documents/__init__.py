"""
What covers say: a closed dictionary of kinds.

Nothing stored ever names a Python module, class or path. The kind is a word inside the signed bytes, and the words are
those below.
"""

from typing import Final

from ledger.domain.documents import boxes, government, movement, people, remarks
from ledger.domain.documents.base import Document, LinkDocument

KINDS: Final[dict[str, type[Document]]] = {
    "genesis": government.Genesis,
    "authorities": government.Authorities,
    "continuation": government.Continuation,
    "closing": government.Closing,
    "rules": government.Rules,
    "units": people.Units,
    "enrolment": people.Enrolment,
    "rotation": people.Rotation,
    "revocation": people.Revocation,
    "manifest": boxes.Manifest,
    "plan": government.Plan,
    "stock": remarks.Stock,
    "sealing": boxes.Sealing,
    "release": movement.Release,
    "acceptance": movement.Acceptance,
    "handover": movement.Handover,
    "withdrawal": movement.Withdrawal,
    "deposit": movement.Deposit,
    "opening": boxes.Opening,
    "correction": boxes.Correction,
    "disposal": boxes.Disposal,
    "inspection": remarks.Inspection,
    "access": remarks.Access,
    "finding": remarks.Finding,
    "answer": remarks.Answer,
    "hold": remarks.Hold,
    "lift": remarks.Lift,
    "attestation": remarks.Attestation,
    "anchor": remarks.Anchor,
}

LINKS: Final = frozenset(
    {kind for kind, document in KINDS.items() if issubclass(document, LinkDocument)} | {"manifest"},
)
"""Kinds that become links of a box's chain; the others are remarks or papers of the ledger itself."""
