"""
Lines about boxes: what the fold made of them, told with the papers it rests on, and what ends it.

Most lines simply take effect, and boxes that travel together are remembered alike: of those that were alike before and
to which the same happened, one is looked at for all.
"""

from typing import Final

from msgspec.structs import replace

from ledger.domain import names
from ledger.domain.custody.effects import Change, Gathered, Together
from ledger.domain.documents.base import DAY, LinkLine, seconds
from projections import codes
from projections.codes import Settling
from projections.codes.lines import LINE
from projections.watch import flagged, keys, places
from projections.watch.state import NONE, UNKNOWN, BoxWatch, Seen
from projections.watch.watching import Facts, Watching

SIGHTED: Final = frozenset(
    {"release", "acceptance", "handover", "withdrawal", "deposit", "sealing", "opening", "disposal", "inspection"}
)
"""Papers whose signers have the boxes before their eyes, at the place the paper names."""
ANSWER: Final[tuple[Settling, ...]] = ("answer",)
_SHORT: Final = 16


def take(w: Watching, did: Gathered) -> None:
    """Every change of an entry."""
    for group in did.together:
        if _may_be_plain(group.change):
            _take_alike(w, group)
        else:
            for box in group.boxes:
                _look(w, replace(group.change, box=box))


def _take_alike(w: Watching, group: Together) -> None:
    """Of boxes that were alike before, one is looked at for all; each by itself where there is something to tell."""
    change, place = group.change, _place(w, group.change)
    told = set[str]()
    for before, boxes in w.memory.alike(BoxWatch, group.boxes):
        if _is_plain(w, change, before or UNKNOWN, place):
            w.memory.put_all(boxes, _linked(before or UNKNOWN, change, place))
        else:
            told.update(boxes)
    for box in group.boxes if told else ():
        if box in told:
            _look(w, replace(change, box=box))


def _may_be_plain(change: Change) -> bool:
    return change.verdict == "link" and not change.flags and not change.code and change.now.custodian is not None


def _is_plain(w: Watching, change: Change, before: BoxWatch, place: str | None) -> bool:
    """Nothing is to be told of it, and what is open no line can end."""
    if any(codes.of(one.code).settled_by != ANSWER for one in before.open):
        return False
    return place is None or not places.contradicted(w, before.stays, place, seconds(change.at))


def _look(w: Watching, change: Change) -> None:
    match change.verdict:
        case "foreign" | "contested":
            _contested(w, change)
        case "waiting":
            _waits(w, change)
        case _:
            _took_effect(w, change)
    if change.verdict != "foreign":
        _reconcile(w, change)


def _contested(w: Watching, change: Change) -> None:
    box = w.box(change.box)
    facts = Facts(giver=change.giver or "", receiver=change.receiver or "", custodian=change.now.custodian or "")
    w.find(
        f"{LINE}{change.code}",
        "line",
        facts,
        rests_on=[box.last, *(keys.ended(w, change.index) if change.code == "revoked" else ())],
        box=change.box,
        unit=change.giver or change.receiver,
        shown_by=change.index,
    )


def _waits(w: Watching, change: Change) -> None:
    line, last = flagged.line_of(w, change, LinkLine), w.box(change.box).last
    follows = (line.after or "")[:_SHORT] if line else ""
    stands = w.cite(last).digest[:_SHORT] if last != NONE else ""
    facts = Facts(expected=follows, found=stands)
    w.find("waiting", "line", facts, rests_on=[last], box=change.box, unit=change.giver, shown_by=change.index)


