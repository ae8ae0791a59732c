"""
Rules of remarks: what somebody saw, found, held back or attests. A remark carries no `after`; it overtakes nothing and
is overtaken by nothing.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody import acts, flags, government, links, roster
from ledger.domain.custody.changes import tell
from ledger.domain.custody.effects import Change, Regraded
from ledger.domain.custody.paperwork import grade
from ledger.domain.custody.parts import SORTS
from ledger.domain.custody.signers import Signatories
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import BoxState, Facts, PaperState, Side
from ledger.domain.documents.base import BoxLine, SeenLine
from ledger.domain.documents.remarks import Answer, Attestation, Finding, Hold, Inspection, Lift, StockLine
from ledger.errors import Reason, Refused, Unknown

NOT_ITS_SORT = Reason(
    "RE-001",
    "A finding of {unit} counts as {expected}, not as {sort}.",
    "Draft it again as {expected}: kotak finding add --help",
)
NOT_TO_CLOSE = Reason(
    "RE-002",
    "{unit} cannot close this {kind} of {raised_by}.",
    "A finding is closed by the unit that raised it or one above it, what other papers show by supervision, and either "
    "by a ruling that authorities of both families sign: --ref ruling:NUMBER:DATE",
)
MAY_NOT_HOLD = Reason(
    "RE-003",
    "{unit} cannot order boxes to be held or let go.",
    "A hold is ordered by an authority, or by a unit the rules name.",
)
NOTHING_TO_ATTEST = Reason(
    "RE-004",
    "{unit} signs neither as a witness nor as a side of that paper.",
    "Sign with the part `witnesses`, or as the side that is missing: kotak attest --help",
)
NOT_RECORDED = Reason(
    "RE-005",
    "The paper {of} that this one closes or lifts is not recorded.",
    "Record that paper first; nothing of this one is lost.",
)
NOT_ITS_HOLD = Reason(
    "RE-006",
    "{unit} cannot lift a hold that {ordered_by} ordered.",
    "Ask {ordered_by}, or have authorities of both families sign a ruling, named with --ref: kotak lift --help",
)
HOLDERS = ("bawaslu",)
"""Types of units that may hold boxes back where the rules name none."""
_Remark = Inspection | Finding | Answer | Hold | Lift


def inspection(statement: Statement, document: Inspection, slate: Slate, facts: Facts) -> list[Change]:
    """What somebody saw. With `here` the boxes are with his unit, whoever answers for them."""
    changes = []
    for line in statement.lines:
        assert isinstance(line, SeenLine)  # noqa: S101 - the kind has no other lines
        box = slate.box(line.box)
        if not links.has_standing(document.unit, line.box, box):
            changes.append(_foreign(document, line, box, facts))
            continue
        found = flags.of_seen(line, box)
        if document.here and facts.flaw is None:
            box = replace(box, keeper=document.unit, place=document.place, units=acts.known(box, document.unit))
            slate.put(f"box:{line.box}", box)
        changes.append(_told(document, line, box, facts, found))
    return changes


def finding(statement: Statement, document: Finding, slate: Slate, signed: Signatories, facts: Facts) -> list[Change]:
    """What somebody holds to be wrong, counted as what his unit may find."""
    expected = SORTS.get(names.type_of(document.unit))
    if document.sort == "ruling":
        if not government.is_ruled(document, slate, signed):
            raise Refused(NOT_ITS_SORT, unit=document.unit, expected=expected, sort=document.sort)
    elif document.sort != expected:
        raise Refused(NOT_ITS_SORT, unit=document.unit, expected=expected, sort=document.sort)
    return _about_boxes(statement, document, slate, facts)


def answer(statement: Statement, document: Answer, slate: Slate, signed: Signatories, facts: Facts) -> list[Change]:
    """An answer; it closes only what its unit, or one above, may close."""
    if document.does == "closes":
        of = _recorded(document.of, slate)
        if not government.is_ruled(document, slate, signed) and not _may_close(document, of):
            raise Refused(NOT_TO_CLOSE, unit=document.unit, raised_by=of.unit, kind=of.kind)
    return _about_boxes(statement, document, slate, facts)


def _may_close(document: Answer, of: PaperState) -> bool:
    """A finding is closed by who raised it or his superior; what any other paper shows, by supervision."""
    if of.kind != "finding" or of.unit is None:
        return SORTS.get(names.type_of(document.unit)) == "supervision"
    return document.unit == of.unit or names.is_above(document.unit, of.unit)


def _recorded(digest: str, slate: Slate) -> PaperState:
    of = slate.paper(digest)
    if of.index is None:
        raise Unknown(NOT_RECORDED, of=digest[:16])
    return of


def hold(statement: Statement, document: Hold | Lift, slate: Slate, signed: Signatories, facts: Facts) -> list[Change]:
    """Boxes are held back, or a hold is lifted. Moves under a hold are recorded and flagged."""
    rules = slate.rules().rules
    holders = rules.holders if rules and rules.holders else HOLDERS
    named = [one.unit for one in signed.of("authorises") if names.type_of(one.unit) in holders and not one.revoked]
    authorities = [names.unit_of(officer) for family in signed.families.values() for officer in family]
    if document.unit not in (*named, *authorities):
        raise Refused(MAY_NOT_HOLD, unit=document.unit)
    if isinstance(document, Lift):
        _check_lift(document, signed, slate)
    changes = []
    for line in statement.lines:
        assert isinstance(line, BoxLine)  # noqa: S101 - the kinds have no other lines
        box = slate.box(line.box)
        if not links.has_standing(document.unit, line.box, box):
            changes.append(_foreign(document, line, box, facts))
            continue
        box = _held(box, document, facts)
        slate.put(f"box:{line.box}", box)
        changes.append(_told(document, line, box, facts))
    return changes


def _check_lift(document: Lift, signed: Signatories, slate: Slate) -> None:
    """A hold is lifted by the family that ordered it, or by a ruling."""
    ordered_by = _recorded(document.of, slate).unit or ""
    own = names.family_of(ordered_by) == names.family_of(document.unit)
    if not own and not government.is_ruled(document, slate, signed):
        raise Refused(NOT_ITS_HOLD, unit=document.unit, ordered_by=ordered_by)


def _held(box: BoxState, document: Hold | Lift, facts: Facts) -> BoxState:
    if isinstance(document, Hold):
        return replace(box, holds=(*box.holds, facts.digest))
    return replace(box, holds=tuple(one for one in box.holds if one != document.of))


def attestation(
    document: Attestation, slate: Slate, signed: Signatories, facts: Facts
) -> tuple[list[Change], list[Regraded]]:
    """A later signature. The missing side's mends lines that lacked it; a witness's makes the paper better seen."""
    paper = slate.paper(document.of)
    added = tuple(
        Side(part=one.part, unit=unit)
        for one in signed.all
        if one.unit == document.unit and not one.revoked
        for unit in (one.unit, *roster.known_unit(one.unit, slate).predecessors)
    )
    useful = tuple(side for side in added if side.part == "witnesses" or paper.index is None or side in paper.sides)
    if not useful:
        raise Refused(NOTHING_TO_ATTEST, unit=document.unit)
    attested = tuple(dict.fromkeys((*paper.attested, *useful)))
    paper = replace(paper, attested=attested)
    slate.put(f"paper:{document.of}", paper)
    if paper.facts is None:
        return [], []
    changes: list[Change] = []
    if paper.facts.flaw is not None and all(side in attested for side in paper.facts.missing):
        for name in paper.flawed:
            box, made = links.settle(slate.box(name), document.of, slate.rules())
            slate.put(f"box:{name}", box)
            changes += made
        paper = replace(paper, flawed=(), facts=replace(paper.facts, flaw=None, missing=()))
        slate.put(f"paper:{document.of}", paper)
    better = _regrade(paper)
    return changes, [Regraded(digest=document.of, grade=better, by=facts.digest)]


def _regrade(paper: PaperState) -> str:
    facts, attested = paper.facts, paper.attested
    assert facts is not None  # noqa: S101 - the caller has looked
    return grade(
        transcribed=facts.grade == "E" and not all(side in attested for side in paper.sides),
        whole=facts.flaw is None,
        witnessed=facts.grade == "B" or any(side.part == "witnesses" for side in attested),
        reasoned=paper.reasoned,
    )


def stock(statement: Statement, slate: Slate) -> set[str]:
    """Counted goods; commitments to serials of seals are kept for the sealings that reveal them."""
    lines = [line for line in statement.lines if isinstance(line, StockLine)]
    serials = {line.batch: line.serials for line in lines if line.serials is not None}
    slate.put(f"paper:{statement.digest}", replace(slate.paper(statement.digest), serials=serials))
    return flags.of_stock(lines)


def _about_boxes(statement: Statement, document: Finding | Answer, slate: Slate, facts: Facts) -> list[Change]:
    changes = []
    for line in statement.lines:
        assert isinstance(line, BoxLine)  # noqa: S101 - the kinds have no other lines
        box = slate.box(line.box)
        told = _told if links.has_standing(document.unit, line.box, box) else _foreign
        changes.append(told(document, line, box, facts))
    return changes


def _told(document: _Remark, line: BoxLine, box: BoxState, facts: Facts, found: Iterable[str] = ()) -> Change:
    code = document.code if isinstance(document, Finding) else None
    return tell(document, line.box, box, facts, "remark", code=code, flags=found, giver=document.unit)


def _foreign(document: _Remark, line: BoxLine, box: BoxState, facts: Facts) -> Change:
    return tell(document, line.box, box, facts, "foreign", code="foreign", giver=document.unit)
