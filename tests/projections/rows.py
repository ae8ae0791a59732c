"""Everything the read models hold, row by row."""

from typing import Any

from ledger.persistence.journal import Journal
from projections import shelf
from projections.projection import ordered

Kept = dict[str, list[list[dict[str, Any]]]]


def kept(journal: Journal) -> Kept:
    """By read model, of each of its tables all rows."""
    with journal.database.reading() as connection:
        there = shelf.reached(connection)
        return {
            one.name: [list(ordered(connection, table)) for table in one.tables(there[one.name].generation)]
            for one in shelf.ALL
        }


def positions(journal: Journal) -> dict[str, int]:
    """By read model, how many entries it knows."""
    with journal.database.reading() as connection:
        return {name: each.position for name, each in shelf.reached(connection).items()}
