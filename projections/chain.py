"""
The read model `chain`: of each box what became of every line about it.

    p_moves_1(took, moves)                      one row an entry, a move for all boxes of which the same became
    p_moved_1(box, moves)                       one row a box, where its moves are
    p_grades_1(number, took, digest, grade)     one row for each later signature that makes a paper better witnessed

Moves are only added, behind each other. A move leads to the entry in which the whole of it is read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, Index, LargeBinary, MetaData, Table

from ledger.domain.custody.effects import Gathered
from projections import moves
from projections.columns import Number, Words
from projections.moves import At
from projections.page import Page
from projections.projection import Projection, Put, Tables, Values, longer, numbered, table_name


@cache
def tables(generation: int) -> Tables:
    """Moves, which boxes they moved, and later grades."""
    grades = table_name("grades", generation)
    moves_ = Table(
        table_name("moves", generation),
        MetaData(),
        Column("took", Number, primary_key=True, autoincrement=False),
        Column("moves", LargeBinary, nullable=False),
    )
    moved = Table(
        table_name("moved", generation),
        MetaData(),
        Column("box", Words(), primary_key=True),
        Column("moves", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
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
    return moves_, moved, regraded


def rows(connection: Connection, tables_: Tables, page: Page) -> list[Put]:
    """What each entry moved; each box once for a page, whatever happened to it; and each later grade."""
    moves_, moved, grades = tables_
    made: list[Values] = []
    of_box: defaultdict[str, list[bytes]] = defaultdict(list)
    for did in page.did:
        took, each = did.effects.index, dict[bytes, int]()
        for group in did.together:
            move = moves.encode(moves.of(did.effects, group.change))
            at = moves.encode(At(took, each.setdefault(move, len(each))))
            for box in group.boxes:
                of_box[box].append(at)
        if each:
            made.append((took, b",".join(each)))
    return [Put(moves_, made), longer(connection, moved, of_box), numbered(connection, grades, _regraded(page.did))]


def _regraded(page: Iterable[Gathered]) -> Iterator[Values]:
    for did in page:
        for one in did.effects.regraded:
            yield did.effects.index, one.digest, one.grade


CHAIN: Final = Projection("chain", 4, tables, rows)
