"""What became of lines, read in what the entries did at which the chain points."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger.domain.custody.effects import Change, Effects
from ledger.errors import CheckFailed, Reason
from projections.looking import View

NOWHERE = Reason(
    "PR-008",
    "The read model chain says that entry {index} did something about box {box}, and it did nothing about it.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)


class Line(NamedTuple):
    """A change, and all that the entry did in which it took effect."""

    took: Effects
    change: Change


def follow(view: View, rows: Iterable[tuple[str, int]]) -> Iterator[Line]:
    """All that became of these boxes in these entries, in the order in which it happened. Raises CheckFailed."""
    wanted: dict[int, set[str]] = {}
    for box, took in rows:
        wanted.setdefault(took, set()).add(box)
    did = view.did(wanted)
    for took in sorted(did):
        boxes = wanted[took]
        for box in boxes.difference([change.box for change in did[took].changes]):
            raise CheckFailed(NOWHERE, index=took, box=box)
        for change in did[took].changes:
            if change.box in boxes:
                yield Line(did[took], change)
