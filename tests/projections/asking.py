"""The auditor's desk, asked about a story: it is recorded in a file and looked at as any ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from projections import desk, looking
from projections.desk import Break, Moment, Narrowed
from projections.looking import View
from tests.harness import TestLedger
from tests.projections.story import recorded

CLOCK = "2029-03-01T12:00:00+07:00"
"""Later than everything these stories tell."""


@contextmanager
def looked_at(ledger: TestLedger, folder: Path) -> Iterator[View]:
    """The story in a file, and the read models of it; what was recorded since is recorded too."""
    path = folder / "story.db"
    with recorded(path, ledger) as journal, looking.look(journal) as view:
        yield view


def moment(view: View, *, index: int | None = None, time: str | None = None, clock: str = CLOCK) -> Moment:
    """As at when."""
    return desk.as_at(view, index=index, time=time, clock=clock)


def breaks(ledger: TestLedger, folder: Path, code: str | None = None, **when: str | int | None) -> list[Break]:
    """What does not agree, settled or not."""
    with looked_at(ledger, folder) as view:
        return desk.breaks(view, moment(view, **when), Narrowed(code=code))  # type: ignore[arg-type]  # each of its own type


def one(ledger: TestLedger, folder: Path, code: str, **when: str | int | None) -> Break:
    """The only break of a code."""
    (found,) = breaks(ledger, folder, code, **when)
    return found


def codes_of(found: list[Break]) -> list[str]:
    """Codes of those that are open."""
    return [each.code for each in found if each.settled is None]
