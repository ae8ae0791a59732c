"""Rows of coverage added up: the areas of a leg, or some of them."""

from collections.abc import Sequence
from dataclasses import fields
from itertools import groupby
from typing import Final

from projections.coverage import Row

_COUNTS: Final = tuple(each.name for each in fields(Row) if each.name not in {"leg", "area", "due"})


def totals(rows: Sequence[Row]) -> list[Row]:
    """The areas of each leg, added up."""
    return [total(leg, "", list(same)) for leg, same in groupby(rows, key=lambda row: row.leg)]


def total(leg: str, area: str, rows: Sequence[Row]) -> Row:
    """Rows of one leg added up, under another name."""
    dues = {row.due for row in rows}
    counts = {count: sum(getattr(row, count) for row in rows) for count in _COUNTS}
    return Row(leg=leg, area=area, due=dues.pop() if len(dues) == 1 else None, **counts)
