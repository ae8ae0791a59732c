"""Rules of the manifest: which boxes are expected, and who answers for them first."""

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody import acts, roster
from ledger.domain.custody.changes import tell
from ledger.domain.custody.effects import Change, Verdict
from ledger.domain.custody.links import dispute
from ledger.domain.custody.signers import Signatories
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import BoxState, Facts
from ledger.domain.documents.boxes import Manifest, ManifestLine
from ledger.errors import Malformed, Reason, Refused

INCOMPLETE = Reason(
    "HO-020",
    "The manifest does not say of box {box} its type, first custodian and place.",
    "Add them: kotak manifest add --help",
)
FIRST_CUSTODIAN = Reason(
    "HO-021",
    "{unit} cannot be the first custodian of box {box}.",
    "Boxes are labelled by a unit of the commission; cartons of a vendor are counted: kotak stock --help",
)


def manifest(
    statement: Statement, document: Manifest, slate: Slate, signed: Signatories, facts: Facts
) -> list[Change]:
    """Boxes are added, or withdrawn while the manifest is still their last link."""
    registrar = roster.in_office(document, signed)
    return [
        _line(line, document, slate, facts, registrar.area)
        for line in statement.lines
        if isinstance(line, ManifestLine)
    ]


def _line(line: ManifestLine, document: Manifest, slate: Slate, facts: Facts, area: str | None) -> Change:
    box = slate.box(line.box)
    if area is not None and not names.covers(area, line.box):
        raise Refused(roster.OUTSIDE_AREA, name=line.box, area=area)
    if document.withdrawn is None:
        _check_complete(line, slate)
        after, code = (_listed(box, line, facts), None) if not box.links else (box, "overtaken")
    else:
        last = box.links[-1] if box.links else None
        stands = box.listed is not None and last == box.listed
        after, code = (replace(box, listed=None), None) if stands else (box, "overtaken")
    if code is not None:
        after = dispute(after, facts, code)
    slate.put(f"box:{line.box}", after)
    verdict: Verdict = "contested" if code else "link" if document.withdrawn is None else "remark"
    return tell(document, line.box, after, facts, verdict, code=code, receiver=line.unit, place=line.place)


def _check_complete(line: ManifestLine, slate: Slate) -> None:
    if line.type is None or line.unit is None or line.place is None:
        raise Malformed(INCOMPLETE, box=line.box)
    roster.known_unit(line.unit, slate)
    if names.type_of(line.unit) not in {"kpu", "ppk", "pps", "kpps"}:
        raise Refused(FIRST_CUSTODIAN, unit=line.unit, box=line.box)


def _listed(box: BoxState, line: ManifestLine, facts: Facts) -> BoxState:
    return replace(
        box,
        links=(facts.digest,),
        listed=facts.digest,
        custodian=line.unit,
        keeper=line.unit,
        place=line.place,
        units=acts.known(box, line.unit),
        type=line.type,
        dapil=line.dapil,
        ballots=line.ballots,
    )
