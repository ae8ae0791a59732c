"""
Time from outside: between which two cosigned checkpoints a paper came into the log.

    not_before   when the checkpoint its signers had seen was first cosigned: they cannot have named its root earlier
    not_after    when the first checkpoint that covers the entry had as many cosignatures as the quorum asks

What a paper says of time is a claim, and so is the clock of whoever keeps the log. To date a paper too young, every
witness of the checkpoint seen would have to date it too late, or the log to hand it out long before anybody cosigned
it; to date it too old, as many witnesses of one that covers it as the quorum asks.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

from ledger.domain.documents.base import DAY
from ledger.log.checkpoint import Opened
from ledger.log.quorum import Quorum

CLOCKS: Final = 600
"""Seconds by which clocks of laptops and witnesses may differ without a word."""
NEAR: Final = DAY
"""Seconds the two ends may be apart for a paper to be dated from outside (grade A)."""
LATEST: Final = 253_370_764_800
"""Seconds at which the year 9999 begins, the last that papers can write. Whoever says a later time dates nothing."""

Proof = Literal["in-time", "late", "open", "unknown"]
"""What outside time says of a deadline. `open`: it lies within the bracket. `unknown`: an end that is needed is not."""


@dataclass(frozen=True)
class Bracket:
    """Seconds between which a paper was signed and recorded; None where nothing from outside says so."""

    not_before: int | None = None
    not_after: int | None = None

    def proves(self, until: int) -> Proof:
        """Whether something had happened by a deadline, whatever it claims itself."""
        if self.not_after is not None and self.not_after <= until:
            return "in-time"
        if self.not_before is not None and self.not_before > until:
            return "late"
        return "unknown" if self.not_before is None or self.not_after is None else "open"

    def dates(self, claimed: int) -> bool:
        """Whether both ends are known and near, and the claim lies between them as far as clocks can tell."""
        if self.not_before is None or self.not_after is None:
            return False
        return self.not_after - self.not_before <= NEAR and not self.is_ahead(claimed) and not self.is_behind(claimed)

    def is_ahead(self, claimed: int) -> bool:
        """Whether a paper claims to be of a time when it was long in the log."""
        return self.not_after is not None and claimed > self.not_after + CLOCKS

    def is_behind(self, claimed: int) -> bool:
        """Whether a paper claims to be older than what its signers had seen."""
        return self.not_before is not None and claimed < self.not_before - CLOCKS


UNKNOWN: Final = Bracket()


class Marks:
    """What witnesses dated: checkpoints of one log, each of which is known to be of the ledger at hand."""

    def __init__(self, opened: Iterable[Opened], quorum: Quorum) -> None:
        dated: dict[tuple[int, bytes], dict[str, int]] = {}
        for one in opened:
            times = dated.setdefault((one.checkpoint.size, one.checkpoint.root), {})
            said = {name: time for name, time in one.times.items() if time < LATEST}
            times.update({name: min(time, times.get(name, time)) for name, time in said.items()})
        self._first = {name: min(times.values()) for name, times in dated.items() if times}
        reached = {size: met for (size, _), times in dated.items() if (met := _met(times, quorum)) is not None}
        self._sizes = sorted(reached)
        # A larger checkpoint covers as much: of a size the earliest time at which it or a larger one was reached.
        self._after = list(accumulate((reached[size] for size in reversed(self._sizes)), min))[::-1]

    def __bool__(self) -> bool:
        return bool(self._first)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks) and self._dates == other._dates

    def __hash__(self) -> int:
        return hash(self._dates)

    @property
    def _dates(self) -> tuple[frozenset[tuple[tuple[int, bytes], int]], tuple[int, ...], tuple[int, ...]]:
        """All that a bracket is made of."""
        return frozenset(self._first.items()), tuple(self._sizes), tuple(self._after)

    def bracket(self, index: int, size: int, root: bytes) -> Bracket:
        """Of the paper at this index, whose signers had seen a checkpoint of that size and root."""
        place = bisect_right(self._sizes, index)
        after = self._after[place] if place < len(self._sizes) else None
        return Bracket(self._first.get((size, root)), after)


def _met(times: Mapping[str, int], quorum: Quorum) -> int | None:
    """The time by which enough witnesses had cosigned, if ever they did."""
    for time in sorted(set(times.values())):
        if quorum.met_by([name for name, said in times.items() if said <= time]):
            return time
    return None
