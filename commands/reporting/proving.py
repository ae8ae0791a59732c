"""How far the time of arrivals is proved from outside, by leg: of those in time by their papers, and of late ones."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commands.looking.told import leg
from commands.program.language import _, number
from commands.reporting.gathering import Desk
from projections.desk import Row


@dataclass(frozen=True)
class Proved:
    """Arrivals on a leg: in time by the papers, and late by the papers; of each how many are proved, and open."""

    leg: str
    there: int
    proved: int
    straddling: int
    late: int
    proved_late: int
    late_open: int


def proved(desk: Desk, totals: Sequence[Row]) -> Iterator[Proved]:
    """For each leg."""
    late: Counter[tuple[str, str]] = Counter()
    for cell in desk.coverage.late:
        if cell.came is not None:
            late[cell.leg, cell.proof] += len(cell.boxes)
    for row in totals:
        open_ = late[row.leg, "open"]
        yield Proved(row.leg, row.there, row.proved, row.straddling - open_, row.late, late[row.leg, "late"], open_)


def told(found: Sequence[Proved]) -> list[str]:
    """For the summary: the leg of which least is proved first."""
    there, proven = sum(one.there for one in found), sum(one.proved for one in found)
    open_ = sorted((one for one in found if one.straddling), key=lambda one: -one.straddling)
    if not proven and not open_ and not any(one.late_open for one in found):
        return [_("Times are what signers wrote; nobody else vouches for any of them.")] if there else []
    said = [_("Times are what signers wrote; others who sign how far the ledger has come vouch for some of them.")]
    worst = _("{leg}: of {there} boxes that came in time by the papers only {proved} are proved to have.")
    said += [worst.format(leg=leg(one.leg), there=number(one.there), proved=number(one.proved)) for one in open_[:1]]
    everywhere = _(
        "On all legs: of {there} in time by the papers {proved} are proved; of {open} only the papers say it."
    )
    left = number(sum(one.straddling for one in found))
    said.append(everywhere.format(there=number(there), proved=number(proven), open=left))
    late = sum(one.late for one in found)
    if late:
        tardy = _("Of {late} late by the papers {proved} are proved to have been late.")
        said.append(tardy.format(late=number(late), proved=number(sum(one.proved_late for one in found))))
    return said
