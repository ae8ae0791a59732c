"""
Who may correct a paper: all its parties or their successors, or both families of authorities by a ruling. What a
correction does to a box is an act like any other.
"""

from ledger.domain.custody import government, roster
from ledger.domain.custody.signers import Signatories, Signatory, require_may
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import Side
from ledger.domain.documents.boxes import Correction, CorrectionLine
from ledger.errors import Reason, Refused, Unknown

NOT_RECORDED = Reason(
    "HO-014",
    "The paper {of} that this {kind} speaks about is not recorded.",
    "Record that paper first; nothing of this one is lost.",
)
NOT_BY_ITS_PARTIES = Reason(
    "HO-015",
    "A correction needs all parties of the paper it corrects, or a ruling of both families. Parties of {of}: {sides}.",
    "Have the other party sign it too: kotak paper sign --help",
)


def judge(statement: Statement, document: Correction, signed: Signatories, slate: Slate) -> bool:
    """Whether it is a ruling. Raises Refused if those who signed may not correct that paper, Unknown without it."""
    of = slate.paper(document.of)
    if of.index is None:
        raise Unknown(NOT_RECORDED, of=document.of[:16], kind=document.kind)
    for line in statement.lines:
        assert isinstance(line, CorrectionLine)  # noqa: S101 - the kind has no other lines
        for unit, part in ((line.custodian, "acts"), (line.keeper, "keeps")):
            if unit is not None:
                roster.known_unit(unit, slate)
                require_may(unit, part)
    if government.is_ruled(document, slate, signed):
        return True
    signing = [one for one in signed.all if not one.revoked]
    if not of.sides or not (document.transcribed or all(_spoken_for(side, signing, slate) for side in of.sides)):
        sides = ", ".join(side.unit for side in of.sides) or "none"
        raise Refused(NOT_BY_ITS_PARTIES, of=document.of[:16], sides=sides)
    return False


def corrected_link(document: Correction, slate: Slate) -> str:
    """The name under which the corrected paper stands in the chain of its boxes."""
    facts = slate.paper(document.of).facts
    return document.of if facts is None else facts.link


def _spoken_for(side: Side, signing: list[Signatory], slate: Slate) -> bool:
    """The side signed, or its successor did; a keeper who has no key cannot."""
    if any(side.unit in (one.unit, *roster.known_unit(one.unit, slate).predecessors) for one in signing):
        return True
    return side.part == "keeps" and not roster.known_unit(side.unit, slate).keys
