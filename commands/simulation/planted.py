"""
What went wrong on purpose, and which paper shows it: `planted.json` beside the ledger.

    {"code":"IR-01","index":2040,"box":"35.79.01.1004/017/DPD","station":"35.79.01.1004/017","count":1}

Codes are the fifteen irregularities, and words for what is no irregularity of theirs: `contested`, `unlinked`,
`transcript`, `withdrawal`, `absence`, … `unlinked` names the first paper that waits; what it waits for is withheld.
"""

from dataclasses import dataclass, field
from typing import Final

from commands.program.flags import FLAGS
from ledger.domain import names

MEANINGS: Final = {
    **FLAGS,
    "absence": "who should have witnessed did not come",
    "contested": "a line that does not follow from the ledger",
    "correction": "both parties corrected a paper",
    "extra": "a box that was not on the list",
    "hold": "boxes were ordered to stay where they are",
    "missing": "a box that was on the list did not come",
    "on-hold": "a box was moved while it was on hold",
    "padlock": "a padlock holder was not there when the store was opened",
    "refused": "a box was turned away at the door",
    "revocation": "a key was stolen, and revoked",
    "revoked": "a box that only the stolen key says was sent away",
    "transcript": "a form written by hand was copied",
    "unlinked": "boxes whose papers wait for one that is withheld",
    "withdrawal": "a release was taken back before it was accepted",
}
"""By code what was planted."""


@dataclass(frozen=True)
class Plant:
    """One thing planted. `count` is of goods, where no box bears a label yet."""

    code: str
    index: int
    digest: str
    box: str | None = None
    station: str | None = None
    count: int = 1

    def plain(self) -> dict[str, object]:
        """As the file shows it: without what does not apply."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass
class Planted:
    """All of them, in the order they were recorded."""

    all: list[Plant] = field(default_factory=list)

    def add(self, code: str, index: int, digest: str, *boxes: str, station: str | None = None, count: int = 1) -> None:
        """Something planted in a paper, on each of the boxes or on the paper as a whole."""
        for box in boxes:
            self.all.append(Plant(code, index, digest, box, station or _station(box), count))
        if not boxes:
            self.all.append(Plant(code, index, digest, None, station, count))

    def indexes(self) -> list[int]:
        """Where the papers are recorded that show something."""
        return sorted({plant.index for plant in self.all})

    def counts(self) -> dict[str, int]:
        """How many of each code."""
        found: dict[str, int] = {}
        for plant in self.all:
            found[plant.code] = found.get(plant.code, 0) + plant.count
        return dict(sorted(found.items()))


def _station(box: str) -> str | None:
    area = names.area_of_box(box)
    return area if "/" in area else None
