"""
What officers know of a box before they write a line about it: its last link, and the seals last stated.

They learn it from the papers they hold, recorded or not. What the ledger holds of a box may be less, while a paper is
missing there.
"""

from collections.abc import Iterable
from typing import Any, Final, TypeVar

from ledger.domain.custody import Effects
from ledger.domain.documents.base import LinkLine, Seal, Seals
from ledger.domain.documents.boxes import Opening, OpeningLine
from ledger.paper import Paper

LineT = TypeVar("LineT", bound=LinkLine)

CLOSED: Final = Seals(ties=Seal(on=2), papers=Seal(on=1))
"""How a box is closed after packing, after the count and after the recapitulation."""
VOTING: Final = Seals(ties=Seal(on=1))
"""How it is closed while people vote."""
LOOSE: Final = Seals(ties=Seal(on=1), papers=Seal(on=1))
"""How it is found where one of its two ties came off."""
ONE_TIE: Final = Seals(ties=Seal(on=1))
"""What is put on again then."""
TOO_MANY: Final = Seals(ties=Seal(on=3), papers=Seal(on=1))
"""A tie more than anybody said to have put on."""


class Chains:
    """Of each box the digest of its last link and its seals."""

    def __init__(self) -> None:
        self.last: dict[str, str] = {}
        self.seals: dict[str, Seals] = {}

    def line(self, kind: type[LineT], box: str, **said: Any) -> LineT:
        """A line that follows what is known of the box; whoever writes it sees nothing new unless he says so."""
        return kind(
            **{
                "box": box,
                "after": self.last[box],
                "seals": self.seals.get(box, Seals()),
                "state": "intact",
                **said,
            },
        )

    def learn(self, paper: Paper, effects: Effects) -> None:
        """What a recorded paper changed. A line that waits is known to those who hold its paper."""
        known = {change.box: change for change in effects.changes if change.index == effects.index}
        self.learn_unrecorded(paper, [box for box, change in known.items() if change.verdict == "waiting"])
        for box, change in known.items():
            if change.verdict == "link":
                self.last[box] = paper.digest
                self.seals[box] = change.now.seals or Seals()

    def learn_unrecorded(self, paper: Paper, boxes: Iterable[str]) -> None:
        """What a paper says that no ledger has taken in."""
        wanted = set(boxes)
        for line in paper.lines:
            if isinstance(line, LinkLine) and line.box in wanted:
                self.last[line.box] = paper.digest
                opened = isinstance(paper.document, Opening) and isinstance(line, OpeningLine)
                self.seals[line.box] = (line.resealed or Seals()) if opened else line.seals  # type: ignore[attr-defined]  # mypy does not follow `opened`
