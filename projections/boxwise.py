"""
Seals box by box: what papers put on and broke, against those the last of them says are on it. Of each box

    put on + appeared = broken + waiting + on the box + gone

and nothing is below nought. What a paper that waits says has happened to a box has not been done to it yet, as far as
anybody can know: seals it put on, and those still on the box that it says it broke, are waiting.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ledger.domain.documents.base import Seals
from ledger.persistence.entries import as_bytes
from projections import standing, worn
from projections.accounts import MOST
from projections.looking import View
from projections.moment import Moment, boxes_then, is_now
from projections.where import where
from projections.worn import SORTS, Worn


@dataclass(frozen=True)
class Use:
    """What became of one sort of seal."""

    put_on: int = 0
    """Those of papers that wait as well: they are no longer in store."""
    appeared: int = 0
    """On boxes, or broken there, above those anybody put on."""
    broken: int = 0
    waiting: int = 0
    on_boxes: int = 0
    gone: int = 0
    """Neither broken at an opening nor on a box: came off, or taken off by nobody who says so."""

    def times(self, boxes: int) -> "Use":
        """The same of so many boxes."""
        return Use(*(boxes * number for number in vars(self).values()))

    def __add__(self, other: "Use") -> "Use":
        return Use(*(one + more for one, more in zip(vars(self).values(), vars(other).values(), strict=True)))


def uses(view: View, moment: Moment) -> Mapping[str, Use]:
    """By sort what became of its seals, over all boxes."""
    stated, found = _stated(view, moment), dict[str, Use]()
    for told, boxes in _told(view, moment):
        for seals, alike in Counter(stated.pop(box, None) for box in boxes).items():
            _add(found, told, seals, alike)
    for only_seen, alike in Counter(stated.values()).items():
        _add(found, (), only_seen, alike)
    return found


def put_on(view: View, moment: Moment) -> tuple[Mapping[str, Use], Mapping[str, int]]:
    """By sort how many were put on and nothing else, and the last paper that put some on."""
    count, last = Counter[str](), dict[str, int]()
    for told, boxes in _told(view, moment):
        for one in told:
            for sort, number in zip(SORTS, one.on, strict=True):
                if number:
                    count[sort] += number * len(boxes)
                    last[sort] = max(last.get(sort, 0), one.paper)
    return {sort: Use(put_on=number) for sort, number in count.items()}, last


def _add(found: dict[str, Use], told: Sequence[Worn], seals: Seals | None, boxes: int) -> None:
    for nth, sort in enumerate(SORTS):
        use = _use(told, nth, _on(seals, sort))
        if use != Use():
            found[sort] = found.get(sort, Use()) + use.times(boxes)


def _use(told: Sequence[Worn], nth: int, on: int) -> Use:
    done = [one for one in told if one.became == "done"]
    waits = [one for one in told if one.became == "waits"]
    on_done, broken = sum(one.on[nth] for one in done), sum(one.broken[nth] for one in done)
    on_waits, breaking = sum(one.on[nth] for one in waits), min(on, sum(one.broken[nth] for one in waits))
    missing = on_done - broken - on
    return Use(
        put_on=on_done + on_waits,
        appeared=max(0, -missing),
        broken=broken,
        waiting=on_waits + breaking,
        on_boxes=on - breaking,
        gone=max(0, missing),
    )


def _on(seals: Seals | None, sort: str) -> int:
    seal = None if seals is None else getattr(seals, sort)
    return 0 if seal is None else min(seal.on, MOST)


def _told(view: View, moment: Moment) -> Iterator[tuple[tuple[Worn, ...], list[str]]]:
    """What had become of each line by then, with the boxes of which the same is kept."""
    table, alike = view.tables["accounts"][4], dict[bytes, list[str]]()
    for box, value in view.connection.execute(select(table)):
        alike.setdefault(as_bytes(value), []).append(box)
    for kept, boxes in alike.items():
        yield _then(worn.read(boxes[0], kept), moment), boxes


def _then(said: Sequence[Worn], moment: Moment) -> tuple[Worn, ...]:
    last = {one.paper: one for one in said if moment.counts(one.took, one.seconds)}
    return tuple(one for one in last.values() if one.became != "void")


def _stated(view: View, moment: Moment) -> dict[str, Seals]:
    """The seals that are said to be on boxes."""
    if not is_now(view, moment):
        known = where(view, boxes_then(view, moment))
        return {box.box: box.seals for box in known if box.seals is not None}
    (location,) = view.tables["location"]
    rows = view.connection.execute(select(location.c.box, location.c.seals))
    read = ((box, standing.read_seals(box, stated)) for box, stated in rows)
    return {box: seals for box, seals in read if seals is not None}
