"""
Rules of the roster: units, places, enrolment, rotation, revocation, and who may register what.

The commission neither enrols nor revokes supervisors: every line is of the registrar's own family. A key is revoked
from an index on; what it signed before stands.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody import government
from ledger.domain.custody.effects import OfficerChange
from ledger.domain.custody.signers import Signatories, Signatory, key_id
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import AuthoritiesState, Ended, KeyState, OfficerState, PlaceState, UnitState
from ledger.domain.documents.base import Document
from ledger.domain.documents.boxes import Manifest
from ledger.domain.documents.government import Plan
from ledger.domain.documents.people import (
    Enrolment,
    EnrolmentLine,
    RevocationLine,
    RotationLine,
    UnitLine,
)
from ledger.errors import Reason, Refused

NO_REGISTRAR = Reason(
    "RO-010",
    "No registrar in office signed this {kind}.",
    "Have a registrar of that family sign it with part `registers`.",
)
OTHER_FAMILY = Reason(
    "RO-011",
    "{name} belongs to the family {family}, the registrar to {registrar}.",
    "Bawaslu registers its own officers and units, the commission its own.",
)
OUTSIDE_AREA = Reason(
    "RO-012",
    "{name} lies outside the registrar's area {area}.",
    "Have the registrar of that area sign it.",
)
UNKNOWN_UNIT = Reason(
    "RO-013",
    "Unit {unit} is not registered.",
    "Register it first: kotak units add --help",
)
ALREADY_ENROLLED = Reason(
    "RO-014",
    "{name} was enrolled before; numbers of officers and keys are never given twice.",
    "Give the officer the next free number and a fresh key.",
)
OF_ANOTHER_UNIT = Reason(
    "RO-015",
    "Officer {officer} does not belong to unit {unit}.",
    "An officer's id begins with the officer's unit.",
)
NOT_ROTATED = Reason(
    "RO-016",
    "Officer {officer} did not sign with both the old key and the new one.",
    "Sign with both: kotak rotate --help",
)
NOT_HIS_KEY = Reason(
    "RO-017",
    "The key {key} is not a key in force of officer {officer}.",
    "Look at the officer's keys: kotak key show OFFICER",
)
TWO_REGISTRARS = Reason(
    "RO-018",
    "An enrolment of registrars names other officers too: {officer}.",
    "Enrol registrars in a paper of their own, signed by the authorities.",
)


_GRAVITY: Final = {"rotated": 0, "ended": 1, "lost": 2, "stolen": 2}


def is_graver(why: str, before: str) -> bool:
    """Whether a key that ended for one reason ends anew for another: a later revocation makes nothing milder."""
    return _GRAVITY.get(why, 0) > _GRAVITY.get(before, 0)


def units(statement: Statement, slate: Slate, signed: Signatories) -> None:
    """Units and places, by a registrar of their family or, before there is one, by its authorities."""
    for line in statement.lines:
        assert isinstance(line, UnitLine)  # noqa: S101 - the kind has no other lines
        is_place = not names.is_unit(line.id)
        unit = names.unit_of_place(line.id) if is_place else line.id
        for reached in (unit, *([line.successor] if line.successor else [])):
            _check_register(statement.document, reached, line.id, slate, signed)
        if is_place:
            _register_place(line, unit, slate)
        else:
            _register_unit(line, slate)


def _check_register(document: Document, unit: str, name: str, slate: Slate, signed: Signatories) -> None:
    """A registrar who reaches it signed, or enough authorities of its family. Raises Refused."""
    family = names.family_of(unit)
    if signed.families and not signed.of("registers"):
        government.require_threshold(slate, signed, family)
    elif not government.is_agreed(slate, signed, family):
        check_reach(in_office(document, signed), unit, name)


def _register_place(line: UnitLine, unit: str, slate: Slate) -> None:
    state = known_unit(unit, slate)
    place = PlaceState(coordinates=line.coordinates, keepers=line.keepers)
    slate.put(f"unit:{unit}", replace(state, places=state.places | {line.id: place}))


def _register_unit(line: UnitLine, slate: Slate) -> None:
    state = slate.unit(line.id) or UnitState()
    slate.put(f"unit:{line.id}", replace(state, until=line.until, successor=line.successor))
    if line.successor is not None:
        heir = known_unit(line.successor, slate)
        before = tuple(dict.fromkeys((*heir.predecessors, line.id, *state.predecessors)))
        slate.put(f"unit:{line.successor}", replace(heir, predecessors=before))


def enrolment(
    statement: Statement, document: Enrolment, slate: Slate, signed: Signatories, index: int
) -> tuple[OfficerChange, ...]:
    """A batch of officers; registrars are enrolled by the authorities of their family, all others by a registrar."""
    lines = [line for line in statement.lines if isinstance(line, EnrolmentLine)]
    registrars = [line for line in lines if "registrar" in line.roles]
    if registrars and len(registrars) != len(lines):
        other = next(line for line in lines if "registrar" not in line.roles)
        raise Refused(TWO_REGISTRARS, officer=other.id)
    for line in registrars:
        government.require_threshold(slate, signed, names.family_of(line.unit))
    clerks = () if registrars else in_office(document, signed)
    for line in lines:
        if clerks:
            check_reach(clerks, line.unit, line.id)
        _enrol(line, slate, index)
    return tuple(_enrolled(line) for line in lines)


def _enrolled(line: EnrolmentLine) -> OfficerChange:
    key, term = key_id(line.key), line.term
    return OfficerChange(officer=line.id, event="enrolled", keys=(key,), unit=line.unit, roles=line.roles, term=term)


def _enrol(line: EnrolmentLine, slate: Slate, index: int) -> None:
    if names.unit_of(line.id) != line.unit:
        raise Refused(OF_ANOTHER_UNIT, officer=line.id, unit=line.unit)
    unit, key = known_unit(line.unit, slate), key_id(line.key)
    if slate.officer(line.id):
        raise Refused(ALREADY_ENROLLED, name=line.id)
    _check_fresh(key, slate)
    slate.put(
        f"officer:{line.id}",
        OfficerState(unit=line.unit, roles=line.roles, term=line.term, key=key, name=line.name),
    )
    slate.put(f"key:{key}", KeyState(officer=line.id, key=line.key, index=index))
    slate.put(f"unit:{line.unit}", replace(unit, keys=(*unit.keys, key)))


def rotation(statement: Statement, slate: Slate, index: int) -> tuple[OfficerChange, ...]:
    """Officers take new keys: each proves possession of the old one and of the new one."""
    proved = {(one.officer, one.key) for one in statement.document.signers if one.part == "proves"}
    changes = []
    for line in statement.lines:
        assert isinstance(line, RotationLine)  # noqa: S101 - the kind has no other lines
        new, old, officer = key_id(line.new), slate.key(line.old), slate.officer(line.id)
        if {(line.id, line.old), (line.id, new)} - proved:
            raise Refused(NOT_ROTATED, officer=line.id)
        if officer is None or old is None or old.ended or officer.key != line.old:
            raise Refused(NOT_HIS_KEY, key=line.old[:16], officer=line.id)
        _check_fresh(new, slate)
        unit = known_unit(officer.unit, slate)
        slate.put(f"officer:{line.id}", replace(officer, key=new))
        slate.put(f"key:{line.old}", replace(old, ended=Ended(index=index, why="rotated", successor=new)))
        slate.put(f"key:{new}", KeyState(officer=line.id, key=line.new, index=index, replaces=line.old))
        keys = (*(key for key in unit.keys if key != line.old), new)
        slate.put(f"unit:{officer.unit}", replace(unit, keys=keys))
        changes.append(OfficerChange(officer=line.id, event="rotated", keys=(line.old, new)))
    return tuple(changes)


def revocation(statement: Statement, slate: Slate, signed: Signatories, index: int) -> tuple[OfficerChange, ...]:
    """Keys no longer count from here on; by a registrar, and of a registrar by the authorities of his family."""
    changes = []
    for line in statement.lines:
        assert isinstance(line, RevocationLine)  # noqa: S101 - the kind has no other lines
        _check_revoker(line, statement.document, slate, signed)
        for id_ in line.keys:
            _revoke(id_, line, slate, index)
        changes.append(OfficerChange(officer=line.id, event="revoked", keys=line.keys, why=line.why))
    return tuple(changes)


def _check_revoker(line: RevocationLine, document: Document, slate: Slate, signed: Signatories) -> None:
    officer = slate.officer(line.id)
    if officer is None:
        raise Refused(NOT_HIS_KEY, key=line.keys[0][:16], officer=line.id)
    if "registrar" in officer.roles:
        government.require_threshold(slate, signed, names.family_of(officer.unit))
    else:
        _check_register(document, officer.unit, line.id, slate, signed)


def _revoke(id_: str, line: RevocationLine, slate: Slate, index: int) -> None:
    key = slate.key(id_)
    if key is None or key.officer != line.id:
        raise Refused(NOT_HIS_KEY, key=id_[:16], officer=line.id)
    if key.ended is not None and not is_graver(line.why, key.ended.why):
        return
    unit_name = names.unit_of(line.id)
    unit = known_unit(unit_name, slate)
    slate.put(f"key:{id_}", replace(key, ended=Ended(index=index, why=line.why)))
    slate.put(f"unit:{unit_name}", replace(unit, keys=tuple(one for one in unit.keys if one != id_)))


def in_office(document: Document, signed: Signatories) -> Sequence[Signatory]:
    """The registrars who signed, with keys neither lost nor stolen. Raises Refused where there is none."""
    registers = signed.of("registers")
    found = [one for one in registers if "registrar" in one.roles and not one.revoked and _is_his(document, one)]
    if not found:
        raise Refused(NO_REGISTRAR, kind=document.kind)
    return found


def _is_his(document: Document, one: Signatory) -> bool:
    """Boxes and their legs are the commission's; there is one plan, of the whole ledger."""
    if not isinstance(document, Manifest | Plan):
        return True
    return names.family_of(one.unit) == names.CUSTODY and (one.area is None or isinstance(document, Manifest))


