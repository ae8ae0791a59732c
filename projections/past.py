"""
How boxes stood: when the journal had some entries, or at a time.

As at an index is the fold of that prefix: the last thing known of a box, counting a line that had waited from the entry
at which it took effect. As at a time is, of each box, the last link whose `at` is not later.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, select

from ledger.domain.custody.effects import Change
from ledger.domain.documents.base import seconds
from ledger.persistence.entries import SOME
from projections import lines, standing
from projections.looking import View
from projections.projection import bytewise
from projections.standing import Standing

Named = Collection[str] | None
"""Some boxes, or all."""


def at_index(view: View, index: int, named: Named, area: str | None = None) -> list[Standing]:
    """After this entry. A link says all; what came after it may have changed the box and not moved it."""
    chain, _ = view.tables["chain"]
    then = chain.c.took <= index
    linked = _last_links(view, then, named, area)
    others = then, chain.c.verdict != standing.LINK, *among(view, chain, named, area)
    rows = view.connection.execute(select(chain.c.box, chain.c.took).where(*others)).all()
    later = [(box, took) for box, took in rows if box not in linked or linked[box] < took]
    found = (change for _, change in lines.follow(view, [*linked.items(), *later]))
    return _stood(change for change in found if change.verdict != standing.FOREIGN)


def at_time(view: View, time: int, named: Named, area: str | None = None, entries: int | None = None) -> list[Standing]:
    """After the last link that claims to be no later, in seconds; among the first so many entries, or all."""
    chain, _ = view.tables["chain"]
    then = chain.c.seconds <= time
    linked = _last_links(view, then if entries is None else then & (chain.c.took < entries), named, area)
    links = (change for _, change in lines.follow(view, linked.items()) if change.verdict == standing.LINK)
    return _stood(change for change in links if seconds(change.at) <= time)


def among(view: View, table: Table, named: Named, area: str | None = None) -> list[ColumnElement[bool]]:
    """Only boxes of an area, and only these, if they are few enough to be asked for by their names."""
    some = [table.c.box.in_(named)] if named is not None and len(named) <= SOME else []
    return some + inside(view, table.c.box, area)


def inside(view: View, box: Column[Any], area: str | None) -> list[ColumnElement[bool]]:
    """Only boxes of an area or a station, if one is asked about."""
    bytes_ = bytewise(view.connection, box)
    # A dot, then a slash, then the digits: everything that continues the name of the area.
    return [] if area is None else [bytes_ >= f"{area}.", bytes_ < f"{area}0"]


def by_area(view: View, table: Table, area: str | None) -> Select[Any]:
    """The rows of a table by box, those of an area or a station together: all, or only those of one."""
    return select(table).where(*inside(view, table.c.box, area)).order_by(bytewise(view.connection, table.c.box))


def _last_links(view: View, then: ColumnElement[bool], named: Named, area: str | None) -> dict[str, int]:
    """By box that had a link then the entry in which it got its last."""
    (location,), (chain, _) = view.tables["location"], view.tables["chain"]
    links = select(chain.c.took).where(chain.c.box == location.c.box, chain.c.verdict == standing.LINK, then)
    last = links.order_by(chain.c.took.desc()).limit(1).scalar_subquery()
    wanted = select(location.c.box, last).where(*among(view, location, named, area))
    rows = view.connection.execute(wanted).all()
    return {box: took for box, took in rows if took is not None}


def _stood(changes: Iterable[Change]) -> list[Standing]:
    stood: dict[str, Standing] = {}
    for change in changes:
        stood[change.box] = standing.after(change, stood.get(change.box))
    return list(stood.values())
