"""
Tables that leave the ledger: columns of a few sorts, and rows made while they are read.

    boxes     each box as it stands
    links     each paper about each box: who gave whom what, where, when, and who signed
    papers    each paper once

A cell is None, a text, a number, a truth, or several texts; an instant is a text as papers write it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from ledger.domain.documents.base import Seal, Seals

Sort = Literal["text", "texts", "number", "truth", "instant"]
Cell = str | int | bool | tuple[str, ...] | None


class Column(NamedTuple):
    """A heading, and what stands under it."""

    name: str
    sort: Sort = "text"


@dataclass(frozen=True)
class Table:
    """A name, columns, and rows that are made when they are asked for, once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


_SEALS: Final = Seals.__struct_fields__
SEALS: Final = (
    *(Column(f"{sort}_{count}", "number") for sort in _SEALS for count in ("on", "bad")),
    Column("serials", "texts"),
)
"""The columns that say which seals are on a box."""


def seals(stated: Seals | None) -> tuple[Cell, ...]:
    """The cells under `SEALS`; nothing where a sort of seal was not spoken of."""
    found: list[Seal | None] = [getattr(stated, sort) if stated else None for sort in _SEALS]
    counted: list[Cell] = [count for seal in found for count in ((seal.on, seal.bad) if seal else (None, None))]
    return *counted, tuple(serial for seal in found if seal for serial in seal.serials)
