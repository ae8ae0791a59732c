"""Rules of the manifest: which boxes are expected, and who answers for them first."""

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody import acts, links, roster
from ledger.domain.custody.changes import dispute, tell
from ledger.domain.custody.effects import Change, Verdict
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
NAMED_ALONE = Reason(
    "HO-022",
    "The withdrawn box {box} is described once more; a box struck from the manifest is named alone.",
    "Draft the paper again without type, custodian and place.",
)


def manifest(statement: Statement, document: Manifest, slate: Slate, signed: Signatories, facts: Facts) -> list[Change]:
    """Boxes are added, or withdrawn while the manifest is still their last link."""
    registrars = roster.in_office(document, signed)
    changes: list[Change] = []
    for line in statement.lines:
        assert isinstance(line, ManifestLine)  # noqa: S101 - the kind has no other lines
        roster.check_area(registrars, line.box, line.box)
        changes += _line(line, document, slate, facts)
    return changes


def _line(line: ManifestLine, document: Manifest, slate: Slate, facts: Facts) -> list[Change]:
    box = slate.box(line.box)
    after, code = _judged(box, line, document, slate, facts)
    verdict: Verdict = "contested" if code else "link" if document.withdrawn is None else "remark"
    made = tell(document, line.box, after, facts, verdict, code=code, receiver=line.unit, place=line.place)
    after, woken = links.wake(after, slate.rules()) if verdict == "link" else (after, [])
    slate.put(f"box:{line.box}", after)
    return [made, *woken]


def _judged(
    box: BoxState, line: ManifestLine, document: Manifest, slate: Slate, facts: Facts
) -> tuple[BoxState, str | None]:
    """Listed while nothing has happened to it yet, withdrawn while nothing has happened since."""
    untouched = box.listed is not None and box.links[-1:] == (box.listed,)
    if document.withdrawn is not None:
        if line != ManifestLine(box=line.box):
            raise Malformed(NAMED_ALONE, box=line.box)
        return (replace(box, listed=None), None) if untouched else (dispute(box, facts, "overtaken"), "overtaken")
    _check_complete(line, slate)
    if box.links and box.listed is not None:
        return dispute(box, facts, "overtaken"), "overtaken"
    return _listed(box, line, facts), None


def _check_complete(line: ManifestLine, slate: Slate) -> None:
    if line.type is None or line.unit is None or line.place is None:
        raise Malformed(INCOMPLETE, box=line.box)
    roster.known_unit(line.unit, slate)
    if names.type_of(line.unit) not in {"kpu", "ppk", "pps", "kpps"}:
        raise Refused(FIRST_CUSTODIAN, unit=line.unit, box=line.box)


def _listed(box: BoxState, line: ManifestLine, facts: Facts) -> BoxState:
    return replace(
        box,
        links=(*box.links, facts.digest),
        listed=facts.digest,
        custodian=line.unit,
        keeper=line.unit,
        place=line.place,
        units=acts.known(box, line.unit),
        type=line.type,
        dapil=line.dapil,
        ballots=line.ballots,
    )
