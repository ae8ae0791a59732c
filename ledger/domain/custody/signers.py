"""
Who signed, judged once, at the paper's own index: the officer is enrolled, the key is his and in force, his unit may
take the part. That the bytes of the signatures verify is somebody else's business.
"""

import hashlib
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody.parts import HOLDING, OUTSIDE, may
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import AuthoritiesState, KeyState, OfficerState
from ledger.domain.documents.base import Document, Key, LaterDocument, Signer, seconds
from ledger.domain.documents.government import Authorities, AuthorityKey, Genesis
from ledger.domain.documents.people import RotationLine
from ledger.errors import Reason, Refused

UNKNOWN_OFFICER = Reason(
    "RO-001",
    "Officer {officer} is not enrolled.",
    "Have the registrar enrol the officer: kotak enrol --help",
)
ANOTHERS_KEY = Reason(
    "RO-002",
    "The key {key} is not a key of officer {officer}.",
    "Sign with the key the officer was enrolled with: kotak key show",
)
KEY_ENDED = Reason(
    "RO-003",
    "The key {key} of officer {officer} no longer counts since index {since} ({why}).",
    "Sign with the key in force, or have a transcript recorded: kotak transcribe --help",
)
NOT_HIS_PART = Reason(
    "RO-004",
    "Officers of {unit} may not take the part {part}.",
    "Supervisors and party witnesses witness, inspect and find; see: kotak help parts",
)
NEEDS_REFS = Reason(
    "RO-005",
    "{unit} holds boxes only on the strength of an official paper, and none is named.",
    "Name it: --ref WHAT:NUMBER:DATE",
)
SIGNS_TWICE = Reason(
    "RO-006",
    "Officer {officer} stands on the paper twice.",
    "Let a second officer sign the other part.",
)
NOT_AN_AUTHORITY = Reason(
    "RO-007",
    "{officer} does not hold an authority key of this ledger with id {key}.",
    "Only the authorities named by genesis or its successors authorise: kotak trust show",
)


@dataclass(frozen=True, slots=True)
class Signatory:
    """One signer as found: for which unit, and whether his key is lost or stolen."""

    officer: str
    unit: str
    part: str
    roles: tuple[str, ...] = ()
    area: str | None = None
    revoked: bool = False


@dataclass(slots=True)
class Signatories:
    """All signers of a paper, and what about them is regrettable."""

    all: list[Signatory] = field(default_factory=list)
    families: dict[str, set[str]] = field(default_factory=dict)
    """By family the officers who authorise with an authority key."""
    flags: set[str] = field(default_factory=set)

    def of(self, part: str) -> list[Signatory]:
        """Those who took this part."""
        return [one for one in self.all if one.part == part]


def key_id(key: Key) -> str:
    """Hex SHA-256 of the raw public bytes."""
    return hashlib.sha256(b64decode(key.public)).hexdigest()


def known(statement: Statement, slate: Slate) -> dict[str, AuthorityKey]:
    """By key id the keys of signers that are known, and whose each of them is."""
    offered = _offered(statement)
    authorities = slate.get("authorities", AuthoritiesState)
    sets = authorities.families.values() if authorities else ()
    held = {id_: AuthorityKey(officer=one.officer, key=one.key) for each in sets for id_, one in each.holders.items()}
    found = {}
    for signer in statement.document.signers:
        state = slate.key(signer.key)
        own = AuthorityKey(officer=state.officer, key=state.key) if state else None
        if one := own or offered.get(signer.key) or held.get(signer.key):
            found[signer.key] = one
    return found


def keys(statement: Statement, slate: Slate) -> dict[str, Key]:
    """By key id the public key each signer of the payload must have signed with. Raises Refused for one unknown."""
    found = known(statement, slate)
    for signer in statement.document.signers:
        if signer.key not in found:
            reason = ANOTHERS_KEY if slate.officer(signer.officer) else UNKNOWN_OFFICER
            raise Refused(reason, officer=signer.officer, key=signer.key[:16])
    return {id_: one.key for id_, one in found.items()}


def require_may(unit: str, part: str) -> None:
    """Officers of the unit may take the part. Raises Refused."""
    if not may(unit, part):
        raise Refused(NOT_HIS_PART, unit=unit, part=part)


