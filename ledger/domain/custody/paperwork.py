"""
What is judged once about a paper that names boxes: its units are known, everybody who must sign signed, how well it is
witnessed. Lines are judged by `links` and `remarks`.
"""

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody import flags, roster
from ledger.domain.custody.parts import sides
from ledger.domain.custody.signers import Signatories, Signatory
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import Facts, PaperState, Side
from ledger.domain.documents.base import CustodyDocument, LinkDocument, Transcribed
from ledger.domain.documents.boxes import Correction
from ledger.domain.documents.movement import Acceptance, Deposit, Handover, Release
from ledger.domain.documents.remarks import Access, AccessLine
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
    "Photograph the form and add it: --file scan:PATH",
)
NOTHING_TO_STAND_FOR = Reason(
    "HO-005",
    "The paper this transcript stands for is recorded at index {index} and took effect.",
    "Nothing is lost; look at it: kotak paper show {index}",
)
HOLDER_ABSENT = Reason(
    "HO-006",
    "{unit} holds the padlock {id} and neither signed nor is named as present or absent.",
    "Have them sign, or say what you know: --present {unit}=absent:REASON",
)


def judge(statement: Statement, document: CustodyDocument, signed: Signatories, slate: Slate, index: int) -> Facts:
    """Refuse the paper or say what holds for all its lines."""
    _check_units(document, slate)
    transcript = document.transcribed if isinstance(document, LinkDocument) else None
    attested = slate.paper(statement.digest).attested
    if transcript is not None:
        _check_transcript(transcript, document, slate)
        flaw = _judge_transcript(document, signed, attested, slate)
    else:
        flaw = _judge_sides(document, signed, attested)
    if isinstance(document, Access):
        signed.flags.update(_judge_padlocks(statement, document, signed, slate))
    signed.flags.update(flags.of_paper(document, {one.part for one in signed.all}, slate))
    return Facts(
        index=index,
        digest=statement.digest,
        link=(transcript.stands_for if transcript else None) or statement.digest,
        grade=grade(
            transcribed=transcript is not None,
            whole=flaw is None,
            witnessed=bool(signed.of("witnesses")) or any(side.part == "witnesses" for side in attested),
            reasoned=reasoned(document),
        ),
        flags=tuple(sorted(signed.flags)),
        units=(document.unit, *roster.known_unit(document.unit, slate).predecessors),
        flaw=flaw,
    )


def remember(statement: Statement, document: CustodyDocument, facts: Facts, slate: Slate, effective: bool) -> None:
    """Keep of the paper what later papers about it are judged by."""
    state = slate.paper(statement.digest)
    slate.put(
        f"paper:{statement.digest}",
        replace(
            state,
            index=facts.index,
            kind=document.kind,
            unit=document.unit,
            sides=parties(document),
            facts=facts,
            reasoned=reasoned(document),
            effective=effective,
        ),
    )


def parties(document: CustodyDocument) -> tuple[Side, ...]:
    """The sides of a paper; of a release also the addressee, who has a say in correcting it."""
    if isinstance(document, Release):
        return (*sides(document), Side(part="receives", unit=document.to))
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


def acts_for(one: Signatory, unit: str, slate: Slate | None = None) -> bool:
    """Whether a signatory acts for a unit: his own, or the one his own succeeded."""
    if one.unit == unit:
        return True
    state = slate.unit(one.unit) if slate else None
    return state is not None and unit in state.predecessors


def _check_units(document: CustodyDocument, slate: Slate) -> None:
    for unit in named_units(document):
        roster.known_unit(unit, slate)
    if isinstance(document, Release | Handover) and document.unit == document.to:
        raise Refused(ONE_SIDE, unit=document.unit, kind=document.kind)
    if isinstance(document, Deposit) and document.unit == document.keeper:
        raise Refused(ONE_SIDE, unit=document.unit, kind=document.kind)


def named_units(document: CustodyDocument) -> list[str]:
    """The units a paper about boxes is judged with: acting, addressed, keeping, carrying."""
    units = [document.unit]
    match document:
        case Release():
            units += [document.to, *([document.carrier] if document.carrier else [])]
        case Handover():
            units += [document.to, *([document.keeper] if document.keeper else [])]
        case Acceptance():
            units += [document.keeper] if document.keeper else []
        case Deposit():
            units.append(document.keeper)
        case _:
            pass
    return units


def _judge_sides(document: CustodyDocument, signed: Signatories, attested: tuple[Side, ...]) -> str | None:
    flaw = None
    for side in sides(document):
        own = [one for one in signed.of(side.part) if one.unit == side.unit]
        if any(not one.revoked for one in own) or side in attested:
            continue
        if own:
            flaw = "revoked"
        elif not (side.part == "keeps" and _stood_by(document, side)):
            raise Refused(UNSIGNED, unit=side.unit, kind=document.kind, part=side.part)
    return flaw


def _stood_by(document: CustodyDocument, side: Side) -> bool:
    """A keeper without a key stands in `present`."""
    return any(one.unit == side.unit and one.part == side.part and one.how != "absent" for one in document.present)


def _check_transcript(transcript: Transcribed, document: CustodyDocument, slate: Slate) -> None:
    if not document.files:
        raise Refused(NO_FORM)
    lost = slate.paper(transcript.stands_for) if transcript.stands_for else PaperState()
    if lost.index is not None and lost.effective:
        raise Refused(NOTHING_TO_STAND_FOR, index=lost.index)


def _judge_transcript(
    document: CustodyDocument, signed: Signatories, attested: tuple[Side, ...], slate: Slate
) -> str | None:
    wanted = sides(document)
    units = [side.unit for side in wanted]
    entitled = [one for one in signed.all if not one.revoked and any(_above(one.unit, unit) for unit in units)]
    if not entitled:
        raise Refused(NOBODY_TRANSCRIBED, units=", ".join(units))
    receiving = wanted[-1]
    if any(one.unit == receiving.unit for one in entitled) or receiving in attested:
        return None
    state = slate.unit(receiving.unit)
    return "one-sided" if state is not None and state.keys else None


def _above(above: str, unit: str) -> bool:
    """A unit is above another of its family whose area it covers; every unit is above itself."""
    same_family = names.family_of(above) == names.family_of(unit)
    return above == unit or (same_family and names.covers(names.area_of(above), names.area_of(unit)))


def _judge_padlocks(statement: Statement, document: Access, signed: Signatories, slate: Slate) -> set[str]:
    """Each padlock's holder with a key opened it himself, or the paper says why he did not."""
    found = set()
    unlocked = {one.unit for one in signed.of("unlocks")} | {document.unit}
    named = {one.unit: one.how for one in document.present if one.part == "unlocks"}
    for line in statement.lines:
        assert isinstance(line, AccessLine)  # noqa: S101 - the kind has no other lines
        state = slate.unit(line.holder)
        if line.holder in unlocked or named.get(line.holder) in {"paper", "seen"}:
            continue
        if line.holder not in named and state is not None and state.keys:
            raise Refused(HOLDER_ABSENT, unit=line.holder, id=line.id)
        found.add("IR-11")
    return found


def check_correction(document: Correction, signed: Signatories, slate: Slate) -> bool:
    """Whether those who signed may correct that paper: all its parties, or both families by a ruling."""
    of = slate.paper(document.of)
    ruled = len(signed.families) > 1 and bool(document.refs)
    own = [one for one in signed.all if not one.revoked]
    return ruled or all(any(acts_for(one, side.unit, slate) for one in own) for side in of.sides)
