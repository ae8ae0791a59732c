"""What is kept of what became of a box, changed behind the program's back."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Table, select, update

from ledger.persistence.journal import Journal
from projections import chain, shelf

Arrays = list[list[object]]


def change_places(journal: Journal, box: str, change: Callable[[Arrays], Arrays]) -> None:
    """Where the moves of a box are is what the change makes of it."""
    _moves, moved, _grades = _tables(journal)
    _change(journal, moved, moved.c.box, box, change)


def change_moves(journal: Journal, took: int, change: Callable[[Arrays], Arrays]) -> None:
    """The moves of an entry are what the change makes of them."""
    moves, _moved, _grades = _tables(journal)
    _change(journal, moves, moves.c.took, took, change)


def _tables(journal: Journal) -> tuple[Table, ...]:
    with journal.database.reading() as connection:
        return chain.tables(shelf.reached(connection)["chain"].generation)


def _change(
    journal: Journal, table: Table, key: Column[Any], value: object, change: Callable[[Arrays], Arrays]
) -> None:
    with journal.database.writing() as connection:
        kept = connection.execute(select(table.c.moves).where(key == value)).scalar_one()
        changed = json.dumps(change(json.loads(b"[" + bytes(kept) + b"]")), separators=(",", ":"))
        connection.execute(update(table).where(key == value).values(moves=changed.encode()[1:-1]))
