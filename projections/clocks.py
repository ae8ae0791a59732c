"""Clocks that cannot be right: claims of time that cosigned checkpoints contradict."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from ledger.domain import names
from ledger.log.bracket import Marks
from ledger.persistence.entries import as_bytes
from projections.inquiry import Break
from projections.looking import View
from projections.moment import Moment, counted
from projections.watch.watching import Cite, Facts


def contradicted(view: View, moment: Moment, marks: Marks) -> Iterator[Break]:
    """Papers that were in the log before the time they claim, or whose signers had seen what is younger than it."""
    (papers,) = view.tables["papers"]
    if not marks:
        return
    for row in view.connection.execute(select(papers).where(counted(moment, papers))):
        bracket = marks.bracket(row.took, row.seen, as_bytes(row.root))
        if bracket.is_ahead(row.seconds):
            yield _break(row, "ahead", bracket.not_after)
        if bracket.is_behind(row.seconds):
            yield _break(row, "behind", bracket.not_before)


def _break(row: Any, case: str, known: int | None) -> Break:
    unit = row.unit or ""
    return Break(
        code="clock",
        case=case,
        boxes=(),
        area=names.area_of(unit),
        unit=unit,
        papers=(Cite(index=row.took, digest=row.digest, kind=row.kind, at=row.at),),
        facts=Facts(expected=in_zone(known or 0, row.at), found=row.at),
        at=row.at,
        took=row.took,
        of_lines=False,
    )


def in_zone(seconds: int, like: str) -> str:
    """An instant as papers write it, with the offset that another one has."""
    zone = datetime.fromisoformat(like).tzinfo
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).isoformat()
