"""
What the fold holds, one state a subject.

A state is a value: rules replace it, nothing changes it in place. Printed, states are an index of the fold that a
journal may keep; they are never evidence.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import msgspec
from msgspec import field

from ledger.domain.documents.base import Condition, Coordinates, Form, Instant, Key, Packed, Seals
from ledger.domain.documents.boxes import Correction, Disposal, Opening, Sealing
from ledger.domain.documents.government import Rules
from ledger.domain.documents.movement import Acceptance, Deposit, Handover, Release, Withdrawal
from ledger.domain.documents.people import Role, Term
from ledger.domain.documents.remarks import StockSerials
from ledger.errors import CheckFailed, Reason

UNREADABLE = Reason(
    "ST-001",
    "What is kept beside the papers of {subject} cannot be read.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)

Link = Release | Acceptance | Handover | Withdrawal | Deposit | Sealing | Opening | Correction | Disposal
"""Every kind whose lines name what they follow. A manifest begins chains and follows nothing."""


class State(Form, frozen=True, kw_only=True):
    """The state of one subject after the last paper that wrote it."""


StateT = TypeVar("StateT", bound=State)


class AuthorityHolder(Form, frozen=True, kw_only=True):
    """Who holds an authority key."""

    officer: str
    key: Key


class AuthoritySet(Form, frozen=True, kw_only=True):
    """The authority keys of one family, by key id, of which `threshold` must sign."""

    threshold: int
    holders: dict[str, AuthorityHolder]


class AuthoritiesState(State, frozen=True, kw_only=True):
    """Subject `authorities`: the ledger's name, its present origin, and who governs it."""

    ledger: str
    origin: str
    papers: dict[str, str]
    """By family the digest of the paper its set comes from."""
    families: dict[str, AuthoritySet]


class RulesState(State, frozen=True, kw_only=True):
    """Subject `rules`: what is wanted in this election, and since which index the ledger is closed."""

    digest: str | None = None
    rules: Rules | None = None
    closed: int | None = None


class PlanState(State, frozen=True, kw_only=True):
    """Subject `plan`: which plan is in force."""

    digest: str


class PlaceState(Form, frozen=True, kw_only=True):
    """A registered place: where it is, and which units besides its own may keep boxes there."""

    coordinates: Coordinates | None = None
    keepers: tuple[str, ...] = ()


class UnitState(State, frozen=True, kw_only=True):
    """Subject `unit:…`: its places, its officers' keys in force, and what came before and after it."""

    until: Instant | None = None
    successor: str | None = None
    predecessors: tuple[str, ...] = ()
    places: dict[str, PlaceState] = field(default_factory=dict)
    keys: tuple[str, ...] = ()


class OfficerState(State, frozen=True, kw_only=True):
    """Subject `officer:…`."""

    unit: str
    roles: tuple[Role, ...]
    term: Term
    key: str
    name: str


class Ended(Form, frozen=True, kw_only=True):
    """From which index on a key no longer counts, and why."""

    index: int
    why: str
    successor: str | None = None


class KeyState(State, frozen=True, kw_only=True):
    """Subject `key:…`: whose it is. `used` once a recorded paper bears its signature."""

    officer: str
    key: Key
    index: int
    ended: Ended | None = None
    replaces: str | None = None
    used: bool = False


class Side(Form, frozen=True, kw_only=True):
    """A part a unit takes in a paper."""

    part: str
    unit: str


class Facts(Form, frozen=True, kw_only=True):
    """What was judged once about a paper, at its own index, and holds for all its lines."""

    index: int
    digest: str
    link: str
    """The digest its lines enter the chain under: its own, or that of the lost paper a transcript stands for."""
    grade: str
    flags: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """The acting unit and those it succeeded; of a correction all who signed it."""
    flaw: str | None = None
    """`one-sided` or `revoked`: the lines take no effect until the missing sides attest."""
    missing: tuple[Side, ...] = ()
    """The sides whose attestation mends the flaw."""
    corrects: str | None = None
    """Of a correction, the link of the paper it corrects."""
    ruled: bool = False
    """Of a correction, whether it is a ruling of both families."""


class PaperState(State, frozen=True, kw_only=True):
    """Subject `paper:<digest>`. Without an index it is not recorded, but others have named it."""

    index: int | None = None
    kind: str | None = None
    unit: str | None = None
    sides: tuple[Side, ...] = ()
    """Its parties."""
    facts: Facts | None = None
    attested: tuple[Side, ...] = ()
    reasoned: bool = False
    """The absence of a wanted witness has a reason."""
    flawed: tuple[str, ...] = ()
    """Boxes of which a line waits for the attestation of the missing sides."""
    stood_by: tuple[str, ...] = ()
    """The transcripts that stand for it."""
    boxes: tuple[str, ...] = ()
    """Of a transcript that stands for another paper, its boxes."""
    serials: dict[str, StockSerials] = field(default_factory=dict)


class OpenRelease(Form, frozen=True, kw_only=True):
    """A release that may still be accepted."""

    digest: str
    index: int
    to: str
    at: Instant
    carrier: str | None = None
    void: bool = False


class Dispute(Form, frozen=True, kw_only=True):
    """Why a box is disputed: the contested line and its code."""

    index: int
    digest: str
    code: str


class Standing(Form, frozen=True, kw_only=True):
    """A link and the fingerprint of what its line said, kept where a transcript stands for it."""

    digest: str
    fingerprint: str


class Pending(Form, frozen=True, kw_only=True):
    """A line that may yet take effect: it waits for what it names, or for a signature."""

    document: Link
    line: msgspec.Raw
    facts: Facts
    contested: bool = False
    """It has been judged and waits for a signature alone."""


class BoxState(State, frozen=True, kw_only=True):
    """Subject `box:…`: custodian, keeper and place, and everything a later line of the box is judged by."""

    links: tuple[str, ...] = ()
    """Digests of the papers that took effect, in that order. The last one is the box's last link."""
    custodian: str | None = None
    keeper: str | None = None
    place: str | None = None
    at: Instant | None = None
    units: tuple[str, ...] = ()
    """Units that held or kept the box or were addressed."""
    listed: str | None = None
    """The manifest that lists it, while it is listed."""
    type: str | None = None
    dapil: str | None = None
    ballots: int | None = None
    seals: Seals | None = None
    """Seals as last stated; None until the first sealing."""
    sealed: bool = False
    state: Condition = "intact"
    packed: Packed | None = None
    counted: Instant | None = None
    """When the count of its station ended."""
    crate: str | None = None
    releases: tuple[OpenRelease, ...] = ()
    holds: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    pending: tuple[Pending, ...] = ()
    standing: tuple[Standing, ...] = ()
    disposed: bool = False


_TYPES: Final[Mapping[str, type[State]]] = {
    "authorities": AuthoritiesState,
    "rules": RulesState,
    "plan": PlanState,
    "unit": UnitState,
    "officer": OfficerState,
    "key": KeyState,
    "paper": PaperState,
    "box": BoxState,
}
_DECODE: Final = {word: msgspec.json.Decoder(state).decode for word, state in _TYPES.items()}
encode: Final[Callable[[State], bytes]] = msgspec.json.Encoder(order="sorted").encode
"""The bytes a journal keeps of a state."""


def decode(subject: str, value: bytes) -> State:
    """The state of a subject from the bytes a journal kept."""
    try:
        return _DECODE[subject.partition(":")[0]](value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CheckFailed(UNREADABLE, subject=subject) from error
