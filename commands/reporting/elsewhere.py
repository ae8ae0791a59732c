"""
Boxes that have not come where they were due, and of which papers say more than that: those of which later papers wait
for one that is not here, and those that were presented and refused.

    waits    9 later papers wait; the last of them that says who has the box: entry 4090, KPU, 26 Feb 09:50
    refused  presented 14 Feb 23:40, refused by the PPK, reason given: label-unreadable
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commands.reporting.hearing import Heard
from commands.reporting.lacking import Lacking
from ledger.domain.custody.effects import Change
from projections import links
from projections.looking import View


@dataclass(frozen=True)
class Waits:
    """How many papers wait for one that is not here, how its digest begins, and where the last of them puts the box."""

    lacks: str
    papers: int
    index: int
    at: str
    unit: str


@dataclass(frozen=True)
class Refused:
    """Presented and not taken: when, by which paper, to whom, and the reason the paper gives."""

    index: int
    at: str
    by: str
    reason: str | None


def waits(lacking: Iterable[Lacking], heard: Heard) -> Iterator[tuple[str, Waits]]:
    """By box; those of which a paper that waits says who has them."""
    for one in lacking:
        for box in one.boxes:
            found = [heard.waiting[box][index] for index in sorted(heard.waiting.get(box, {}))]
            told = [(change, unit) for change in found if (unit := _has(change))]
            if told:
                last, unit = told[-1]
                yield box, Waits(one.digest, len(found), last.index, last.at, unit)


def _has(change: Change) -> str | None:
    """Who has the box by a paper that waits; of one that was sent, who sent it."""
    if change.kind in {"acceptance", "handover"} and change.outcome in {None, "accepted"}:
        return change.receiver
    return change.giver if change.kind == "release" else None


def refused(view: View, heard: Heard) -> Iterator[tuple[str, Refused]]:
    """By box, with the reason in the paper."""
    view.papers.load(one.index for one in heard.refused.values())
    for box, one in heard.refused.items():
        yield box, Refused(one.index, one.at, one.receiver or "", links.reason(view, one.index, box))
