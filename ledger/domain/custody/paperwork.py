"""
What is judged once about a paper that names boxes: units are known and may do what it says of them, everybody who must
sign signed, how well it is witnessed. Lines are judged by `links` and `remarks`.
"""

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody import corrections, flags, roster
from ledger.domain.custody.parts import HOLDING, OUTSIDE, sides
from ledger.domain.custody.signers import NEEDS_REFS, Signatories, require_may
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import Facts, Side
from ledger.domain.documents.base import CustodyDocument, LinkDocument
from ledger.domain.documents.boxes import Correction
from ledger.domain.documents.movement import Acceptance, Deposit, Handover, Release
from ledger.domain.documents.remarks import Access
from ledger.errors import Reason, Refused

UNSIGNED = Reason(
    "HO-001",
    "Nobody of {unit} signed this {kind} with the part {part}.",
    "Have an officer of {unit} sign it: kotak paper sign --help",
)
ONE_SIDE = Reason(
    "HO-002",
    "{unit} stands on both sides of this {kind}.",
    "A hand-over has two units; name the other one.",
)
NOBODY_TRANSCRIBED = Reason(
    "HO-003",
    "No officer of {units}, nor of a unit above them, signed this transcript.",
    "Have one of them sign it with the part `reports`.",
)
NO_FORM = Reason(
    "HO-004",
    "A transcript needs the paper form it was copied from among its files.",
    "Photograph the form and add it: --file form:PATH",
)
HOLDER_ABSENT = Reason(
    "HO-006",
    "{unit} holds the padlock {id} and neither signed nor is named as present or absent.",
    "Have them sign, or say what you know: --present {unit}=absent:REASON",
)
NOT_ITS_SIDE = Reason(
    "HO-007",
    "{officer} signed this {kind} with the part {part}, which {unit} has not in it.",
    "Name the unit the officer acts for, or let the officer witness: kotak paper sign --help",
)
_FORMS = {"form", "scan", "photo"}


def judge(statement: Statement, document: CustodyDocument, signed: Signatories, slate: Slate, index: int) -> Facts:
    """Refuse the paper or say what holds for all its lines."""
    _check_units(document, slate)
    ruled = isinstance(document, Correction) and corrections.judge(statement, document, signed, slate)
    transcript = document.transcribed if isinstance(document, LinkDocument) else None
    attested = slate.paper(statement.digest).attested
    if transcript is not None:
        flaw, missing = _judge_transcript(document, signed, attested, slate)
    else:
        flaw, missing = _judge_sides(document, signed, attested, slate)
    if isinstance(document, Access):
        signed.flags.update(_judge_padlocks(statement, document, signed, slate))
    signed.flags.update(flags.of_paper(document, {one.part for one in signed.all}, slate))
    return Facts(
        index=index,
        digest=statement.digest,
        link=(transcript.stands_for if transcript else None) or statement.digest,
        grade=grade(
            transcribed=transcript is not None and not _signed_by_all(document, signed),
            whole=flaw is None,
            witnessed=bool(signed.of("witnesses")) or any(side.part == "witnesses" for side in attested),
            reasoned=reasoned(document),
        ),
        flags=tuple(sorted(signed.flags)),
        units=_acting(document, signed, slate),
        flaw=flaw,
        missing=missing,
        corrects=corrections.corrected_link(document, slate) if isinstance(document, Correction) else None,
        ruled=ruled,
    )


def remember(document: CustodyDocument, facts: Facts, signed: Signatories, slate: Slate) -> None:
    """Keep of the paper what later papers about it are judged by. Who signed a transcript has attested it."""
    state, sides_ = slate.paper(facts.digest), parties(document, facts, slate)
    signing = {one.unit for one in signed.all if not one.revoked} if facts.grade == "E" else set()
    slate.put(
        f"paper:{facts.digest}",
        replace(
            state,
            index=facts.index,
            kind=document.kind,
            unit=document.unit,
            sides=sides_,
            facts=facts,
            attested=tuple(dict.fromkeys((*state.attested, *(one for one in sides_ if one.unit in signing)))),
            reasoned=reasoned(document),
        ),
    )


def parties(document: CustodyDocument, facts: Facts, slate: Slate) -> tuple[Side, ...]:
    """
    Those who have a say in correcting a paper: its sides, the addressee of a release, the giver an acceptance answers,
    of a correction the parties of what it corrects. A ruling is corrected only by another.
    """
    match document:
        case Release():
            return (*sides(document), Side(part="receives", unit=document.to))
        case Acceptance():
            giver = slate.paper(document.of).unit
            return (*((Side(part="releases", unit=giver),) if giver else ()), *sides(document))
        case Correction():
            return () if facts.ruled else slate.paper(document.of).sides
        case _:
            return sides(document)


def grade(*, transcribed: bool, whole: bool, witnessed: bool, reasoned: bool) -> str:
    """
    How well a paper is witnessed. A needs time from outside and is given where checkpoints are cosigned; B is both
    parties and a witness, C both parties and a reason why no witness, D less than that, E a transcript.
    """
    if transcribed:
        return "E"
    if not whole:
        return "D"
    if witnessed:
        return "B"
    return "C" if reasoned else "D"


def reasoned(document: CustodyDocument) -> bool:
    """Whether the paper says why a witness is absent, or that one was there."""
    return any(one.part == "witnesses" and (one.reason or one.how != "absent") for one in document.present)


