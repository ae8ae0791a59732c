"""
Papers this copy lacks, though nobody kept them: those that papers here follow, and that are not here.

A line that waits names the paper before it by its digest. Of many papers that wait behind each other, the one that is
lacking is the one whose digest is no paper's here.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from projections.desk import Break, Cite


@dataclass(frozen=True)
class Lacking:
    """How its digest begins, its boxes, the first paper here that follows it, and how many papers wait for it."""

    digest: str
    boxes: tuple[str, ...]
    followed_by: Cite
    waiting: int


def lacking(breaks: Iterable[Break], known: Collection[str]) -> Iterator[Lacking]:
    """Each once, in the order in which papers here follow them."""
    waits = [one for one in breaks if one.code == "waiting" and one.settled is None]
    followers: dict[str, list[Break]] = {}
    for one in sorted(waits, key=lambda each: each.took):
        if str(one.facts.expected) not in known:
            followers.setdefault(str(one.facts.expected), []).append(one)
    for digest, same in followers.items():
        boxes = {box for one in same for box in one.boxes}
        behind = {one.papers[-1].index for one in waits if boxes.intersection(one.boxes)}
        yield Lacking(digest, tuple(sorted(boxes)), same[0].papers[-1], len(behind))
