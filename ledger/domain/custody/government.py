"""Rules of the ledger itself: genesis, authorities, continuation, closing, rules, plan, anchor."""

from typing import Final

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody.effects import OfficerChange
from ledger.domain.custody.signers import Signatories, key_id
from ledger.domain.custody.slate import Slate, Statement
from ledger.domain.custody.states import AuthoritiesState, AuthorityHolder, AuthoritySet, PlanState, RulesState
from ledger.domain.documents.base import Document
from ledger.domain.documents.government import (
    Authorities,
    Authority,
    Closing,
    Continuation,
    Genesis,
    Plan,
    Rules,
)
from ledger.errors import Malformed, Phrase, Reason, Refused

NOT_GENESIS = Reason(
    "GO-001",
    "A ledger begins with its genesis paper, and with no other.",
    "Begin the ledger with: kotak init --help",
)
NOT_PROVED = Reason(
    "GO-002",
    "The new authority key of {officer} did not sign, so nobody has shown to hold it.",
    "Let every holder of a new key sign the paper.",
)
BELOW_THRESHOLD = Reason(
    "GO-003",
    "{found} authorities of {family} signed, {threshold} are needed.",
    "Have more authorities of that family sign: kotak paper sign --help",
)
NOT_IN_FORCE = Reason(
    "GO-004",
    "The paper replaces {found}, but {expected} is in force.",
    "Look at what is in force and draft the paper again.",
)
WRONG_FAMILY = Reason(
    "GO-005",
    "{officer} is not of the family {family}.",
    "Custody keys are held in the commission, supervision keys in the supervisor's office.",
)


HELD_ALREADY = Reason(
    "GO-006",
    "The key {key} offered for {officer} is held by somebody in this ledger already.",
    "Make a fresh key for the authority: kotak key new",
)
_NOTHING: Final = Phrase("nothing")
_SEATS: Final = {names.CUSTODY: "kpu", names.SUPERVISION: "bawaslu"}
"""In whose offices authority keys are held."""


def genesis(statement: Statement, document: Genesis, slate: Slate) -> tuple[OfficerChange, ...]:
    """The first paper: every authority key it names signs it, which is its proof of possession."""
    sets = {names.CUSTODY: document.authorities.custody, names.SUPERVISION: document.authorities.supervision}
    signed = {(signer.officer, signer.key) for signer in document.signers if signer.part == "authorises"}
    for family, authority in sets.items():
        for one in authority.keys:
            _check_family(one.officer, family)
            if (one.officer, key_id(one.key)) not in signed:
                raise Refused(NOT_PROVED, officer=one.officer)
    held = sum(len(authority.keys) for authority in sets.values())
    if len(document.signers) != held or len(signed) != held:
        raise Refused(NOT_GENESIS)
    slate.put(
        "authorities",
        AuthoritiesState(
            ledger=statement.digest,
            origin=document.origin,
            papers=dict.fromkeys(sets, statement.digest),
            families={family: _holders(authority) for family, authority in sets.items()},
        ),
    )
    return _appointed(document.authorities.custody) + _appointed(document.authorities.supervision)


def authorities(
    statement: Statement, document: Authorities, slate: Slate, signed: Signatories
) -> tuple[OfficerChange, ...]:
    """A new set of keys for one family, by the old threshold; keys that are new prove possession."""
    state = governing(slate)
    if state.papers[document.family] != document.replaces:
        raise Refused(NOT_IN_FORCE, found=document.replaces, expected=state.papers[document.family])
    require_threshold(slate, signed, document.family)
    old = state.families[document.family].holders
    proved = {(signer.officer, signer.key) for signer in document.signers if signer.part == "proves"}
    for one in document.authority.keys:
        _check_family(one.officer, document.family)
        id_ = key_id(one.key)
        if id_ in old and old[id_].officer == one.officer:
            continue
        if (one.officer, id_) not in proved:
            raise Refused(NOT_PROVED, officer=one.officer)
        if slate.key(id_) or any(id_ in family.holders for family in state.families.values()):
            raise Refused(HELD_ALREADY, key=id_[:16], officer=one.officer)
    slate.put(
        "authorities",
        replace(
            state,
            papers=state.papers | {document.family: statement.digest},
            families=state.families | {document.family: _holders(document.authority)},
        ),
    )
    return _appointed(document.authority)


