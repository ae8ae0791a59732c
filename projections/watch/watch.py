"""What is looked at, of every entry, and in which order: the same papers give the same breaks in the same order."""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.domain.custody.effects import Gathered
from projections.watch import contents, devices, keys, lines, papers, places
from projections.watch.memory import Memory
from projections.watch.state import BoxWatch, OfficerWatch, RulesWatch
from projections.watch.watching import Watching

READ = frozenset({"sealing", "opening", "correction", "answer", "access", "units", "finding", "stock"})
"""Kinds of papers that are read whatever the fold flagged."""

_STAYED: Final = (BoxWatch, OfficerWatch)


def take(w: Watching, did: Gathered) -> None:
    """One more entry."""
    effects = did.effects
    w.begin(effects)
    w.spot = places.spot(w, effects) if effects.place is not None else None
    papers.flags(w, did)
    papers.witnesses(w, effects)
    lines.take(w, did)
    _read(w, did)
    places.of_officers(w, effects)
    devices.take(w, effects)
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
            w.memory.put("rules", RulesWatch(effects.index))


def needs(did: Gathered) -> bool:
    """Whether its paper will be read."""
    flagged = any(one.change.flags or one.change.verdict == "waiting" for one in did.together)
    return did.effects.kind in READ or bool(did.effects.flags) or flagged


def expect(memory: Memory, page: Sequence[Gathered]) -> None:
    """Load what will be asked for, and then the places at which those boxes and officers were."""
    memory.expect(subject for did in page for subject in _subjects(did))
    stays = [stay.place for state in memory.states() if isinstance(state, _STAYED) for stay in state.stays]
    here = (did.effects.place for did in page)
    memory.expect(f"place:{place}" for place in (*stays, *here) if place is not None)


def _subjects(did: Gathered) -> Iterator[str]:
    effects = did.effects
    yield "rules"
    yield f"device:{effects.device}"
    for signed in effects.signers:
        yield f"officer:{signed.officer}"
    for group in did.together:
        for box in group.boxes:
            yield f"box:{box}"
        if effects.kind in {"sealing", "opening", "disposal"} or group.change.flags:
            for box in group.boxes:
                yield f"contents:{box}"
