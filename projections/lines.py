"""What became of lines, read in what the entries did at which the chain points."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from ledger.domain.custody.effects import Change, Effects
from ledger.errors import CheckFailed, Reason
from projections.looking import View

NOWHERE = Reason(
    "PR-008",
    "The read model chain says that entry {index} did something about box {box}, and it did nothing about it.",
    "kotak rebuild makes it again from the papers; kotak verify tells whether they are whole.",
)


class Line(NamedTuple):
    """A change, and what the entry did in which it took effect, but for its other changes."""

    took: Effects
    change: Change


def follow(view: View, rows: Iterable[tuple[str, int]]) -> Iterator[Line]:
    """All that became of these boxes in these entries, in the order in which it happened. Raises CheckFailed."""
    wanted: dict[int, set[str]] = {}
    for box, took in rows:
        wanted.setdefault(took, set()).add(box)
    did = view.gathered(wanted)
    for took in sorted(did):
        boxes, told = wanted[took], set[str]()
        for group in did[took].together:
            for box in group.boxes:
                if box in boxes:
                    told.add(box)
                    yield Line(did[took].effects, replace(group.change, box=box))
        for box in boxes - told:
            raise CheckFailed(NOWHERE, index=took, box=box)
