"""
What a ledger says for a random sample: which boxes there are to draw from, and what was seen of those drawn.

Seen of a box is what inspections with the purpose `sample` say that were recorded after the sample's index. An
inspection disagrees if the box was at another place than the ledger said until then, was missing, or bore other seals
than were stated last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain import names
from ledger.domain.documents.remarks import Inspection, InspectionLine
from projections import past
from projections.codes import SEALS_DIFFER
from projections.exported.histories import History, of_boxes
from projections.looking import View
from projections.moment import Moment, boxes_then
from projections.where import Question, where

PURPOSE: Final = "sample"


@dataclass(frozen=True)
class Sight:
    """What one inspection says of a box; `expected` is the place the ledger had for it until then."""

    index: int
    at: str
    unit: str
    place: str
    expected: str | None
    missing: bool
    flags: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """With the place and the seals of the ledger."""
        # Two places that only coordinates tell are not the same by that.
        named = self.place != names.NOWHERE
        return not self.missing and named and self.place == self.expected and not SEALS_DIFFER & set(self.flags)


@dataclass(frozen=True)
class Drawn:
    """A box that was drawn, and all that was seen of it. One inspection that disagrees outweighs all others."""

    box: str
    seen: tuple[Sight, ...]

    @property
    def agrees(self) -> bool:
        """It was seen, and always as the ledger says."""
        return bool(self.seen) and all(one.agrees for one in self.seen)


def population(view: View, index: int, area: str | None) -> list[str]:
    """The boxes on the manifest once this entry was recorded, less those disposed of. Raises Unknown."""
    return [one.box for one in where(view, Question(area=area, index=index)) if one.listed and not one.disposed]


def seen(view: View, boxes: Sequence[str], index: int, moment: Moment) -> list[Drawn]:
    """What was seen of these boxes after this entry and by a moment, each as often as it was inspected."""
    told = of_boxes(view, boxes, boxes_then(view, moment))
    return [Drawn(history.box, tuple(_sights(view, history, index))) for history in told]


def _sights(view: View, history: History, index: int) -> Iterator[Sight]:
    for link, document, line in history.told:
        if link.index <= index or link.verdict != "remark":
            continue
        if isinstance(document, Inspection) and isinstance(line, InspectionLine) and document.purpose == PURPOSE:
            stood = past.at_index(view, link.index - 1, [history.box])
            yield Sight(
                index=link.index,
                at=link.at,
                unit=document.unit,
                place=document.place,
                expected=stood[0].place if stood else None,
                missing=line.state == "missing",
                flags=link.flags,
            )
