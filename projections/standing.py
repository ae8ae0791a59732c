"""
A box as it stands after a change, as `location` keeps it now and `chain` keeps it after each line.

What stands here was decided by the fold; only which paper last moved the box is found by comparing with the row before.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
from sqlalchemy import Boolean, Column, Text

from ledger.domain.custody.effects import Change, Effects
from ledger.domain.documents.base import Seals
from ledger.persistence.tables import Number
from projections.projection import Row

FOREIGN: Final = "foreign"
"""The verdict on a line without standing: it says nothing about its box."""

_MOVES: Final = ("custodian", "keeper", "place", "in_transit_to", "seals")
_encode: Final = msgspec.json.Encoder(order="sorted").encode
_decoder: Final = msgspec.json.Decoder(Seals)


def columns() -> list[Column[Any]]:
    """What both tables say of a box. `moved` is the index of the paper that last changed where it is or its seals."""
    return [
        Column("custodian", Text),
        Column("keeper", Text),
        Column("place", Text),
        Column("in_transit_to", Text),
        Column("in_transit_since", Text),
        Column("seals", Text),
        Column("sealed", Boolean, nullable=False),
        Column("state", Text, nullable=False),
        Column("held", Boolean, nullable=False),
        Column("disputed", Text, nullable=False),
        Column("waiting", Number, nullable=False),
        Column("disposed", Boolean, nullable=False),
        Column("listed", Boolean, nullable=False),
        Column("moved", Number, nullable=False),
        Column("moved_at", Text, nullable=False),
    ]


NAMES: Final = tuple(column.name for column in columns())


def follow(page: Sequence[Effects], before: dict[str, Row]) -> Iterator[tuple[Effects, Change, Row]]:
    """Each change with the box as it stands after it. `before` is how the boxes stood, and is brought up to date."""
    for effects in page:
        for change in effects.changes:
            after = _after(change, before.get(change.box))
            if change.verdict != FOREIGN:
                before[change.box] = after
            yield effects, change, after


def boxes(page: Sequence[Effects]) -> list[str]:
    """The boxes these effects speak about."""
    return sorted({change.box for effects in page for change in effects.changes})


@lru_cache(maxsize=1024)
def seals(text: str | None) -> Seals | None:
    """Seals from the text a table keeps."""
    return None if text is None else _decoder.decode(text)


def _after(change: Change, before: Row | None) -> Row:
    now = change.now
    row: Row = {
        "custodian": now.custodian,
        "keeper": now.keeper,
        "place": now.place,
        "in_transit_to": now.to,
        "in_transit_since": now.since,
        "seals": None if now.seals is None else _encode(now.seals).decode(),
        "sealed": now.sealed,
        "state": now.state,
        "held": now.held,
        "disputed": " ".join(now.disputed),
        "waiting": now.waiting,
        "disposed": now.disposed,
        "listed": now.listed,
    }
    stood = before is not None and change.verdict != "link" and all(before[name] == row[name] for name in _MOVES)
    moved = (before["moved"], before["moved_at"]) if before is not None and stood else (change.index, change.at)
    return {**row, "moved": moved[0], "moved_at": moved[1]}
