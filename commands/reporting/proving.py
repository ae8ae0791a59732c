"""How far the time of arrivals is proved from outside: of those in time by their papers, and of late ones."""

from collections.abc import Sequence

from commands.looking.told import leg
from commands.program.language import _, number
from projections.desk import Row


def told(found: Sequence[Row]) -> list[str]:
    """For the summary, of the legs: the one of which least is proved first."""
    there, proven = sum(one.there for one in found), sum(one.proved for one in found)
    open_ = sorted((one for one in found if one.straddling), key=lambda one: -one.straddling)
    if not proven and not open_ and not any(one.late_open for one in found):
        return [_("Times are what signers wrote; nobody else vouches for any of them.")] if there else []
    said = [_("Times are what signers wrote; others who sign how far the ledger has come vouch for some of them.")]
    said += [_least(one) for one in open_[:1]]
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


def _least(one: Row) -> str:
    said = _("{leg}: of {there} boxes that came in time by the papers only {proved} are proved to have.")
    if not one.proved:
        said = _("{leg}: of {there} boxes that came in time by the papers none is proved to have.")
    return said.format(leg=leg(one.leg), there=number(one.there), proved=number(one.proved))
