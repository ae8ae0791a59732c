"""
The read model `chain`: in which entries to read what became of each line about a box.

A row points at the change `nth` of what entry `took` did. A line that waited has two: that it waits, and, in the entry
that woke it, what became of it. Rows are never changed; a later signature that makes a paper better witnessed is a row
of the second table.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count
from typing import Final

from sqlalchemy import Column, Connection, Index, MetaData, Table, Text

from ledger.domain.custody.effects import Gathered
from ledger.domain.documents.base import seconds
from ledger.persistence.tables import Number
from projections.page import Page
from projections.projection import Projection, Put, Tables, Values, numbered, table_name


@cache
def tables(generation: int) -> Tables:
    """`p_chain_1`, a row for each change, and `p_grades_1`, a row for each later grade of a paper."""
    grades = table_name("grades", generation)
    chain = Table(
        table_name("chain", generation),
        MetaData(),
        Column("box", Text, primary_key=True),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("nth", Number, primary_key=True, autoincrement=False),
        # What decides which row tells how a box stood at an index or a time.
        Column("verdict", Text, nullable=False),
        Column("seconds", Number, nullable=False),
        sqlite_with_rowid=False,
    )
    regraded = Table(
        grades,
        MetaData(),
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("took", Number, nullable=False),
        Column("digest", Text, nullable=False),
        Column("grade", Text, nullable=False),
        Index(f"{grades}_by_digest", "digest"),
    )
    return chain, regraded


def rows(connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """One row for each change, and one for each later grade."""
    chain, grades = tables_
    changes = sorted(row for did in page.did for row in _rows(did))
    return [Put(chain, changes), numbered(connection, grades, _regraded(page.did))]


def _rows(did: Gathered) -> Iterator[Values]:
    index, nth = did.effects.index, count()
    for group in did.together:
        verdict, at = group.change.verdict, seconds(group.change.at)
        for box in group.boxes:
            yield box, index, next(nth), verdict, at


def _regraded(page: Iterable[Gathered]) -> Iterator[Values]:
    for did in page:
        for one in did.effects.regraded:
            yield did.effects.index, one.digest, one.grade


CHAIN: Final = Projection("chain", 2, tables, rows)
