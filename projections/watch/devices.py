"""
The numbers devices give their papers, and the times they claim one after another.

Numbers count from 0. A gap proves nothing by itself: the paper may be on its way. It says which paper to ask for.
"""

from typing import Final

from msgspec.structs import replace

from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import seconds
from projections.numbers import Numbers
from projections.watch.state import NONE, DeviceWatch, Gap, Open
from projections.watch.watching import Facts, Watching

BACK: Final = 600
"""Seconds by which a clock may be set back without a word."""


def take(w: Watching, effects: Effects) -> None:
    """One more paper of a device."""
    known = w.memory.get(DeviceWatch, effects.device) or DeviceWatch()
    if effects.device_seq > known.highest:
        _compare_clocks(w, known, effects)
        gaps = _missing(w, known, effects.device_seq)
        after = DeviceWatch(effects.device_seq, effects.index, effects.at, gaps)
    else:
        after = _between(w, known, effects)
    if after is not known:
        w.memory.put(effects.device, after)


def _compare_clocks(w: Watching, known: DeviceWatch, effects: Effects) -> None:
    if known.at and seconds(effects.at) < seconds(known.at) - BACK:
        facts = Facts(expected=known.at, found=effects.at, device=effects.device)
        w.find("clock", "backwards", facts, rests_on=[known.index])


def _missing(w: Watching, known: DeviceWatch, number: int) -> tuple[Gap, ...]:
    first, last = known.highest + 1, number - 1
    if first > last:
        return known.gaps
    told = str(Numbers(first, last))
    found = w.find("device-gap", "gap", Facts(expected=told, device=w.effects.device), rests_on=[known.index])
    return (*known.gaps, Gap(found.number, w.effects.digest, ((first, last),)))


def _between(w: Watching, known: DeviceWatch, effects: Effects) -> DeviceWatch:
    """A number that was missing has come, or one comes twice."""
    for gap in known.gaps:
        if any(first <= effects.device_seq <= last for first, last in gap.missing):
            return _filled(w, known, gap, effects.device_seq)
    facts = Facts(expected=f"{effects.device_seq}", device=effects.device)
    w.find("device-gap", "twice", facts, rests_on=[known.index if effects.device_seq == known.highest else NONE])
    return known


def _filled(w: Watching, known: DeviceWatch, gap: Gap, number: int) -> DeviceWatch:
    left = tuple(
        (first, last)
        for before, after in gap.missing
        for first, last in (
            ((before, number - 1), (number + 1, after)) if before <= number <= after else ((before, after),)
        )
        if first <= last
    )
    others = tuple(one for one in known.gaps if one is not gap)
    if left:
        return replace(known, gaps=(*others, replace(gap, missing=left)))
    w.settle(Open(gap.number, "device-gap", "gap", gap.digest), "number")
    return replace(known, gaps=others)
