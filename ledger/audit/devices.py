"""
The numbers that devices give their papers, one after another: a withheld or lost paper leaves a gap.

A gap proves nothing by itself, since a paper may still be on its way; it is information, never a finding.
"""

from bisect import bisect_left
from itertools import pairwise

from ledger.audit.report import Gaps


class Devices:
    """The numbers seen so far, as runs without a gap: what came in order takes no room."""

    def __init__(self) -> None:
        self._runs: dict[str, list[tuple[int, int]]] = {}
        self._repeated = 0

    def take(self, device: str, number: int) -> None:
        """A paper of this device is here."""
        runs = self._runs.setdefault(device, [])
        at = bisect_left(runs, (number + 1,))
        first, last = runs[at - 1] if at else (number, number - 2)
        if number <= last:
            self._repeated += 1
            return
        joins_before, joins_after = last == number - 1, at < len(runs) and runs[at][0] == number + 1
        run = (first if joins_before else number, runs[at][1] if joins_after else number)
        runs[at - joins_before : at + joins_after] = [run]

    def gaps(self) -> Gaps:
        """What is missing between the lowest and the highest number of each device."""
        holes = {
            device: [(left[1] + 1, right[0] - left[1] - 1) for left, right in pairwise(runs)]
            for device, runs in sorted(self._runs.items())
        }
        broken = [device for device, found in holes.items() if found]
        return Gaps(
            missing=sum(size for found in holes.values() for _, size in found),
            devices=len(broken),
            first_device=broken[0] if broken else None,
            first_number=holes[broken[0]][0][0] if broken else None,
            repeated=self._repeated,
        )
