"""
How boxes stood: when the journal had some entries, or at a time.

As at an index is the fold of that prefix: the last thing known of a box, counting a line that had waited from the entry
at which it took effect. As at a time is, of each box, the last link whose `at` is not later.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Select, Table, and_, select

from ledger.domain.custody.effects import Change
from ledger.domain.documents.base import MOST, seconds
from ledger.errors import CheckFailed
from ledger.persistence.entries import SOME, as_bytes, chunks
from projections import lines, moves, standing
from projections.looking import View
from projections.moves import At, Move
from projections.projection import bytewise
from projections.standing import Standing

Named = Collection[str] | None
"""Some boxes, or all."""
_DENSE: Final = 4
"""Of so many entries in a row one that is wanted makes it quicker to read them all than to ask for each."""


def at_index(view: View, index: int, named: Named, area: str | None = None) -> list[Standing]:
    """After this entry. A link says all; what came after it may have changed the box and not moved it."""
    told: list[tuple[str, int]] = []
    for box, moves_ in _moves(view, named, area):
        then = [one for one in moves_ if one.took <= index]
        last = max((one.took for one in then if one.verdict == standing.LINK), default=0)
        told += [(box, one.took) for one in then if one.took >= last]
    found = (change for _, change in lines.follow(view, told))
    return _stood(change for change in found if change.verdict != standing.FOREIGN)


def at_time(view: View, time: int, named: Named, area: str | None = None, entries: int | None = None) -> list[Standing]:
    """After the last link that claims to be no later, in seconds; among the first so many entries, or all."""
    linked: dict[str, int] = {}
    for box, moves_ in _moves(view, named, area):
        then = moves_ if entries is None else [one for one in moves_ if one.took < entries]
        links = (one for one in then if one.verdict == standing.LINK)
        linked.update((box, one.took) for one in links if seconds(one.at) <= time)
    found = (change for _, change in lines.follow(view, linked.items()) if change.verdict == standing.LINK)
    return _stood(change for change in found if seconds(change.at) <= time)


def entries(view: View, boxes: Collection[str]) -> Iterator[tuple[str, int]]:
    """Of boxes the entries that did something about them. Raises CheckFailed."""
    _, table, _ = view.tables["chain"]
    for some in chunks(boxes):
        for box, value in view.connection.execute(select(table).where(*among(view, table, some))):
            yield from ((box, one.took) for one in moves.kept_at(box, as_bytes(value)))


def among(view: View, table: Table, named: Named, area: str | None = None) -> list[ColumnElement[bool]]:
    """Only boxes of an area, and only these, if they are few enough to be asked for by their names."""
    some = [table.c.box.in_(named)] if named is not None and len(named) <= SOME else []
    return some + inside(view, table.c.box, area)


def inside(view: View, box: Column[Any], area: str | None) -> list[ColumnElement[bool]]:
    """Only boxes of an area or a station, if one is asked about."""
    return [] if area is None else [continues(bytewise(view.connection, box), area)]


def continues(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """A dot, then a slash, then the digits: everything that continues the name of an area."""
    return and_(column >= f"{name}.", column < f"{name}0")


def by_area(view: View, table: Table, area: str | None) -> Select[Any]:
    """The rows of a table by box, those of an area or a station together: all, or only those of one."""
    return select(table).where(*inside(view, table.c.box, area)).order_by(bytewise(view.connection, table.c.box))


def _moves(view: View, named: Named, area: str | None = None) -> Iterator[tuple[str, Sequence[Move]]]:
    _, table, _ = view.tables["chain"]
    return moved(view, select(table).where(*among(view, table, named, area)))


def moved(view: View, of_boxes: Select[Any]) -> Iterator[tuple[str, Sequence[Move]]]:
    """
    By box what became of lines about it. Boxes travel together: of those of which the same is kept it is one list.
    Raises CheckFailed.
    """
    rows = [(box, as_bytes(value)) for box, value in view.connection.execute(of_boxes)]
    at = {value: moves.kept_at(box, value) for value, box in {value: box for box, value in rows}.items()}
    did = _did(view, {one.took for each in at.values() for one in each})
    alike: dict[bytes, Sequence[Move]] = {}
    for box, value in rows:
        if value not in alike:
            alike[value] = [_one(did, one, box) for one in at[value]]
        yield box, alike[value]


def _one(did: Mapping[int, Sequence[Move]], at: At, box: str) -> Move:
    try:
        return did[at.took][at.nth]
    except (KeyError, IndexError) as error:
        raise CheckFailed(moves.LOST, box=box) from error


def _did(view: View, indexes: Collection[int]) -> dict[int, list[Move]]:
    """The moves of some entries."""
    table, *_ = view.tables["chain"]
    wanted = sorted(one for one in indexes if 0 <= one <= MOST)
    if len(wanted) > SOME and wanted[-1] - wanted[0] < _DENSE * len(wanted):
        asked = [table.c.took.between(wanted[0], wanted[-1])]
    else:
        asked = [table.c.took.in_(some) for some in chunks(wanted)]
    rows = (row for where in asked for row in view.connection.execute(select(table).where(where)))
    return moves.read((took, as_bytes(value)) for took, value in rows)


def _stood(changes: Iterable[Change]) -> list[Standing]:
    stood: dict[str, Standing] = {}
    for change in changes:
        stood[change.box] = standing.after(change, stood.get(change.box))
    return list(stood.values())
