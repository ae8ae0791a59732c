"""
What a paper did: the only thing projections are built from.

Effects repeat nothing that is not needed to say where a box is and how it got there. They are an index of the fold.
"""

from collections.abc import Callable
from functools import cache
from itertools import groupby
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from ledger.domain.documents.base import Condition, Form, Instant, Part, Seals, check_instants
from ledger.domain.documents.people import Role, Term
from ledger.domain.documents.reread import UNDATED, reread

Verdict = Literal["link", "remark", "waiting", "contested", "foreign", "settled"]
"""
`link`: the line took effect and is the box's last link. `remark`: it says something and moves no link. `waiting`: what
it follows is not recorded. `contested`: it does not follow. `foreign`: the signer has no standing. `settled`: a dispute
about an earlier line ended.
"""


class Present(Form, frozen=True, kw_only=True):
    """A box as it stands after a change."""

    custodian: str | None = None
    keeper: str | None = None
    place: str | None = None
    to: str | None = None
    since: Instant | None = None
    """In transit since, while a release is open."""
    seals: Seals | None = None
    sealed: bool = False
    state: Condition = "intact"
    held: bool = False
    disputed: tuple[str, ...] = ()
    """The codes of the open disputes."""
    waiting: int = 0
    disposed: bool = False
    listed: bool = False


class Change(Form, frozen=True, kw_only=True):
    """What became of one line. `index` is the paper the line stands in, which may have waited for a later one."""

    box: str
    verdict: Verdict
    index: int
    digest: str
    kind: str
    at: Instant
    place: str | None = None
    giver: str | None = None
    receiver: str | None = None
    outcome: str | None = None
    grade: str | None = None
    code: str | None = None
    flags: tuple[str, ...] = ()
    now: Present


class Signed(Form, frozen=True, kw_only=True):
    """Who signed."""

    officer: str
    key: str
    part: Part


class OfficerChange(Form, frozen=True, kw_only=True):
    """What happened to an officer's keys and term."""

    officer: str
    event: Literal["enrolled", "rotated", "revoked", "authority"]
    keys: tuple[str, ...]
    unit: str | None = None
    roles: tuple[Role, ...] = ()
    term: Term | None = None
    why: str | None = None


class Regraded(Form, frozen=True, kw_only=True):
    """A later signature changed how well a paper is witnessed."""

    digest: str
    grade: str
    by: str


class Effects(Form, frozen=True, kw_only=True):
    """All that one paper did."""

    index: int
    digest: str
    kind: str
    at: Instant
    unit: str | None = None
    place: str | None = None
    signers: tuple[Signed, ...] = ()
    device: str
    device_seq: int
    flags: tuple[str, ...] = ()
    lines: int = 0
    changes: tuple[Change, ...] = ()
    officers: tuple[OfficerChange, ...] = ()
    regraded: tuple[Regraded, ...] = ()

    @property
    def contested(self) -> tuple[Change, ...]:
        """Lines of this very paper that were contested or have no standing."""
        return tuple(
            change
            for change in self.changes
            if change.index == self.index and change.verdict in {"contested", "foreign"}
        )


class Together(Form, frozen=True, kw_only=True):
    """Boxes of which the same became, one after the other; `change` tells it of the first."""

    boxes: tuple[str, ...]
    change: Change


class Gathered(Form, frozen=True, kw_only=True):
    """
    Effects as a journal keeps them: most papers do the same to many boxes, and say it once. `effects` has no changes of
    its own.
    """

    effects: Effects
    together: tuple[Together, ...] = ()


_encode: Final = msgspec.json.Encoder(order="sorted").encode
_decode: Final = msgspec.json.Decoder(Gathered).decode


@cache
def _as_kept() -> Callable[[bytes], Gathered]:
    return msgspec.json.Decoder(reread(Gathered, UNDATED)).decode


def decode_gathered(value: bytes) -> Gathered:
    """Effects as a journal kept them, with texts as they stand but for instants. Raises ValueError."""
    did = _as_kept()(value)
    # Papers say the same few instants again and again: each is looked at once.
    check_instants(did.effects.at)
    for one in did.together:
        check_instants(one.change.at, one.change.now.since)
    return did


def gather(effects: Effects) -> Gathered:
    """Boxes of which the same became, told once."""
    together: list[Together] = []
    for _, alike in groupby(effects.changes, key=lambda change: replace(change, box="")):
        changes = list(alike)
        together.append(Together(boxes=tuple(change.box for change in changes), change=changes[0]))
    return Gathered(effects=replace(effects, changes=()), together=tuple(together))


def encode(effects: Effects) -> bytes:
    """The bytes a journal keeps of effects."""
    return _encode(gather(effects))


def decode(value: bytes) -> Effects:
    """Effects from the bytes a journal kept, each box by itself. Raises msgspec.DecodeError."""
    stored = _decode(value)
    changes = tuple(replace(one.change, box=box) for one in stored.together for box in one.boxes)
    return replace(stored.effects, changes=changes)
