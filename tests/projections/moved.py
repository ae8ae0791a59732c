"""What is kept of what became of a box, changed behind the program's back."""

import json
from collections.abc import Callable

from sqlalchemy import select, update

from ledger.persistence.journal import Journal
from projections import chain, shelf

Moves = list[list[object]]


def change_moves(journal: Journal, box: str, change: Callable[[Moves], Moves]) -> None:
    """Whatever the change makes of them is kept from here on."""
    with journal.database.writing() as connection:
        moves, _grades = chain.tables(shelf.reached(connection)["chain"].generation)
        of_box = moves.c.box == box
        kept = connection.execute(select(moves.c.moves).where(of_box)).scalar_one()
        changed = json.dumps(change(json.loads(b"[" + bytes(kept) + b"]")), separators=(",", ":"))
        connection.execute(update(moves).where(of_box).values(moves=changed.encode()[1:-1]))
