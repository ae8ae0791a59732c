"""The table of boxes: where each is, who answers for it, and how it is sealed."""

from typing import Final

from projections.exported.tables import SEALS, Cell, Column, Table, seals
from projections.looking import View
from projections.standing import Standing
from projections.where import Question, where

COLUMNS: Final = (
    Column("box"),
    Column("custodian"),
    Column("keeper"),
    Column("place"),
    Column("in_transit_to"),
    Column("in_transit_since", "instant"),
    Column("sealed", "truth"),
    *SEALS,
    Column("state"),
    Column("on_hold", "truth"),
    Column("disputed", "texts"),
    Column("waiting", "number"),
    Column("disposed", "truth"),
    Column("expected", "truth"),
    Column("index", "number"),
    Column("at", "instant"),
)


def table(view: View, question: Question) -> Table:
    """As they stood then. Raises Unknown."""
    return Table("boxes", COLUMNS, map(_row, where(view, question)))


def _row(one: Standing) -> tuple[Cell, ...]:
    return (
        one.box,
        one.custodian,
        one.keeper,
        one.place,
        one.in_transit_to,
        one.in_transit_since,
        bool(one.sealed),
        *seals(one.seals),
        one.state,
        bool(one.held),
        one.disputed,
        one.waiting,
        bool(one.disposed),
        bool(one.listed),
        one.moved,
        one.moved_at,
    )
