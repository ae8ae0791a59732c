"""
What became of lines about a box, one after the other: which legs it began and ended, and in which entries to read more.

Boxes travel together: a move is kept once for all to which an entry did the same, and of each box where its moves are,
in the order in which entries took them in. A line that waited has two: that it waits, and, in the entry that woke it,
what became of it.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from ledger.domain.custody.effects import Change, Effects, Verdict
from ledger.domain.documents.base import seconds
from ledger.errors import Reason
from projections.projection import apart

LOST = Reason(
    "CV-001",
    "The read model chain says of box {box} what nobody can read.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)
UNREADABLE = Reason(
    "CV-004",
    "The read model chain says of entry {index} what nobody can read.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)

Act = Literal["listed", "withdrawn", "sent", "came", "set", "missing", "refused", "void", "waits", "opened", "closed"]
"""
`sent`: released. `came`: accepted. `set`: a correction says who answers for it. `void`: the release was withdrawn.
`waits`: a paper says something of it and does not connect. `opened` and `closed`: without and with seals.
"""

_OUTCOMES: Final[Mapping[str | None, Act]] = {"accepted": "came", "missing": "missing", "refused": "refused"}


class Move(Struct, frozen=True, array_like=True, gc=False):
    """
    What happened to a box: from which entry on it is so, who answers for it then, and the other unit. Without an `act`
    it began and ended no leg. `index` is the paper the line stands in.
    """

    took: int
    at: str
    verdict: Verdict
    act: Act | None
    unit: str | None
    other: str | None
    index: int


class At(Struct, frozen=True, array_like=True, gc=False):
    """Where a move of a box is kept: the entry, and which of its moves it is, from 0."""

    took: int
    nth: Annotated[int, Meta(ge=0)]


encode: Final = msgspec.json.Encoder(order="sorted").encode
_moves: Final = msgspec.json.Decoder(list[Move]).decode
_kept_at: Final = msgspec.json.Decoder(list[At]).decode


def read(kept: Iterable[tuple[int, bytes]]) -> dict[int, list[Move]]:
    """By entry its moves, from what is kept of them behind each other. Raises CheckFailed."""
    return {took: apart(partial(_of_entry, took), value, UNREADABLE, index=took) for took, value in kept}


def _of_entry(took: int, value: bytes) -> list[Move]:
    found = _moves(value)
    for one in found:
        seconds(one.at)
        if one.took != took:
            raise ValueError(one.took)
    return found


def kept_at(box: str, value: bytes) -> list[At]:
    """Where the moves of a box are, kept behind each other. Raises CheckFailed."""
    return apart(_kept_at, value, LOST, box=box)


def of(effects: Effects, change: Change) -> Move:
    """What a change is, told so."""
    act = _act(change)
    other = change.giver if act in {"came", "set"} else change.receiver
    return Move(effects.index, change.at, change.verdict, act, change.now.custodian, other, change.index)


def _act(change: Change) -> Act | None:
    if change.verdict == "waiting":
        return "waits"
    if change.kind == "manifest" and change.verdict in {"link", "remark"}:
        return "listed" if change.verdict == "link" else "withdrawn"
    if change.outcome in {"missing", "refused"} and change.verdict == "remark":
        return _OUTCOMES[change.outcome]
    return _link(change) if change.verdict == "link" else None


def _link(change: Change) -> Act | None:
    match change.kind:
        case "release":
            return "sent"
        case "acceptance" | "handover":
            return _OUTCOMES.get(change.outcome)
        case "correction":
            return "set"
        case "withdrawal":
            return "void"
        case "sealing" | "opening":
            return "closed" if change.now.sealed else "opened"
        case _:
            return None
