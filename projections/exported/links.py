"""
The table of links: every paper about every box, as what became of its line, boxes in the order of their names.

Seals and condition are those the signers stated in the line; what the box is left with stands in the table of boxes.
When this machine read a paper is not told: from the same ledger and checkpoints everybody makes the same table.
"""

from collections.abc import Iterator
from typing import Final

from ledger.domain.documents.base import CustodyDocument, Document, SeenLine, Times
from ledger.log.bracket import Marks
from projections.exported.histories import Told, histories
from projections.exported.tables import SEALS, Cell, Column, Table, seals
from projections.grades import NOTHING
from projections.links import Link, Signer
from projections.looking import View
from projections.where import Question

TIMES: Final = (Column("arrived", "instant"), Column("departed", "instant"), Column("ended", "instant"))

COLUMNS: Final = (
    Column("box"),
    Column("index", "number"),
    Column("digest"),
    Column("kind"),
    Column("verdict"),
    Column("code"),
    Column("took_effect", "number"),
    Column("at", "instant"),
    *TIMES,
    Column("place"),
    Column("from"),
    Column("to"),
    Column("outcome"),
    Column("signers", "texts"),
    Column("attested", "texts"),
    *SEALS,
    Column("state"),
    Column("grade"),
    Column("flags", "texts"),
)


def table(view: View, question: Question, marks: Marks = NOTHING) -> Table:
    """As they were known then, dated by what witnesses cosigned. Raises Unknown once it is read."""
    return Table("links", COLUMNS, _rows(view, question, marks))


def times(document: Document) -> tuple[Cell, ...]:
    """What the clock said beside `at`."""
    said = document.times if isinstance(document, CustodyDocument) and document.times else None
    return tuple(getattr(said, name) if said else None for name in Times.__struct_fields__)


def who(one: Signer) -> str:
    """`pps/35.79.02.2009#1 receives`."""
    return f"{one.officer} {one.part}"


def _rows(view: View, question: Question, marks: Marks) -> Iterator[tuple[Cell, ...]]:
    for history in histories(view, question, marks):
        for told in history.told:
            yield (history.box, *_cells(told))


def _cells(told: Told) -> tuple[Cell, ...]:
    link, line = told.link, told.line
    seen = line if isinstance(line, SeenLine) else None
    return (
        link.index,
        link.digest,
        link.kind,
        link.verdict,
        link.code,
        link.took,
        link.at,
        *times(told.document),
        link.place,
        link.giver,
        link.receiver,
        link.outcome,
        tuple(map(who, link.signers)),
        _attested(link),
        *seals(seen.seals if seen else None),
        seen.state if seen else None,
        link.grade,
        link.flags,
    )


def _attested(link: Link) -> tuple[str, ...]:
    return tuple(f"{who(one)} {later.index}" for later in link.later for one in later.signers)
