"""What was planted in a simulated city, beside what the desk finds there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commands.simulation.planted import HAPPENINGS
from ledger.persistence.journal import open_journal
from projections import desk, looking
from projections.desk import Break

BEFORE = "2026-01-01T00:00:00+07:00"
"""This machine's clock, long before the invented voting day."""
Plant = dict[str, Any]
Shown = tuple[Break, str | None]


def compared(folder: Path) -> list[object]:
    """What was planted and is not found, and what is found and was not planted."""
    plants = [
        one for one in json.loads((folder / "planted.json").read_text())["planted"] if one["code"] not in HAPPENINGS
    ]
    with open_journal(folder / "ledger.db") as journal, looking.look(journal) as view:
        broken = desk.breaks(view, desk.as_at(view, index=None, time=None, clock=BEFORE))
    shown = list(_shown(broken))
    unfound = [plant for plant in plants if not any(_is_of(one, plant) for one in shown)]
    return [*unfound, *(one for one in shown if not any(_is_of(one, plant) for plant in plants))]


def _shown(broken: list[Break]) -> Iterator[Shown]:
    for one in broken:
        for box in one.boxes or (None,):
            yield one, box


def _is_of(shown: Shown, plant: Plant) -> bool:
    """The code, one of the papers it rests on, and the box or station."""
    broken, box = shown
    of_paper = box is None or ("box" not in plant and "station" not in plant)
    return (
        plant["code"] == broken.code
        and plant["index"] in {cite.index for cite in broken.papers}
        and (of_paper or box == plant.get("box", box))
        and (of_paper or f"{box}".startswith(f"{plant['station']}/"))
    )
