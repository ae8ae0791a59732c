"""
The read model `coverage`: of each box which legs it began and ended, and from which papers deadlines come.

    p_moves_1(box, moves)        one row a box: its moves, JSON arrays behind each other
    p_counted_1                  when the count of a station ended, by the paper that says so
    p_ruled_1                    where plans and rules stand

Nothing is expected here; what was expected is held against it when somebody asks.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Final, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, Text, select

from ledger.domain import names
from ledger.domain.custody.effects import Change, Effects
from ledger.domain.documents.base import seconds
from ledger.domain.documents.boxes import Sealing
from ledger.persistence.entries import as_bytes, chunks
from ledger.persistence.tables import Name, Number
from projections.page import Page
from projections.projection import Projection, Row, Tables, delete_rows, insert_rows, table_name

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
        Column("box", Name, primary_key=True),
        Column("moves", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    counted = Table(
        table_name("counted", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("area", Name, primary_key=True),
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


def write(connection: Connection, tables_: Tables, page: Page) -> None:
    """Each box is written once for a page, whatever happened to it."""
    moves, counted, ruled = tables_
    made: dict[str, list[bytes]] = {}
    for effects in page.effects:
        for box, move in _moves(effects):
            made.setdefault(box, []).append(move)
    known = _kept(connection, moves, made)
    delete_rows(connection, moves.c.box, known)
    rows = [{"box": box, "moves": b",".join([*known.get(box, ()), *new])} for box, new in sorted(made.items())]
    insert_rows(connection, moves, rows)
    insert_rows(connection, counted, [row for effects in page.effects for row in _counted(effects, page)])
    insert_rows(connection, ruled, [_ruled(one) for one in page.effects if one.kind in {"plan", "rules"}])


def _kept(connection: Connection, table: Table, boxes: Collection[str]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for some in chunks(sorted(boxes)):
        for box, value in connection.execute(select(table).where(table.c.box.in_(some))):
            found[box] = [as_bytes(value)]
    return found


def _moves(effects: Effects) -> Iterator[tuple[str, bytes]]:
    """Boxes that travel together move alike: what is said of one is printed once."""
    printed: dict[int, bytes | None] = {}
    for change in effects.changes:
        key = id(change.now)
        if key not in printed:
            act = _act(change)
            printed[key] = _encode(_move(effects, change, act)) if act else None
        move = printed[key]
        if move is not None:
            yield change.box, move


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


def _counted(effects: Effects, page: Page) -> Iterator[Row]:
    """When the count of each station ended whose boxes the paper closes."""
    if effects.kind != "sealing":
        return
    document = page.papers.of(effects.index).document
    ended = document.times.ended if isinstance(document, Sealing) and document.times else None
    if ended is None:
        return
    own = [change for change in effects.changes if change.index == effects.index]
    areas = {names.area_of_box(change.box) for change in own if change.verdict in {"link", "waiting"}}
    for area in sorted(areas):
        yield {"took": effects.index, "area": area, "seconds": seconds(effects.at), "ended": ended}


def _ruled(effects: Effects) -> Row:
    return {"took": effects.index, "kind": effects.kind, "seconds": seconds(effects.at)}


COVERAGE: Final = Projection("coverage", 1, tables, write)
