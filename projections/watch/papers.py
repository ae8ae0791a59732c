"""
What a paper as a whole shows, and which breaks it ends: answers, corrections, later witnesses.

The wish for a reason is the fold's; what it flagged of the whole paper is told here.
"""

from collections.abc import Callable, Iterable
from typing import Final

from ledger.domain import names
from ledger.domain.custody import flags as custody
from ledger.domain.custody.effects import Effects, Gathered
from ledger.domain.documents.base import BoxLine
from ledger.domain.documents.boxes import Correction, CorrectionLine, Opening
from ledger.domain.documents.remarks import Access, Answer, Finding, StockLine
from projections import codes
from projections.codes import Settling
from projections.codes.lines import LINE
from projections.watch import flagged, keys
from projections.watch.flagged import Told
from projections.watch.state import NONE, Open, StoreWatch
from projections.watch.watching import Facts, Watching

_WITNESSED: Final = frozenset({"A", "B"})


def flags(w: Watching, did: Gathered) -> None:
    """What the fold flagged of the whole paper."""
    effects = did.effects
    for flag in effects.flags:
        if effects.kind == "finding" and flag == _code(w, effects):
            if not did.together:
                w.find(flag, "finding", Facts(found=effects.unit or ""))
            continue
        if effects.kind == "stock" and flag in {"IR-02", "IR-04"}:
            _stock(w, effects, flag)
            continue
        told = _CASES.get(flag, _another)(w, effects)
        w.find(flag, told.case, told.facts, rests_on=told.rests_on)


def _code(w: Watching, effects: Effects) -> str:
    document = w.papers.of(effects.index).document
    return document.code if isinstance(document, Finding) else ""


def _stock(w: Watching, effects: Effects, flag: str) -> None:
    """Each batch for itself: what came damaged, what was promised and not counted."""
    for line in w.papers.of(effects.index).lines:
        if isinstance(line, StockLine) and flag in custody.of_stock([line]):
            w.find(
                flag, "stock", Facts(expected=line.promised, found=line.damaged if flag == "IR-02" else _counted(line))
            )


def _counted(line: StockLine) -> int:
    """What came; where that is what was promised and more is said to be missing, all that is accounted for."""
    came = line.good + line.damaged
    return came if came != line.promised else came + line.missing


def _place(_w: Watching, effects: Effects) -> Told:
    return Told("place", Facts(expected="registered", found=effects.place or ""))


def _escort(w: Watching, _effects: Effects) -> Told:
    return Told("escort", rests_on=(flagged.rules(w)[0],))


def _locks(w: Watching, effects: Effects) -> Told:
    paper = w.papers.of(effects.index)
    if not isinstance(paper.document, Access):
        return Told("unlocks", rests_on=(flagged.rules(w)[0],))
    unlocked = {names.unit_of(one.officer) for one in effects.signers if one.part == "unlocks"}
    absent = custody.absent_holders(paper.document, paper.lines, unlocked)
    return Told("padlock", Facts(found=", ".join(dict.fromkeys(line.holder for line in absent))))


def _basis(w: Watching, effects: Effects) -> Told:
    document = w.papers.of(effects.index).document
    found = document.basis if isinstance(document, Opening) else ""
    return Told("basis", Facts(found=found), (flagged.rules(w)[0],))


def _witness(w: Watching, _effects: Effects) -> Told:
    return Told("witness", rests_on=(flagged.rules(w)[0],))


def _key(why: str) -> Callable[[Watching, Effects], Told]:
    def told(w: Watching, effects: Effects) -> Told:
        return Told("flag", keys.whose(w, effects.index, why), keys.ended(w, effects.index))

    return told


def _another(_w: Watching, _effects: Effects) -> Told:
    return Told("flag")


_CASES: Final[dict[str, Callable[[Watching, Effects], Told]]] = {
    "IR-09": _place,
    "IR-10": _escort,
    "IR-11": _locks,
    "IR-12": _basis,
    "IR-15": _witness,
    **{f"key-{why}": _key(why) for why in ("rotated", "ended", "lost", "stolen")},
}


def stores(w: Watching, effects: Effects) -> None:
    """A store is opened with as many boxes as it was closed with."""
    document = w.papers.of(effects.index).document
    if not isinstance(document, Access):
        return
    before = w.memory.get(StoreWatch, document.place)
    if document.action == "opened" and before and before.action == "closed" and before.boxes != document.boxes:
        facts = Facts(expected=before.boxes, found=document.boxes)
        w.find("store-count", "count", facts, rests_on=[before.index])
    w.memory.put(document.place, StoreWatch(document.action, document.boxes, effects.index))


def witnesses(w: Watching, effects: Effects) -> None:
    """Who signs later as a witness ends that nobody did."""
    for better in effects.regraded:
        if better.grade in _WITNESSED:
            _settle(w, w.open_of(better.digest), "attestation")


def corrections(w: Watching, effects: Effects) -> None:
    """What a paper shows is ended by its correction, of the boxes the correction names; disputes are the fold's."""
    paper = w.papers.of(effects.index)
    if not isinstance(paper.document, Correction):
        return
    lines = {line.box: line for line in paper.lines if isinstance(line, CorrectionLine)}
    moved = any(line.place for line in lines.values())
    for one in w.open_of(paper.document.of):
        named = one.box in lines if one.box else True
        if named and not one.code.startswith(LINE) and (one.code != "IR-09" or moved):
            _settle(w, [one], "correction")


def answers(w: Watching, effects: Effects) -> None:
    """Closed is what the paper shows; with a finding, also what shows the same about its boxes."""
    paper = w.papers.of(effects.index)
    if not isinstance(paper.document, Answer) or paper.document.does != "closes":
        return
    named = {line.box for line in paper.lines if isinstance(line, BoxLine)}
    for one in w.open_of(paper.document.of):
        if one.box is None or not named or one.box in named:
            w.settle(one, "answer")
    _close_alike(w, paper.document.of, named)


def _close_alike(w: Watching, digest: str, named: set[str]) -> None:
    index = w.index_of(digest)
    found = w.papers.of(index) if index != NONE else None
    if found is None or not isinstance(found.document, Finding):
        return
    for box in named or {line.box for line in found.lines if isinstance(line, BoxLine)}:
        for one in w.box(box).open:
            if one.code == found.document.code:
                w.settle(one, "answer")


def _settle(w: Watching, open_: Iterable[Open], way: Settling) -> None:
    for one in open_:
        if way in codes.of(one.code).settled_by:
            w.settle(one, way)
