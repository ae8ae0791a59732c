"""What is looked at, of every entry, and in which order: the same papers give the same breaks in the same order."""

from collections.abc import Iterator, Sequence

from ledger.domain.custody.effects import Gathered
from projections.watch import contents, devices, keys, lines, papers, places
from projections.watch.memory import Memory
from projections.watch.state import (
    BoxWatch,
    ContentsWatch,
    DeviceWatch,
    OfficerWatch,
    PaperWatch,
    PlaceWatch,
    RulesWatch,
)
from projections.watch.watching import Watching

READ = frozenset({"sealing", "opening", "correction", "answer", "access", "units", "finding", "stock"})
"""Kinds of papers that are read whatever the fold flagged."""


def take(w: Watching, did: Gathered) -> None:
    """One more entry."""
    effects = did.effects
    w.begin(effects)
    w.spot = places.spot(w, effects) if effects.place is not None else None
    if effects.flags:
        papers.flags(w, did)
    if effects.regraded:
        papers.witnesses(w, effects)
    lines.take(w, did)
    _read(w, did)
    places.of_officers(w, effects)
    devices.take(w, effects)
    if effects.officers:
        keys.take(w, effects)


def _read(w: Watching, did: Gathered) -> None:
    effects = did.effects
    match effects.kind:
        case "sealing" | "opening":
            contents.take(w, did)
        case "disposal":
            contents.disposed(w, did)
        case "correction":
            papers.corrections(w, effects)
        case "answer":
            papers.answers(w, effects)
        case "access":
            papers.stores(w, effects)
        case "units":
            places.register(w, effects)
        case "rules":
            w.memory.put("", RulesWatch(effects.index))


def needs(did: Gathered) -> bool:
    """Whether its paper will be read."""
    if did.effects.kind in READ or did.effects.flags:
        return True
    return any(one.change.flags or one.change.verdict == "waiting" for one in did.together)


def expect(memory: Memory, page: Sequence[Gathered]) -> None:
    """Load what will be asked for, and then the places at which those boxes and officers were."""
    memory.expect(RulesWatch, [""])
    memory.expect(DeviceWatch, (did.effects.device for did in page))
    memory.expect(OfficerWatch, (signed.officer for did in page for signed in did.effects.signers))
    memory.expect(BoxWatch, set[str]().union(*(group.boxes for did in page for group in did.together)))
    memory.expect(ContentsWatch, set[str]().union(*_opened(page)))
    memory.expect(PaperWatch, _telling(page))
    stays = [box.stays for box in memory.states(BoxWatch)] + [one.stays for one in memory.states(OfficerWatch)]
    places = {stay.place for some in stays for stay in some} | {did.effects.place for did in page}
    memory.expect(PlaceWatch, (place for place in places if place is not None))


def _opened(page: Sequence[Gathered]) -> Iterator[tuple[str, ...]]:
    """Boxes of which it matters what they hold."""
    for did in page:
        for group in did.together:
            if did.effects.kind in {"sealing", "opening", "disposal"} or group.change.flags:
                yield group.boxes


def _telling(page: Sequence[Gathered]) -> Iterator[str]:
    """Papers of which there is something to tell, by their digests."""
    for did in page:
        if did.effects.flags:
            yield did.effects.digest
        for group in did.together:
            if group.change.flags or group.change.verdict != "link":
                yield group.change.digest
