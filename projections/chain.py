"""
The read model `chain`: in which entries to read what became of each line about a box.

A row points at the change `nth` of what entry `took` did. A line that waited has two: that it waits, and, in the entry
that woke it, what became of it. Rows are never changed; a later signature that makes a paper better witnessed is a row
of the second table.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, Index, MetaData, Table, Text

from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import seconds
from ledger.persistence.tables import Number
from projections.projection import Projection, Row, Tables, insert_numbered, insert_rows, table_name


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


def write(connection: Connection, tables_: Tables, page: Sequence[Effects]) -> None:
    """One row for each change, and one for each later grade."""
    chain, grades = tables_
    insert_rows(connection, chain, [row for effects in page for row in _rows(effects)])
    insert_numbered(connection, grades, _regraded(page))


def _rows(effects: Effects) -> Iterator[Row]:
    for nth, change in enumerate(effects.changes):
        yield {
            "box": change.box,
            "took": effects.index,
            "nth": nth,
            "verdict": change.verdict,
            "seconds": seconds(change.at),
        }


def _regraded(page: Sequence[Effects]) -> Iterator[Row]:
    for effects in page:
        for one in effects.regraded:
            yield {"took": effects.index, "digest": one.digest, "grade": one.grade}


CHAIN: Final = Projection("chain", 2, tables, write)
