"""Papers read a few at a time: by their indexes, or those of a kind that count at a moment."""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from ledger.persistence.entries import PAGE
from ledger.recorded import Recorded
from projections.looking import View
from projections.moment import Moment, counted


def read(view: View, indexes: Collection[int]) -> Iterator[tuple[int, Recorded]]:
    """The papers at these indexes, a few in memory at a time. Raises CheckFailed."""
    ordered = sorted(indexes)
    for start in range(0, len(ordered), PAGE):
        some = ordered[start : start + PAGE]
        view.papers.load(some)
        yield from ((index, view.papers.of(index)) for index in some)
        view.papers.forget()


def papers_of(view: View, moment: Moment, kind: str) -> Iterator[tuple[int, Recorded]]:
    """Papers of a kind that count at the moment, in the order of the ledger."""
    (papers,) = view.tables["papers"]
    wanted = select(papers.c.took).where(papers.c.kind == kind, counted(moment, papers))
    yield from read(view, list(view.connection.execute(wanted.order_by(papers.c.took)).scalars()))
