"""
Entries and their tags: read in pages by position, written once, read back before anybody is told.

A driver may hand back what somebody else stored: text where bytes belong, or nothing. It is read as the bytes it is,
and what reads the paper says what does not agree.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select

from ledger.errors import CheckFailed, Reason
from ledger.persistence.tables import entries, entry_tags

NOT_KEPT = Reason(
    "JO-001",
    "The database gave back other bytes than it was given for entry {index}. It must not be written to.",
    "Keep it as it is, and look what changes it: kotak verify",
)

SOME: Final = 500
"""Names in one question: below every limit on variables."""
PAGE: Final = 32
"""Papers held at a time; the largest has some megabytes."""

_A_FEW: Final = 5

_HEAD: Final = select(func.max(entries.c.position))
_SPAN: Final = select(
    select(func.count()).select_from(entries).scalar_subquery(),
    select(func.min(entries.c.position)).scalar_subquery(),
    select(func.max(entries.c.position)).scalar_subquery(),
)
_STRAY: Final = (
    select(entry_tags.c.position, entry_tags.c.tag)
    .where(~select(entries.c.position).where(entries.c.position == entry_tags.c.position).exists())
    .order_by(entry_tags.c.position, entry_tags.c.tag)
)
_TAGS: Final = (
    select(entry_tags.c.position, entry_tags.c.tag)
    .where(entry_tags.c.position.in_(bindparam("positions", expanding=True)))
    .order_by(entry_tags.c.position, entry_tags.c.tag)
)
_FILED: Final = select(entry_tags.c.position).where(entry_tags.c.tag.in_(bindparam("tags", expanding=True)))

T = TypeVar("T")


class Stored(NamedTuple):
    """An entry as it is stored."""

    position: int
    type: str
    data: bytes
    tags: tuple[str, ...]


def head(connection: Connection) -> int:
    """The last position, 0 where there is none."""
    return connection.execute(_HEAD).scalar() or 0


def span(connection: Connection) -> tuple[int, int, int]:
    """How many, the first position, the last."""
    count, first, last = connection.execute(_SPAN).one()
    return count, first or 0, last or 0


def page(connection: Connection, where: ColumnElement[bool], limit: int = PAGE) -> list[Stored]:
    """The first of these, in order."""
    rows = connection.execute(
        select(entries.c.position, entries.c.type, entries.c.data)
        .where(where)
        .order_by(entries.c.position)
        .limit(limit)
    ).all()
    tags: dict[int, list[str]] = {position: [] for position, _, _ in rows}
    for position, tag in connection.execute(_TAGS, {"positions": list(tags)}):
        # A damaged index gives rows that were not asked for.
        tags.get(position, []).append(tag)
    return [Stored(position, kind, as_bytes(data), tuple(tags[position])) for position, kind, data in rows]


def data(connection: Connection, positions: Collection[int]) -> dict[int, bytes]:
    """The papers at some positions, as they are stored."""
    found = {}
    for some in chunks(positions):
        rows = connection.execute(select(entries.c.position, entries.c.data).where(entries.c.position.in_(some)))
        found.update({position: as_bytes(value) for position, value in rows.all()})
    return found


def stray_tags(connection: Connection, limit: int) -> Sequence[Any]:
    """Position and tag of rows that belong to no entry."""
    return connection.execute(_STRAY.limit(limit)).all()


def write(connection: Connection, entry: Stored) -> None:
    """Write an entry with its tags and read it back: a trigger can swallow it, or replace it."""
    connection.execute(insert(entries), {"position": entry.position, "type": entry.type, "data": entry.data})
    write_tags(connection, entry.position, entry.tags)
    read_back(connection, entry)


def write_tags(connection: Connection, position: int, tags: Iterable[str]) -> None:
    """Write the tags of an entry."""
    if rows := [{"tag": tag, "position": position} for tag in tags]:
        connection.execute(insert(entry_tags), rows)


def read_back(connection: Connection, entry: Stored) -> None:
    """Compare what is stored with what was sent."""
    if page(connection, entries.c.position == entry.position) != [entry]:
        raise CheckFailed(NOT_KEPT, index=entry.position - 1)


def written(connection: Connection, subjects: Collection[str], after: int) -> list[str]:
    """The first few of these that were written after a position."""
    found = select(entry_tags.c.tag).where(entry_tags.c.position > after).distinct().order_by(entry_tags.c.tag)
    tags = connection.execute(found).scalars()
    return list(islice((tag for tag in tags if not subjects or tag in subjects), _A_FEW))


def filed_under(connection: Connection, subjects: Collection[str]) -> list[int]:
    """The positions of all entries that wrote one of these."""
    found: set[int] = set()
    for some in chunks(subjects):
        found.update(connection.execute(_FILED, {"tags": some}).scalars())
    return sorted(found)


def chunks(names: Collection[T]) -> Iterator[Sequence[T]]:
    """At most `SOME` at a time."""
    ordered = list(names)
    for start in range(0, len(ordered), SOME):
        yield ordered[start : start + SOME]


def as_index(position: Any) -> int:
    """The index of a position; -1, which no entry has, if somebody wrote text into it."""
    return position - 1 if isinstance(position, int) else -1


def as_number(value: Any) -> int:
    """The level or number of a node; -1, which no node has, if somebody wrote text into it."""
    return value if isinstance(value, int) else -1


def as_bytes(value: Any) -> bytes:
    """What a column of bytes holds, even if somebody wrote text into it."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogateescape")
    return value if isinstance(value, bytes) else b""
