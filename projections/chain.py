"""
The read model `chain`: what became of each line about a box, in the order in which it happened, and how the box stood.

A line that waited has two rows: that it waits, and, from the entry that woke it, what became of it. Rows are never
changed; a later signature that makes a paper better witnessed is a row of the second table.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Column, Connection, Index, MetaData, Table, Text, func, select

from ledger.domain.custody.effects import Change, Effects
from ledger.domain.documents.base import seconds
from ledger.persistence.entries import chunks
from ledger.persistence.tables import Number
from projections import standing
from projections.projection import Projection, Row, Tables, insert_numbered, table_name


@cache
def tables(generation: int) -> Tables:
    """`p_chain_1`, a row for each change, and `p_grades_1`, a row for each later grade of a paper."""
    name, grades = table_name("chain", generation), table_name("grades", generation)
    chain = Table(
        name,
        MetaData(),
        Column("number", Number, primary_key=True, autoincrement=False),
        Column("took", Number, nullable=False),
        Column("box", Text, nullable=False),
        Column("verdict", Text, nullable=False),
        Column("paper", Number, nullable=False),
        Column("digest", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("seconds", Number, nullable=False),
        Column("paper_place", Text),
        Column("giver", Text),
        Column("receiver", Text),
        Column("outcome", Text),
        Column("grade", Text),
        Column("code", Text),
        Column("flags", Text, nullable=False),
        *standing.columns(),
        # All that decides which row tells how a box stood at an index or a time.
        Index(f"{name}_by_box", "box", "number", "took", "verdict", "seconds"),
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
    """One row for each change; numbers count on."""
    chain, grades = tables_
    before = _stand(connection, chain, standing.boxes(page))
    insert_numbered(connection, chain, (_row(*each) for each in standing.follow(page, before)))
    insert_numbered(connection, grades, _regraded(page))


def _regraded(page: Sequence[Effects]) -> Iterator[Row]:
    for effects in page:
        for one in effects.regraded:
            yield {"took": effects.index, "digest": one.digest, "grade": one.grade}


def _row(effects: Effects, change: Change, after: Row) -> Row:
    of_the_paper = effects.flags if change.index == effects.index else ()
    return {
        "took": effects.index,
        "box": change.box,
        "verdict": change.verdict,
        "paper": change.index,
        "digest": change.digest,
        "kind": change.kind,
        "at": change.at,
        "seconds": seconds(change.at),
        "paper_place": change.place,
        "giver": change.giver,
        "receiver": change.receiver,
        "outcome": change.outcome,
        "grade": change.grade,
        "code": change.code,
        "flags": " ".join(sorted({*change.flags, *of_the_paper})),
        **after,
    }


def _stand(connection: Connection, chain: Table, named: Sequence[str]) -> dict[str, Row]:
    """How these boxes stand after the last change that says something about them."""
    found: dict[str, Row] = {}
    for some in chunks(named):
        spoken = chain.c.box.in_(some), chain.c.verdict != standing.FOREIGN
        last = select(func.max(chain.c.number)).where(*spoken).group_by(chain.c.box)
        for row in connection.execute(select(chain).where(chain.c.number.in_(last))).mappings():
            found[row["box"]] = {name: row[name] for name in standing.NAMES}
    return found


CHAIN: Final = Projection("chain", 1, tables, write)
