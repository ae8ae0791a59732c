"""
The read model `chain`: of each box what became of every line about it.

    p_moves_1(box, moves)                       one row a box, its moves behind each other
    p_grades_1(number, took, digest, grade)     one row for each later signature that makes a paper better witnessed

Moves are only added. A move leads to the entry in which the whole of it is read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, Index, LargeBinary, MetaData, Table

from ledger.domain.custody.effects import Gathered
from projections import moves
from projections.columns import Number, Words
from projections.page import Page
from projections.projection import Projection, Put, Tables, Values, longer, numbered, table_name


@cache
def tables(generation: int) -> Tables:
    """Moves and later grades."""
    grades = table_name("grades", generation)
    moved = Table(
        table_name("moves", generation),
        MetaData(),
        Column("box", Words(), primary_key=True),
        # Longer than what SQLite keeps beside a key: without row numbers each would take a page of its own.
        Column("moves", LargeBinary, nullable=False),
    )
    regraded = Table(
        grades,
        MetaData(),
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("took", Number, nullable=False),
        Column("digest", Words(), nullable=False),
        Column("grade", Words(), nullable=False),
        Index(f"{grades}_by_digest", "digest"),
    )
    return moved, regraded


def rows(connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """Each box is written once for a page, whatever happened to it; and each later grade."""
    moved, grades = tables_
    made: defaultdict[str, list[bytes]] = defaultdict(list)
    for did in page.did:
        for group in did.together:
            move = moves.encode(moves.of(did.effects, group.change))
            for box in group.boxes:
                made[box].append(move)
    return [longer(connection, moved, made), numbered(connection, grades, _regraded(page.did))]


def _regraded(page: Iterable[Gathered]) -> Iterator[Values]:
    for did in page:
        for one in did.effects.regraded:
            yield did.effects.index, one.digest, one.grade


CHAIN: Final = Projection("chain", 3, tables, rows)
