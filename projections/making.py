"""Filling read models that are made anew, and comparing them with the old ones where these stand."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final

from ledger.persistence import entries
from ledger.persistence.journal import Journal
from ledger.uncollected import uncollected
from projections import shelf
from projections.compare import Difference, between
from projections.projection import Projection

Watched = Callable[[Iterable[int]], Iterable[int]]
"""Hands on how many entries were taken in, page by page, and may show it."""

SHOWN: Final = 1000
"""Differences that are listed of one read model."""


def fill(
    journal: Journal, wanted: Sequence[Projection], page: int, watched: Watched = iter
) -> dict[str, list[Difference]]:
    """Those beside the old ones, up to all there is; by name in what the old ones differed."""
    with uncollected():
        found = _compared(journal, wanted, page, watched)
        if wanted:
            _fill(journal, wanted, journal.size(), page, watched)
        return found


def _fill(journal: Journal, wanted: Sequence[Projection], head: int, page: int, watched: Watched) -> None:
    for _ in watched(shelf.fill(journal, wanted, head, page=page, beside=shelf.BESIDE)):
        pass


def _compared(
    journal: Journal, wanted: Sequence[Projection], page: int, watched: Watched
) -> dict[str, list[Difference]]:
    """Fill the new ones as far as the old ones are, and compare them there."""
    found: dict[str, list[Difference]] = {}
    while left := [one for one in wanted if one.name not in found]:
        with journal.database.reading() as connection:
            there, head = shelf.reached(connection), entries.head(connection)
            goals = {one: min(there[one.name].position, head) for one in left}
            for one in left:
                new = shelf.standing_of(there, one, shelf.BESIDE)
                if new.position == goals[one]:
                    old = one.tables(there[one.name].generation)
                    pair = (connection, one.tables(new.generation)), (connection, old)
                    found[one.name] = list(islice(between(one, *pair), SHOWN))
        behind = [one for one in left if one.name not in found]
        if behind:
            _fill(journal, behind, min(goals[one] for one in behind), page, watched)
    return found