def check_reach(registrars: Sequence[Signatory], unit: str, name: str) -> None:
    """The unit is of the family of one of the registrars, and in the area of his term. Raises Refused."""
    family = names.family_of(unit)
    own = [one for one in registrars if names.family_of(one.unit) == family]
    if not own:
        raise Refused(OTHER_FAMILY, name=name, family=family, registrar=names.family_of(registrars[0].unit))
    check_area(own, names.area_of(unit), name)


def check_area(registrars: Sequence[Signatory], place: str, name: str) -> None:
    """It lies in the area of one of the registrars, or one of them has none. Raises Refused."""
    areas = [one.area for one in registrars if one.area is not None]
    if len(areas) == len(registrars) and not any(names.covers(area, place) for area in areas):
        raise Refused(OUTSIDE_AREA, name=name, area=areas[0])


def known_unit(unit: str, slate: Slate) -> UnitState:
    """A registered unit. Raises Refused."""
    state = slate.unit(unit)
    if state is None:
        raise Refused(UNKNOWN_UNIT, unit=unit)
    return state


def _check_fresh(key: str, slate: Slate) -> None:
    authorities = slate.get("authorities", AuthoritiesState)
    held = {id_ for one in authorities.families.values() for id_ in one.holders} if authorities else set()
    if slate.key(key) or key in held:
        raise Refused(ALREADY_ENROLLED, name=key[:16])