def named_units(document: CustodyDocument) -> list[tuple[str, str]]:
    """The units a paper about boxes gives a part in it, with that part; whether they sign it is another matter."""
    match document:
        case Release():
            named = [(document.to, "receives"), (document.carrier, "keeps")]
        case Handover():
            named = [(document.to, "receives"), (document.keeper, "keeps")]
        case Acceptance():
            named = [(document.keeper, "keeps")]
        case Deposit():
            named = [(document.keeper, "keeps")]
        case _:
            named = []
    return [(unit, part) for unit, part in named if unit is not None]


def _acting(document: CustodyDocument, signed: Signatories, slate: Slate) -> tuple[str, ...]:
    """The acting unit, of a correction all who signed it, and those they succeeded."""
    units = [document.unit]
    if isinstance(document, Correction):
        units += [one.unit for one in signed.all if not one.revoked]
    return tuple(dict.fromkeys(one for unit in units for one in (unit, *roster.known_unit(unit, slate).predecessors)))


def _check_units(document: CustodyDocument, slate: Slate) -> None:
    roster.known_unit(document.unit, slate)
    for unit, part in named_units(document):
        roster.known_unit(unit, slate)
        require_may(unit, part)
        if part in HOLDING and names.type_of(unit) in OUTSIDE and not document.refs:
            raise Refused(NEEDS_REFS, unit=unit)
    other = document.to if isinstance(document, Release | Handover) else getattr(document, "keeper", None)
    if document.unit == other and not isinstance(document, Acceptance):
        raise Refused(ONE_SIDE, unit=document.unit, kind=document.kind)
    for side in sides(document):
        require_may(side.unit, side.part)


def _judge_sides(
    document: CustodyDocument, signed: Signatories, attested: tuple[Side, ...], slate: Slate
) -> tuple[str | None, tuple[Side, ...]]:
    """The flaw, and the sides of which the only signature is of a key lost or stolen."""
    wanted, missing = sides(document), []
    if isinstance(document, LinkDocument) and wanted:
        _check_no_other_side(document, signed, wanted)
    for side in wanted:
        own = [one for one in signed.of(side.part) if one.unit == side.unit]
        if any(not one.revoked for one in own) or side in attested:
            continue
        if own:
            missing.append(side)
        elif not (side.part == "keeps" and _stands_by(document, side, slate)):
            raise Refused(UNSIGNED, unit=side.unit, kind=document.kind, part=side.part)
    return ("revoked" if missing else None), tuple(missing)


def _check_no_other_side(document: LinkDocument, signed: Signatories, wanted: tuple[Side, ...]) -> None:
    """Who holds boxes in a paper acts for a unit that has that side in it."""
    for one in signed.all:
        if one.part in HOLDING and Side(part=one.part, unit=one.unit) not in wanted:
            raise Refused(NOT_ITS_SIDE, officer=one.officer, kind=document.kind, part=one.part, unit=one.unit)


def _stands_by(document: CustodyDocument, side: Side, slate: Slate) -> bool:
    """A keeper without a key stands in `present`."""
    there = any(one.unit == side.unit and one.part == side.part and one.how != "absent" for one in document.present)
    return there and not roster.known_unit(side.unit, slate).keys


def _judge_transcript(
    document: CustodyDocument, signed: Signatories, attested: tuple[Side, ...], slate: Slate
) -> tuple[str | None, tuple[Side, ...]]:
    """The flaw, and the sides that must attest: who receives, where his unit could sign and did not."""
    if not any(one.what in _FORMS for one in document.files):
        raise Refused(NO_FORM)
    if isinstance(document, Correction):
        wanted = receiving = slate.paper(document.of).sides
    else:
        wanted, receiving = sides(document), sides(document)[-1:]
    for side in wanted:
        if side.part in HOLDING and names.type_of(side.unit) in OUTSIDE and not document.refs:
            raise Refused(NEEDS_REFS, unit=side.unit)
    entitled = [one for one in signed.all if any(_may_copy(one.unit, side.unit) for side in wanted)]
    if not entitled:
        raise Refused(NOBODY_TRANSCRIBED, units=", ".join(side.unit for side in wanted))
    present = {one.unit for one in entitled if not one.revoked}
    absent = tuple(side for side in receiving if side.unit not in present and side not in attested)
    if not present:
        return ("revoked", absent) if absent else (None, ())
    missing = tuple(side for side in absent if roster.known_unit(side.unit, slate).keys)
    return ("one-sided", missing) if missing else (None, ())


def _may_copy(own: str, unit: str) -> bool:
    return own == unit or names.is_above(own, unit)


def _signed_by_all(document: CustodyDocument, signed: Signatories) -> bool:
    """Whether every side of a transcript signed it, which is as good as attesting it."""
    signing = {one.unit for one in signed.all if not one.revoked}
    return bool(sides(document)) and all(side.unit in signing for side in sides(document))


def _judge_padlocks(statement: Statement, document: Access, signed: Signatories, slate: Slate) -> set[str]:
    """Each padlock's holder with a key opened it, or the paper says why not."""
    named = {one.unit for one in document.present if one.part == "unlocks"}
    absent = flags.absent_holders(document, statement.lines, {one.unit for one in signed.of("unlocks")})
    for line in absent:
        state = slate.unit(line.holder)
        if line.holder not in named and state is not None and state.keys:
            raise Refused(HOLDER_ABSENT, unit=line.holder, id=line.id)
    return {"IR-11"} if absent else set()
