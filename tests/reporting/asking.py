"""What a report answers about a story that was not played."""

from pathlib import Path
from typing import Literal

from commands.reporting import gathering
from commands.reporting.gathering import Asked, Desk
from projections.grades import NOTHING
from projections.lookout import Lookout
from tests.harness import TestLedger
from tests.projections.story import recorded

ALL = 10**6
"""More entries than any story has."""


def gathered(
    ledger: TestLedger,
    folder: Path,
    size: int = ALL,
    *,
    time: str | None = None,
    depth: Literal["report", "annex"] = "report",
) -> Desk:
    """The answers about a story, of its first entries."""
    path = folder / "story.db"
    with recorded(path, ledger) as journal:
        return gathering.gather(Lookout(journal), Asked(None, None, time, depth), NOTHING, size)
