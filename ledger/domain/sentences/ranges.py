"""
Which boxes, in as few words as say it completely: stations in a row that hold the same kinds stand together.

    35.79.02.2009 TPS 001 s.d. TPS 014: DPD, DPR; 35.79: RESERVE.1 s.d. RESERVE.17
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from ledger.domain.sentences.tongue import Tongue

_WORTH_A_RANGE: Final = 3


def of_boxes(tongue: Tongue, boxes: Iterable[str]) -> str:
    """Boxes by the area or station on their labels."""
    return _told(tongue, (_divided(box, "/") for box in boxes))


def of_legs(tongue: Tongue, legs: Iterable[str]) -> str:
    """Legs of a plan by the area or station they are expected of."""
    return _told(tongue, (_divided(leg, ":") for leg in legs))


def _divided(name: str, mark: str) -> tuple[str, str]:
    area, _, kind = name.rpartition(mark)
    return area, kind


def _told(tongue: Tongue, named: Iterable[tuple[str, str]]) -> str:
    by_area = groupby(sorted(named), key=lambda one: one[0])
    areas = [(area, _kinds(tongue, [kind for _, kind in held])) for area, held in by_area]
    runs: list[list[tuple[str, str]]] = []
    for one in areas:
        if runs and runs[-1][-1][1] == one[1] and _follows(runs[-1][-1][0], one[0]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return "; ".join(_run(tongue, [area for area, _ in run], run[0][1]) for run in runs)


def _run(tongue: Tongue, areas: Sequence[str], kinds: str) -> str:
    first = tongue.area(areas[0])
    if len(areas) == 1:
        return f"{first}: {kinds}"
    last = f"TPS {areas[-1].rpartition('/')[2]}"
    return tongue.say("{first} s.d. {last}: {kinds}", "{first} to {last}: {kinds}", first=first, last=last, kinds=kinds)


def _follows(before: str, after: str) -> bool:
    village, station = _divided(before, "/")
    return bool(village) and _divided(after, "/") == (village, f"{int(station) + 1:03}")


def _kinds(tongue: Tongue, kinds: Iterable[str]) -> str:
    numbered = sorted((stem, int(number or 0)) for stem, _, number in (kind.partition(".") for kind in kinds))
    runs: list[list[tuple[str, int]]] = []
    for stem, number in numbered:
        if runs and number > 1 and runs[-1][-1] == (stem, number - 1):
            runs[-1].append((stem, number))
        else:
            runs.append([(stem, number)])
    return ", ".join(_numbers(tongue, run) for run in runs)


def _numbers(tongue: Tongue, run: Sequence[tuple[str, int]]) -> str:
    spelled = [f"{stem}.{number}" if number else stem for stem, number in run]
    if len(run) < _WORTH_A_RANGE:
        return ", ".join(spelled)
    return tongue.say("{first} s.d. {last}", "{first} to {last}", first=spelled[0], last=spelled[-1])
