"""
The events of one box, from its history: each paper that took effect says its own, in the order of the chain.

What was stated last, and packed last, is carried along, for papers that say something else. Answers to findings, lines
of units that have nothing to do with the box, and transcripts of what stands already have no event.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ledger.domain.documents import boxes, movement, remarks
from ledger.domain.documents.base import Packed, Seals
from projections.epcis import correcting, moving, speaking, standing
from projections.epcis.scene import Event, Scene
from projections.epcis.uris import Uris
from projections.exported.histories import History, Told
from projections.standing import LINK

_WITHOUT_EFFECT: Final = frozenset({"contested", "waiting"})


@dataclass
class _Before:
    """What the papers said so far: seals stated last, ballots packed last, and the events of each paper."""

    seals: Seals | None = None
    packed: Packed | None = None
    told: dict[str, tuple[str, Sequence[Event]]] = field(default_factory=dict)

    def remember(self, told: Told, events: Sequence[Event]) -> None:
        """One paper more."""
        self.told[told.link.digest] = told.link.kind, events
        if told.link.seals is not None:
            self.seals = told.link.seals
        if told.link.verdict == LINK and isinstance(told.line, boxes.SealingLine) and told.line.packed:
            self.packed = told.line.packed


def of(history: History, uris: Uris) -> Iterator[Event]:
    """All of them."""
    before = _Before()
    for told in history.told:
        scene = Scene(told, uris)
        if told.link.verdict in _WITHOUT_EFFECT:
            yield from speaking.without_effect(scene)
            continue
        events = list(_events(scene, before))
        before.remember(told, events)
        yield from events


def _events(scene: Scene, before: _Before) -> Iterator[Event]:
    match scene.told.document, scene.told.line:
        case remarks.Inspection() as document, remarks.InspectionLine() as line:
            yield from speaking.inspection(scene, document, line, before.seals)
        case remarks.Finding() as document, _:
            yield from speaking.finding(scene, document)
        case remarks.Hold() as document, _:
            yield from speaking.hold(scene, document)
        case remarks.Lift() as document, _:
            yield from speaking.lift(scene, document)
        case boxes.Manifest() as document, boxes.ManifestLine() as line:
            yield from standing.manifest(scene, document, line)
        case boxes.Correction() as document, boxes.CorrectionLine() as line:
            kind, wrong = before.told.get(document.of, (None, ()))
            yield from correcting.correction(scene, document, line, wrong, kind)
        case movement.Acceptance() | movement.Handover() as document, movement.AcceptanceLine() as line if (
            line.outcome != "accepted"
        ):
            yield from moving.turned_away(scene, document, line)
        case _ if LINK in {scene.told.link.verdict, scene.told.link.before}:
            yield from _of_links(scene, before)


def _of_links(scene: Scene, before: _Before) -> Iterator[Event]:
    match scene.told.document, scene.told.line:
        case boxes.Sealing() as document, boxes.SealingLine() as line:
            yield from standing.sealing(scene, document, line)
        case boxes.Opening() as document, boxes.OpeningLine() as line:
            yield from standing.opening(scene, document, line, before.packed)
        case boxes.Disposal() as document, _:
            yield from standing.disposal(scene, document)
        case movement.Release() as document, _:
            yield from moving.release(scene, document)
        case movement.Acceptance() | movement.Handover() as document, movement.AcceptanceLine() as line:
            yield from moving.accepted(scene, document, line)
        case movement.Withdrawal() as document, _:
            yield from moving.withdrawal(scene, document)
        case movement.Deposit() as document, _:
            yield from standing.deposit(scene, document)