def judge(statement: Statement, slate: Slate, index: int) -> Signatories:
    """Everybody who signed, or Refused. Flags say what is regrettable about them."""
    document = statement.document
    found = Signatories()
    offered = _offered(statement)
    _check_once(document, offered)
    for signer in document.signers:
        if signer.part == "proves" and signer.key in offered:
            _check_offered(signer, offered[signer.key])
            continue
        if signer.part == "authorises" and _authorises(signer, document, slate, found):
            continue
        found.all.append(_enrolled(signer, document, slate, found.flags))
        _mark_used(signer.key, slate)
    closed = slate.rules().closed
    if closed is not None and index > closed:
        found.flags.add("after-closing")
    return found


def _offered(statement: Statement) -> dict[str, AuthorityKey]:
    """By key id the keys the paper itself brings, and who is to hold them."""
    document = statement.document
    match document:
        case Genesis():
            keys = (*document.authorities.custody.keys, *document.authorities.supervision.keys)
        case Authorities():
            keys = document.authority.keys
        case _:
            rotated = (line for line in statement.lines if isinstance(line, RotationLine))
            keys = tuple(AuthorityKey(officer=line.id, key=line.new) for line in rotated)
    return {key_id(one.key): one for one in keys}


def _check_offered(signer: Signer, offered: AuthorityKey) -> None:
    if signer.officer != offered.officer:
        raise Refused(ANOTHERS_KEY, officer=signer.officer, key=signer.key[:16])


def _check_once(document: Document, offered: Iterable[str]) -> None:
    seen: set[str] = set()
    for signer in document.signers:
        if signer.key in offered and signer.part == "proves":
            continue
        if signer.officer in seen:
            raise Refused(SIGNS_TWICE, officer=signer.officer)
        seen.add(signer.officer)


def _authorises(signer: Signer, document: Document, slate: Slate, found: Signatories) -> bool:
    authorities = slate.get("authorities", AuthoritiesState)
    for family, held in authorities.families.items() if authorities else ():
        holder = held.holders.get(signer.key)
        if holder is not None and holder.officer == signer.officer:
            found.families.setdefault(family, set()).add(signer.officer)
            return True
    if document.kind in {"hold", "lift"} and slate.officer(signer.officer):
        return False
    raise Refused(NOT_AN_AUTHORITY, officer=signer.officer, key=signer.key[:16])


def _enrolled(signer: Signer, document: Document, slate: Slate, flags: set[str]) -> Signatory:
    officer, key = slate.officer(signer.officer), slate.key(signer.key)
    if officer is None:
        raise Refused(UNKNOWN_OFFICER, officer=signer.officer)
    if key is None or key.officer != signer.officer:
        raise Refused(ANOTHERS_KEY, officer=signer.officer, key=signer.key[:16])
    if signer.part != "proves":
        require_may(officer.unit, signer.part)
    if signer.part in HOLDING and names.type_of(officer.unit) in OUTSIDE and not document.refs:
        raise Refused(NEEDS_REFS, unit=officer.unit)
    revoked = judge_key(signer, key, document, slate, flags)
    _judge_term(officer, document, flags)
    unit = slate.unit(officer.unit)
    if unit is not None and unit.until is not None and seconds(document.at) > seconds(unit.until):
        flags.add("unit-ended")
    return Signatory(signer.officer, officer.unit, signer.part, officer.roles, officer.term.area, revoked)


SUSPECTED: Final = frozenset({"lost", "stolen"})
"""Why a key ended that somebody else may have signed with."""


def judge_key(signer: Signer, key: KeyState, document: Document, slate: Slate, flags: set[str]) -> bool:
    """Whether his key was lost or stolen; flags say that it has ended. Raises Refused for one he had replaced."""
    ended = key.ended
    if ended is None:
        return False
    if ended.why == "rotated":
        successor = slate.key(ended.successor) if ended.successor else None
        before = isinstance(document, LaterDocument) and document.seen.size <= ended.index
        if not before or (successor is not None and successor.used):
            raise Refused(KEY_ENDED, key=signer.key[:16], officer=signer.officer, since=ended.index, why=ended.why)
    flags.add(f"key-{ended.why}")
    return ended.why in SUSPECTED


def _judge_term(officer: OfficerState, document: Document, flags: set[str]) -> None:
    at = seconds(document.at)
    if at < seconds(officer.term.begins):
        flags.add("term-not-begun")
    if at > seconds(officer.term.until):
        flags.add("term-ended")


def _mark_used(key: str, slate: Slate) -> None:
    state = slate.key(key)
    if state is not None and state.replaces and not state.used:
        slate.put(f"key:{key}", replace(state, used=True))
