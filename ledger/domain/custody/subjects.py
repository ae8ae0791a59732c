"""
What a paper reads. The fold is local: these subjects, and no others, decide about it.

Most are named by the paper itself. A few are known only once others are (the boxes a transcript moved, the key that
follows a rotated one), so that question is asked again after loading until it has no new answer.
"""

from collections.abc import Callable, Iterator
from typing import Final

from ledger.domain import names
from ledger.domain.custody import paperwork, transcripts
from ledger.domain.custody.signers import key_id
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.documents.base import CustodyDocument, Document, Line, LinkDocument
from ledger.domain.documents.boxes import Correction, CorrectionLine, ManifestLine, SealingLine
from ledger.domain.documents.government import Plan
from ledger.domain.documents.movement import Acceptance, Withdrawal
from ledger.domain.documents.people import EnrolmentLine, RevocationLine, RotationLine, UnitLine
from ledger.domain.documents.remarks import AccessLine, Answer, Attestation, Lift


def named(statement: Statement) -> set[str]:
    """The subjects the paper itself names."""
    document = statement.document
    found = {f"paper:{statement.digest}", "rules", "authorities"}
    for signer in document.signers:
        found |= {f"officer:{signer.officer}", f"key:{signer.key}", f"unit:{names.unit_of(signer.officer)}"}
    found.update(f"paper:{digest}" for digest in _cited(document))
    found.update(_units(document))
    if isinstance(document, Plan):
        found.add("plan")
    if document.line is not None and document.key == "box":
        found.update(f"box:{line.box}" for line in statement.lines)  # type: ignore[attr-defined]  # the kind sorts its lines by it
    besides = _BESIDES.get(document.line) if document.line is not None else None
    if besides is not None:
        for line in statement.lines:
            found.update(besides(line))
    return found


def led_to(statement: Statement, slate: Slate) -> set[str]:
    """The subjects that only the state of others tells."""
    document, found = statement.document, set()
    for signer in document.signers:
        state = slate.key(signer.key)
        if state is not None and state.ended is not None and state.ended.successor is not None:
            found.add(f"key:{state.ended.successor}")
    match document:
        case Attestation():
            found.update(f"box:{box}" for box in slate.paper(document.of).flawed)
        case Correction():
            found.update(f"unit:{side.unit}" for side in slate.paper(document.of).sides)
        case _:
            pass
    return found | transcripts.led_to(slate.paper(statement.digest), slate)


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
        yield f"unit:{document.unit}"
        for unit, _ in paperwork.named_units(document):
            yield f"unit:{unit}"
        if document.place != names.NOWHERE:
            yield f"unit:{names.unit_of_place(document.place)}"


def _of_manifest(line: ManifestLine) -> Iterator[str]:
    if line.unit:
        yield f"unit:{line.unit}"


def _of_sealing(line: SealingLine) -> Iterator[str]:
    for revealed in line.revealed:
        yield f"paper:{revealed.stock}"


def _of_correction(line: CorrectionLine) -> Iterator[str]:
    for unit in (line.custodian, line.keeper):
        if unit:
            yield f"unit:{unit}"


def _of_unit(line: UnitLine) -> Iterator[str]:
    yield f"unit:{line.id if names.is_unit(line.id) else names.unit_of_place(line.id)}"
    if line.successor:
        yield f"unit:{line.successor}"


def _of_enrolment(line: EnrolmentLine) -> Iterator[str]:
    yield from (f"officer:{line.id}", f"unit:{line.unit}", f"key:{key_id(line.key)}")


def _of_rotation(line: RotationLine) -> Iterator[str]:
    yield from (f"officer:{line.id}", f"unit:{names.unit_of(line.id)}", f"key:{line.old}", f"key:{key_id(line.new)}")


def _of_revocation(line: RevocationLine) -> Iterator[str]:
    yield from (f"officer:{line.id}", f"unit:{names.unit_of(line.id)}")
    yield from (f"key:{key}" for key in line.keys)


def _of_access(line: AccessLine) -> Iterator[str]:
    yield f"unit:{line.holder}"


_BESIDES: Final[dict[type[Line], Callable[..., Iterator[str]]]] = {
    ManifestLine: _of_manifest,
    SealingLine: _of_sealing,
    CorrectionLine: _of_correction,
    UnitLine: _of_unit,
    EnrolmentLine: _of_enrolment,
    RotationLine: _of_rotation,
    RevocationLine: _of_revocation,
    AccessLine: _of_access,
}
"""What lines name besides their box."""
