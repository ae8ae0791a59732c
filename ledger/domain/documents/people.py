"""Papers of the roster: units and places, enrolment, rotation, revocation."""

from typing import Annotated, Literal

from msgspec import Meta, field

from ledger.domain.documents.base import (
    Base64,
    Coordinates,
    Form,
    Instant,
    Key,
    LaterDocument,
    Line,
    check_instants,
    seconds,
)
from ledger.domain.names import Digest, KeyId, Location, OfficerId, UnitId, UnitOrPlace, is_unit
from ledger.errors import Phrase

Role = Literal["chair", "deputy", "member", "secretary", "guard", "registrar", "operator"]


class UnitLine(Line, frozen=True, kw_only=True):
    """A unit, until when and by whom succeeded; or a place, where it is and who may keep boxes there."""

    id: UnitOrPlace
    until: Instant | None = None
    successor: UnitId | None = None
    coordinates: Coordinates | None = None
    keepers: tuple[UnitId, ...] = ()

    def __post_init__(self) -> None:
        check_instants(self.until)
        if not is_unit(self.id) and (self.until or self.successor):
            message = Phrase("a place has no end and no successor")
            raise ValueError(message)
        if is_unit(self.id) and (self.coordinates or self.keepers):
            message = Phrase("a unit has no coordinates and no keepers; its places have")
            raise ValueError(message)


class Units(LaterDocument, frozen=True, kw_only=True, tag="units"):
    """Units and places of the registrar's family."""

    line = UnitLine
    key = "id"


class Term(Form, frozen=True, kw_only=True):
    """From when until when somebody serves, and for a registrar in which area."""

    begins: Instant = field(name="from")
    until: Instant
    area: Location | None = None

    def __post_init__(self) -> None:
        if seconds(self.begins) > seconds(self.until):
            message = Phrase("a term begins before it ends")
            raise ValueError(message)


class EnrolmentLine(Line, frozen=True, kw_only=True):
    """
    One officer. `name` is SHA-256(salt ‖ name) of the registry of names. `proof` is the new key's signature over
    PAE(`application/vnd.kotak.key.v1+json`, canonical `{key, ledger, officer, unit}`).
    """

    id: OfficerId
    unit: UnitId
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=7)]
    term: Term
    key: Key
    name: Digest
    proof: Base64


class Enrolment(LaterDocument, frozen=True, kw_only=True, tag="enrolment"):
    """A batch of officers; `checked` are those who saw the persons, the decree stands in `refs`."""

    line = EnrolmentLine
    key = "id"

    checked: tuple[OfficerId, ...] = ()


class RotationLine(Line, frozen=True, kw_only=True):
    """The officer's new key instead of his old one."""

    id: OfficerId
    old: KeyId
    new: Key


class Rotation(LaterDocument, frozen=True, kw_only=True, tag="rotation"):
    """Officers take new keys; each signs with the old and with the new one."""

    line = RotationLine
    key = "id"


class RevocationLine(Line, frozen=True, kw_only=True):
    """Keys of an officer that no longer count, why, and since when they are suspected."""

    id: OfficerId
    keys: Annotated[tuple[KeyId, ...], Meta(min_length=1, max_length=16)]
    why: Literal["ended", "lost", "stolen"]
    since: Instant | None = None

    def __post_init__(self) -> None:
        check_instants(self.since)


class Revocation(LaterDocument, frozen=True, kw_only=True, tag="revocation"):
    """Keys are revoked, from this paper's index on."""

    line = RevocationLine
    key = "id"
