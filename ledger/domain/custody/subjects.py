"""
What a paper reads. The fold is local: these subjects, and no others, decide about it.

Some subjects are known only once others are (the boxes a transcript moved, the key that follows a rotated one), so the
question is asked again after loading until it has no new answer.
"""

from collections.abc import Iterator

from ledger.domain import names
from ledger.domain.custody import paperwork
from ledger.domain.custody.signers import key_id
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.documents.base import BoxLine, CustodyDocument, Document, LinkDocument
from ledger.domain.documents.boxes import Correction, ManifestLine, SealingLine
from ledger.domain.documents.government import Plan
from ledger.domain.documents.movement import Acceptance, Withdrawal
from ledger.domain.documents.people import EnrolmentLine, RevocationLine, RotationLine, UnitLine
from ledger.domain.documents.remarks import AccessLine, Answer, Attestation, Lift


def read_by(statement: Statement, slate: Slate) -> set[str]:
    """Every subject the paper reads, as far as what is known tells."""
    document = statement.document
    found = {f"paper:{statement.digest}", "rules", "authorities"}
    for signer in document.signers:
        found |= {f"officer:{signer.officer}", f"key:{signer.key}", f"unit:{names.unit_of(signer.officer)}"}
        state = slate.key(signer.key)
        if state is not None and state.ended is not None and state.ended.successor is not None:
            found.add(f"key:{state.ended.successor}")
    found.update(f"paper:{digest}" for digest in _cited(document))
    found.update(_units(document))
    if isinstance(document, Plan):
        found.add("plan")
    for line in statement.lines:
        found.update(_line(line, slate))
    found.update(_later(statement, slate))
    return found


def _cited(document: Document) -> Iterator[str]:
    match document:
        case Acceptance() | Withdrawal() | Correction() | Attestation() | Answer() | Lift():
            yield document.of
        case _:
            pass
    if isinstance(document, LinkDocument) and document.transcribed and document.transcribed.stands_for:
        yield document.transcribed.stands_for


def _units(document: Document) -> Iterator[str]:
    if isinstance(document, CustodyDocument):
        for unit in paperwork.named_units(document):
            yield f"unit:{unit}"
        if document.place != "?":
            yield f"unit:{names.unit_of_place(document.place)}"


def _line(line: object, slate: Slate) -> Iterator[str]:
    match line:
        case ManifestLine():
            yield f"box:{line.box}"
            if line.unit:
                yield f"unit:{line.unit}"
        case SealingLine():
            yield f"box:{line.box}"
            for revealed in line.revealed:
                yield f"paper:{revealed.stock}"
        case BoxLine():
            yield f"box:{line.box}"
        case UnitLine():
            yield f"unit:{line.id if names.is_unit(line.id) else names.unit_of_place(line.id)}"
            if line.successor:
                yield f"unit:{line.successor}"
        case EnrolmentLine():
            yield from (f"officer:{line.id}", f"unit:{line.unit}", f"key:{key_id(line.key)}")
        case RotationLine():
            yield from (f"officer:{line.id}", f"unit:{names.unit_of(line.id)}", f"key:{line.old}")
            yield f"key:{key_id(line.new)}"
        case RevocationLine():
            yield from (f"officer:{line.id}", f"unit:{names.unit_of(line.id)}")
            yield from (f"key:{key}" for key in line.keys)
        case AccessLine():
            yield f"unit:{line.holder}"
        case _:
            pass


def _later(statement: Statement, slate: Slate) -> Iterator[str]:
    """What only the state of a cited paper tells."""
    document = statement.document
    if isinstance(document, Attestation):
        yield from (f"box:{box}" for box in slate.paper(document.of).flawed)
    stood_by = slate.paper(statement.digest).stood_by
    if stood_by is not None:
        yield f"paper:{stood_by}"
        yield from (f"box:{box}" for box in slate.paper(stood_by).boxes)
