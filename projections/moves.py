"""
The read model `coverage`: of each box which legs it began and ended, and from which papers deadlines come.

    p_moves_1(box, moves)        one row a box: its moves, JSON arrays behind each other
    p_counted_1                  when the count of a station ended, by the paper that says so
    p_ruled_1                    where plans and rules stand

Nothing is expected here; what was expected is held against it when somebody asks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text

from ledger.domain import names
from ledger.domain.custody.effects import Change, Effects, Gathered
from ledger.domain.documents.base import seconds
from ledger.domain.documents.boxes import Sealing
from ledger.persistence.tables import Number
from projections.page import Page
from projections.projection import Projection, Put, Tables, Values, table_name, values_of

Act = Literal["listed", "withdrawn", "sent", "came", "set", "missing", "refused", "void", "waits", "opened", "closed"]
"""
`sent`: released. `came`: accepted. `set`: a correction says who answers for it. `void`: the release was withdrawn.
`waits`: a paper says something of it and does not connect. `opened` and `closed`: without and with seals.
"""

_OUTCOMES: Final[Mapping[str | None, Act]] = {"accepted": "came", "missing": "missing", "refused": "refused"}


class Move(Struct, frozen=True, array_like=True):
    """What happened to a box: from which entry on it is so, who answers for it then, and the other unit."""

    took: int
    at: str
    act: Act
    unit: str | None
    other: str | None
    index: int


_encode: Final = msgspec.json.Encoder(order="sorted").encode
_decode: Final = msgspec.json.Decoder(list[Move]).decode


def decode(value: bytes) -> list[Move]:
    """The moves of a box. Raises msgspec.DecodeError."""
    return _decode(b"[" + value + b"]")


@cache
def tables(generation: int) -> Tables:
    """Moves, ends of counts, plans and rules."""
    moves = Table(
        table_name("moves", generation),
        MetaData(),
        Column("box", Text, primary_key=True),
        # Longer than what SQLite keeps beside a key: without row numbers each would take a page of its own.
        Column("moves", LargeBinary, nullable=False),
    )
    counted = Table(
        table_name("counted", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("area", Text, primary_key=True),
        Column("seconds", Number, nullable=False),
        Column("ended", Text, nullable=False),
    )
    ruled = Table(
        table_name("ruled", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("kind", Text, nullable=False),
        Column("seconds", Number, nullable=False),
    )
    return moves, counted, ruled


def rows(connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """Each box is written once for a page, whatever happened to it."""
    moves, counted, ruled = tables_
    made: defaultdict[str, list[bytes]] = defaultdict(list)
    for did in page.did:
        for group in did.together:
            if act := _act(group.change):
                move = _encode(_move(did.effects, group.change, act))
                for box in group.boxes:
                    made[box].append(move)
    known = values_of(connection, moves, made)
    return [
        Put(moves, [(box, _joined(known.get(box), new)) for box, new in sorted(made.items())], replaces=True),
        Put(counted, [row for did in page.did for row in _counted(did, page)]),
        Put(ruled, [_ruled(did.effects) for did in page.did if did.effects.kind in {"plan", "rules"}]),
    ]


def _joined(before: bytes | None, new: list[bytes]) -> bytes:
    return b",".join(new if before is None else [before, *new])


def _move(effects: Effects, change: Change, act: Act) -> Move:
    other = change.giver if act in {"came", "set"} else change.receiver
    return Move(effects.index, change.at, act, change.now.custodian, other, change.index)


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


def _counted(did: Gathered, page: Page) -> Iterator[Values]:
    """When the count of each station ended whose boxes the paper closes."""
    effects = did.effects
    if effects.kind != "sealing":
        return
    document = page.papers.of(effects.index).document
    ended = document.times.ended if isinstance(document, Sealing) and document.times else None
    if ended is None:
        return
    own = [one for one in did.together if one.change.index == effects.index]
    closed = [box for one in own if one.change.verdict in {"link", "waiting"} for box in one.boxes]
    for area in sorted(set(map(names.area_of_box, closed))):
        yield effects.index, area, seconds(effects.at), ended


def _ruled(effects: Effects) -> Values:
    return effects.index, effects.kind, seconds(effects.at)


COVERAGE: Final = Projection("coverage", 1, tables, rows)
