"""
Papers that move boxes between units: release, acceptance, hand-over, withdrawal, deposit.

Release and acceptance are two acts; a hand-over signed by both at one tailgate is their short form.
"""

from typing import Literal

from ledger.domain.documents.base import Code, LinkDocument, LinkLine, Word
from ledger.domain.names import Digest, PlaceId, UnitId


class Release(LinkDocument, frozen=True, kw_only=True, tag="release"):
    """`unit` gives the boxes on their way to `to`; it answers for them until they are accepted."""

    line = LinkLine

    to: UnitId
    carrier: UnitId | None = None
    vehicle: Code | None = None
    escort: tuple[UnitId, ...] = ()
    via: tuple[PlaceId, ...] = ()


class AcceptanceLine(LinkLine, frozen=True, kw_only=True):
    """What became of one box: `extra` is here but was not on the list, and carries no `after`."""

    outcome: Literal["accepted", "refused", "missing", "extra"]
    reason: Word | None = None


class Acceptance(LinkDocument, frozen=True, kw_only=True, tag="acceptance"):
    """`unit` answers some of the lines of the release `of`. Keeper and place, if other than the receiver's own."""

    line = AcceptanceLine

    of: Digest
    keeper: UnitId | None = None
    stops: tuple[PlaceId, ...] = ()
    late: Word | None = None


class Handover(LinkDocument, frozen=True, kw_only=True, tag="handover"):
    """Release by `unit` and acceptance by `to` in one."""

    line = AcceptanceLine

    to: UnitId
    keeper: UnitId | None = None
    late: Word | None = None


class Withdrawal(LinkDocument, frozen=True, kw_only=True, tag="withdrawal"):
    """The release `of` was never accepted; it is void, and the boxes are with `unit`, here."""

    line = LinkLine

    of: Digest
    why: Word


class Deposit(LinkDocument, frozen=True, kw_only=True, tag="deposit"):
    """`unit` stays custodian while `keeper` has the boxes; with `back`, `keeper` gives them back to `unit`."""

    line = LinkLine

    keeper: UnitId
    back: bool = False
