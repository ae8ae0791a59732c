"""What is looked at, of every entry, and in which order: the same papers give the same breaks in the same order."""

from ledger.domain.custody.effects import Effects
from projections.watch import contents, devices, lines, papers, places
from projections.watch.state import RulesWatch
from projections.watch.watching import Watching

READ = frozenset({"sealing", "opening", "correction", "answer", "access", "units", "finding", "stock"})
"""Kinds of papers that are read whatever the fold flagged."""


def take(w: Watching, effects: Effects) -> None:
    """One more entry."""
    w.begin(effects)
    w.spot = places.spot(w, effects) if effects.place is not None else None
    papers.flags(w, effects)
    papers.witnesses(w, effects)
    lines.take(w, effects)
    _read(w, effects)
    places.of_officers(w, effects)
    devices.take(w, effects)


def _read(w: Watching, effects: Effects) -> None:
    match effects.kind:
        case "sealing" | "opening":
            contents.take(w, effects)
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


def needs(effects: Effects) -> bool:
    """Whether its paper will be read."""
    flagged = any(change.flags or change.verdict == "waiting" for change in effects.changes)
    return effects.kind in READ or bool(effects.flags) or flagged


def subjects(effects: Effects) -> list[str]:
    """What will be asked for."""
    boxes = [f"box:{change.box}" for change in effects.changes]
    return [*boxes, *(f"officer:{one.officer}" for one in effects.signers), f"device:{effects.device}"]
