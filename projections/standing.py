"""
A box as it stands: now, as `location` keeps it, or after any of its changes.

What stands here was decided by the fold; only which paper last moved the box is found by comparing with how it stood
before.
"""

from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Boolean, Column

from ledger.domain.custody.effects import Change
from ledger.domain.documents.base import Condition, Instant, Seals
from ledger.errors import CheckFailed, Reason
from projections.columns import Number, Words
from projections.projection import Values

UNREADABLE = Reason("PR-030", "The read models say of box {box} what nobody can read.", "kotak rebuild")

FOREIGN: Final = "foreign"
"""The verdict on a line without standing: it says nothing about its box."""
LINK: Final = "link"

_encode: Final = msgspec.json.Encoder(order="sorted").encode
_decoder: Final = msgspec.json.Decoder(Seals)


class Standing(NamedTuple):
    """A box as it stands. `moved` is the index of the paper that last changed where it is or its seals."""

    box: str
    custodian: str | None
    keeper: str | None
    place: str | None
    in_transit_to: str | None
    in_transit_since: str | None
    seals: Seals | None
    sealed: bool
    state: str
    held: bool
    disputed: tuple[str, ...]
    waiting: int
    disposed: bool
    listed: bool
    moved: int
    moved_at: str


def after(change: Change, before: Standing | None) -> Standing:
    """The box after a change; `before` is how it stood, and tells nothing if it was moved now."""
    now = change.now
    stood = before is not None and change.verdict != LINK and _is_where_it_was(change, before)
    moved = (before.moved, before.moved_at) if before is not None and stood else (change.index, change.at)
    return Standing(
        change.box,
        now.custodian,
        now.keeper,
        now.place,
        now.to,
        now.since,
        now.seals,
        now.sealed,
        now.state,
        now.held,
        now.disputed,
        now.waiting,
        now.disposed,
        now.listed,
        *moved,
    )


def _is_where_it_was(change: Change, before: Standing) -> bool:
    now = change.now
    return (now.custodian, now.keeper, now.place, now.to, now.seals) == (
        before.custodian,
        before.keeper,
        before.place,
        before.in_transit_to,
        before.seals,
    )


def columns() -> list[Column[Any]]:
    """What a table says of a box, in the order of the fields."""
    return [
        Column("box", Words(), primary_key=True),
        Column("custodian", Words()),
        Column("keeper", Words()),
        Column("place", Words()),
        Column("in_transit_to", Words()),
        Column("in_transit_since", Words(Instant)),
        Column("seals", Words()),
        Column("sealed", Boolean, nullable=False),
        Column("state", Words(Condition), nullable=False),
        Column("held", Boolean, nullable=False),
        Column("disputed", Words(), nullable=False),
        Column("waiting", Number, nullable=False),
        Column("disposed", Boolean, nullable=False),
        Column("listed", Boolean, nullable=False),
        Column("moved", Number, nullable=False),
        Column("moved_at", Words(Instant), nullable=False),
    ]


_SEALS: Final = Standing._fields.index("seals")
_DISPUTED: Final = Standing._fields.index("disputed")


def written(one: Standing) -> Values:
    """As a row."""
    seals = None if one.seals is None else _encode(one.seals).decode()
    return tuple(one._replace(seals=seals, disputed=" ".join(one.disputed)))  # type: ignore[arg-type]  # as columns hold them


def read(row: Any) -> Standing:
    """From a row of these columns, which somebody else may have written."""
    values = list(row)
    values[_SEALS] = read_seals(values[0], values[_SEALS])
    try:
        values[_DISPUTED] = tuple(str.split(values[_DISPUTED]))
    except TypeError as error:
        raise CheckFailed(UNREADABLE, box=values[0]) from error
    return Standing(*values)


def read_seals(box: str, text: str | None) -> Seals | None:
    """What such a row says of the seals of a box."""
    try:
        return _seals(text)
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
        raise CheckFailed(UNREADABLE, box=box) from error


@lru_cache(maxsize=1024)
def _seals(text: str | None) -> Seals | None:
    return None if text is None else _decoder.decode(text)
