"""
What an append leaves beside the entry itself: states of subjects, effects, and complete nodes of the tree.

All of it is an index of the papers, made from them and made again by `rebuild`; no verdict of an audit rests on it.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, insert, or_, select

from ledger.errors import BadProof, CheckFailed, Reason
from ledger.merkle import Frontier, Node, Place, peak_positions
from ledger.persistence.entries import as_bytes, chunks
from ledger.persistence.tables import effects, nodes, states

BEHIND = Reason(
    "JO-002",
    "What is kept beside the papers ends at entry {found}, the papers at entry {expected}.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)
NODES_MISSING = Reason(
    "JO-003",
    "The stored tree does not hold all nodes of the first {size} entries.",
    "kotak rebuild makes them again from the papers; kotak verify tells whether they are whole.",
)

_LOAD: Final = select(states.c.subject, states.c.value).where(
    states.c.subject.in_(bindparam("subjects", expanding=True))
)
_REACHED: Final = select(func.max(effects.c.position))


@cache
def _upsert(dialect: str) -> Any:
    """Of the database in use alone: what SQLAlchemy has for the other one takes as long to import as a question."""
    new = import_module(f"sqlalchemy.dialects.{dialect}").insert(states)
    return new.on_conflict_do_update(
        index_elements=[states.c.subject],
        set_={"position": new.excluded.position, "value": new.excluded.value},
    )


def load(connection: Connection, subjects: Collection[str]) -> dict[str, bytes]:
    """The states of those that have one."""
    return {
        subject: as_bytes(value)
        for some in chunks(subjects)
        for subject, value in connection.execute(_LOAD, {"subjects": some})
    }


def write(connection: Connection, position: int, new: Mapping[str, bytes]) -> None:
    """What is true of these subjects from this entry on."""
    if rows := [{"subject": subject, "position": position, "value": value} for subject, value in new.items()]:
        connection.execute(_upsert(connection.dialect.name), rows)


def write_effects(connection: Connection, position: int, value: bytes) -> None:
    """What this entry did. The entry before it must have said the same of itself."""
    reached = connection.execute(_REACHED).scalar() or 0
    if reached != position - 1:
        raise CheckFailed(BEHIND, found=reached - 1, expected=position - 2)
    connection.execute(insert(effects), {"position": position, "value": value})


def frontier(connection: Connection, size: int) -> Frontier:
    """The tree over the first entries, from its stored peaks."""
    peaks = peak_positions(size)
    found = read_nodes(connection, peaks)
    try:
        return Frontier([found[place] for place in peaks if place in found], size)
    except BadProof as error:
        raise CheckFailed(NODES_MISSING, size=size) from error


def read_nodes(connection: Connection, places: Collection[Place]) -> dict[Place, bytes]:
    """The complete nodes at these places, of which some may be missing."""
    return {
        (level, number): as_bytes(value)
        for some in chunks(places)
        for level, number, value in connection.execute(select(nodes).where(or_(*map(_at, some))))
    }


def _at(place: Place) -> ColumnElement[bool]:
    # SQLite would walk the table for a list of pairs.
    return and_(nodes.c.level == place[0], nodes.c.number == place[1])


def read_all_nodes(connection: Connection, places: Collection[Place]) -> dict[Place, bytes]:
    """The complete nodes at these places, all of them."""
    found = read_nodes(connection, places)
    if missing := set(places) - found.keys():
        raise CheckFailed(NODES_MISSING, size=max((number + 1) << level for level, number in missing))
    return found


def write_nodes(connection: Connection, complete: Iterable[Node]) -> None:
    """Nodes are complete when they are written, and never change."""
    rows = [{"level": level, "number": number, "hash": value} for level, number, value in complete]
    connection.execute(insert(nodes), rows)
