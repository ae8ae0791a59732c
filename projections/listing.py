"""Lists of papers, the latest first, a page at a time: of a kind, of a unit, or signed by an officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Table, func, select

from projections.looking import View
from projections.moment import Moment, counted
from projections.projection import bytewise

DIGITS: Final = 8
"""Of a digest at least so many tell which paper is meant."""


@dataclass(frozen=True)
class Wanted:
    """Which papers are asked for."""

    kind: str | None = None
    unit: str | None = None
    officer: str | None = None


@dataclass(frozen=True)
class Listed:
    """One paper of a list."""

    index: int
    kind: str
    unit: str | None
    at: str
    digest: str
    grade: str | None
    links: int


def papers(view: View, moment: Moment, wanted: Wanted, start: int, most: int) -> list[Listed]:
    """So many of them, after so many that are later."""
    (table,) = view.tables["papers"]
    chosen = select(table).where(*_meant(view, table, moment, wanted))
    rows = view.connection.execute(chosen.order_by(table.c.took.desc()).offset(start).limit(most)).all()
    return [Listed(row.took, row.kind, row.unit, row.at, row.digest, row.grade, row.links) for row in rows]


def count(view: View, moment: Moment, wanted: Wanted) -> int:
    """How many there are."""
    (table,) = view.tables["papers"]
    number = select(func.count()).select_from(table).where(*_meant(view, table, moment, wanted))
    return int(view.connection.execute(number).scalar_one())


def of_digest(view: View, moment: Moment, beginning: str) -> list[int]:
    """The entries of papers whose digest begins so."""
    (table,) = view.tables["papers"]
    digest = bytewise(view.connection, table.c.digest)
    # What follows the digits of hexadecimal ends what begins so.
    begins = digest >= beginning, digest < f"{beginning}g"
    return list(view.connection.execute(select(table.c.took).where(*begins, counted(moment, table))).scalars())


def kinds(view: View, moment: Moment) -> Sequence[str]:
    """Which kinds of papers there are."""
    (table,) = view.tables["papers"]
    return sorted(view.connection.execute(select(table.c.kind).where(counted(moment, table)).distinct()).scalars())


def _meant(view: View, table: Table, moment: Moment, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [counted(moment, table)]
    if wanted.kind is not None:
        found.append(table.c.kind == wanted.kind)
    if wanted.unit is not None:
        found.append(table.c.unit == wanted.unit)
    if wanted.officer is not None:
        signed, _keys = view.tables["officers"]
        found.append(table.c.took.in_(select(signed.c.paper).where(signed.c.officer == wanted.officer)))
    return found