def _took_effect(w: Watching, change: Change) -> None:
    """What is flagged, where it was, what ends with it; and then it is the box's last link."""
    before = w.box(change.box)
    for flag in change.flags:
        flagged.tell(w, change, before, flag)
    if change.kind == "finding" and change.code is not None:
        w.find(change.code, "finding", Facts(found=change.giver or ""), box=change.box, unit=change.now.custodian)
    if change.outcome == "extra":
        w.find(f"{LINE}extra", "line", Facts(), box=change.box, unit=change.receiver, shown_by=change.index)
    if change.now.custodian is None and _place(w, change) is not None and not _has(before, "no-custodian"):
        unit = change.giver or change.receiver
        w.find("no-custodian", "box", Facts(), box=change.box, unit=unit, shown_by=change.index)
    if change.outcome == "refused":
        facts = Facts(expected=change.now.custodian or "", found=change.receiver or "")
        w.find("not-returned", "refused", facts, box=change.box, unit=change.giver, after=DAY, shown_by=change.index)
    _stand(w, change)
    _end(w, change)
    if change.verdict == "link":
        w.memory.put(change.box, _linked(w.box(change.box), change, _place(w, change)))
    elif change.kind == "hold":
        w.memory.put(change.box, replace(w.box(change.box), held=change.index))


def _stand(w: Watching, change: Change) -> None:
    """Where it was seen, against where else it was at that time, and against where its chain has it."""
    place, at = _place(w, change), seconds(change.at)
    if place is None:
        return
    places.of_box(w, change, place)
    box, chained = w.box(change.box), change.now.place
    if change.kind != "inspection" or chained in {None, names.NOWHERE, place} or (box.at and at < seconds(box.at)):
        return
    found = w.find(
        "two-places",
        "elsewhere",
        Facts(expected=chained or "", found=place),
        rests_on=[box.last],
        box=change.box,
        unit=change.now.custodian,
        shown_by=change.index,
    )
    box = w.box(change.box)
    w.memory.put(change.box, replace(box, elsewhere=(*box.elsewhere, Seen(found.number, place, at))))


def _place(w: Watching, change: Change) -> str | None:
    """Where its signers had the box before their eyes."""
    if change.kind not in SIGHTED or change.outcome == "missing" or change.verdict == "foreign":
        return None
    return w.spot if change.index == w.effects.index else change.place


def _end(w: Watching, change: Change) -> None:
    """The breaks of this box that such a line ends, but for those it shows itself."""
    box = w.box(change.box)
    ways = _ways(change)
    for one in box.open:
        way = next((way for way in codes.of(one.code).settled_by if way in ways), None)
        if way is not None and one.digest != change.digest:
            w.settle(one, way)
    if change.verdict == "link":
        here = {seen.number for seen in box.elsewhere if seen.place == change.place and seconds(change.at) <= seen.at}
        for one in box.open:
            if one.number in here:
                w.settle(one, "paper")


def _ways(change: Change) -> set[Settling]:
    now, ways = change.now, set[Settling]()
    if change.verdict == "link" and change.kind in {"sealing", "opening"} and now.sealed:
        ways |= {"sealing", "replacement"} if now.state == "replaced" else {"sealing"}
    if change.verdict == "link" and change.outcome == "accepted":
        area = names.area_of(change.receiver or "")
        if names.covers(area, change.box):
            ways.add("arrival")
    here = change.kind == "inspection" and now.keeper == change.giver and now.place == change.place
    if change.verdict == "link" or here:
        ways |= {"sight", "return"}
    return ways


def _reconcile(w: Watching, change: Change) -> None:
    """A line that waited or was contested has taken effect, or the box is disputed no longer because of it."""
    disputed = list(change.now.disputed)
    for one in w.box(change.box).open:
        if one.code == "waiting":
            if one.digest == change.digest and change.verdict != "waiting":
                w.settle(one, "effect")
        elif one.code.startswith(LINE) and one.code != f"{LINE}foreign":
            if one.code.removeprefix(LINE) in disputed:
                disputed.remove(one.code.removeprefix(LINE))
            else:
                w.settle(one, "correction" if change.kind == "correction" else "effect")


def _has(box: BoxWatch, code: str) -> bool:
    return any(one.code == code for one in box.open)


def _linked(box: BoxWatch, change: Change, place: str | None) -> BoxWatch:
    """The box after a line that took effect as its link."""
    at = seconds(change.at)
    return BoxWatch(
        last=change.index,
        at=change.at,
        seals=change.now.seals,
        stays=box.stays if place is None else places.stayed(box.stays, place, at, change.index),
        open=box.open,
        listed=change.index if change.kind == "manifest" else box.listed,
        sent=change.index if change.kind == "release" else box.sent,
        held=box.held,
        elsewhere=box.elsewhere,
    )