def continuation(document: Continuation, slate: Slate, signed: Signatories) -> None:
    """The ledger goes on under a new origin, by both families."""
    require_both(slate, signed)
    slate.put("authorities", replace(governing(slate), origin=document.origin))


def closing(document: Closing, slate: Slate, signed: Signatories, index: int) -> frozenset[str]:
    """The ledger is closed, by both families. What is recorded later is flagged."""
    require_both(slate, signed)
    rules = slate.rules()
    slate.put("rules", replace(rules, closed=index if rules.closed is None else rules.closed))
    return frozenset() if document.papers == index + 1 else frozenset({"final-count"})


def rules(statement: Statement, document: Rules, slate: Slate, signed: Signatories) -> None:
    """The rules in force: the first by the custody authorities, every later one by both families."""
    state = slate.rules()
    if document.replaces != state.digest:
        raise Refused(NOT_IN_FORCE, found=document.replaces or _NOTHING, expected=state.digest or _NOTHING)
    if state.digest is None:
        require_threshold(slate, signed, names.CUSTODY)
    else:
        require_both(slate, signed)
    slate.put("rules", RulesState(digest=statement.digest, rules=document, closed=state.closed))


def plan(statement: Statement, document: Plan, slate: Slate) -> None:
    """The plan in force; whoever registers it has been judged."""
    state = slate.get("plan", PlanState)
    expected = state.digest if state else None
    if document.replaces != expected:
        raise Refused(NOT_IN_FORCE, found=document.replaces or _NOTHING, expected=expected or _NOTHING)
    slate.put("plan", PlanState(digest=statement.digest))


def governing(slate: Slate) -> AuthoritiesState:
    """Who governs the ledger. Raises Malformed before genesis."""
    state = slate.get("authorities", AuthoritiesState)
    if state is None:
        raise Malformed(NOT_GENESIS)
    return state


def is_agreed(slate: Slate, signed: Signatories, family: str) -> bool:
    """Whether enough authorities of the family signed."""
    return len(signed.families.get(family, ())) >= governing(slate).families[family].threshold


def require_threshold(slate: Slate, signed: Signatories, family: str) -> None:
    """Enough authorities of the family signed; Refused otherwise."""
    if not is_agreed(slate, signed, family):
        found, threshold = len(signed.families.get(family, ())), governing(slate).families[family].threshold
        raise Refused(BELOW_THRESHOLD, found=found, family=family, threshold=threshold)


def require_both(slate: Slate, signed: Signatories) -> None:
    """Enough authorities of either family signed; Refused otherwise."""
    require_threshold(slate, signed, names.CUSTODY)
    require_threshold(slate, signed, names.SUPERVISION)


def is_ruled(document: Document, slate: Slate, signed: Signatories) -> bool:
    """Whether it is a ruling: an official paper is named, and enough authorities of either family signed."""
    return bool(document.refs) and all(is_agreed(slate, signed, family) for family in governing(slate).families)


def _check_family(officer: str, family: str) -> None:
    if names.type_of(names.unit_of(officer)) != _SEATS[family]:
        raise Refused(WRONG_FAMILY, officer=officer, family=family)


def _holders(authority: Authority) -> AuthoritySet:
    holders = {key_id(one.key): AuthorityHolder(officer=one.officer, key=one.key) for one in authority.keys}
    return AuthoritySet(threshold=authority.threshold, holders=holders)


def _appointed(authority: Authority) -> tuple[OfficerChange, ...]:
    return tuple(
        OfficerChange(officer=one.officer, event="authority", keys=(key_id(one.key),)) for one in authority.keys
    )
