"""Events of papers that speak of boxes and move none, and of lines that have no effect."""

from collections.abc import Iterator
from typing import Final

from ledger.domain.documents.base import Seals
from ledger.domain.documents.remarks import Finding, Hold, Inspection, InspectionLine, Lift
from projections.codes import SEALS_DIFFER
from projections.epcis.scene import Event, Scene, Words, own, stated

_LOST: Final = "IR-13"


def inspection(scene: Scene, document: Inspection, line: InspectionLine, expected: Seals | None) -> Iterator[Event]:
    """What somebody saw, beside what was stated last."""
    step = "stock_taking" if document.purpose == "stock-taking" else "inspecting"
    disposition = _seen(line, set(scene.told.link.flags))
    fine = disposition == "conformant"
    yield scene.observed(
        Words("OBSERVE", step, disposition),
        persistentDisposition={"set": ["completeness_verified"]} if fine else None,
        bizLocation={"id": scene.place} if document.here and scene.place else None,
        **own(
            purpose=document.purpose,
            here=document.here or None,
            unit=scene.uris.unit(document.unit),
            expected=None if fine else stated(expected),
        ),
    )


def _seen(line: InspectionLine, flags: set[str]) -> str:
    if line.state == "missing":
        return "unknown"
    if flags & SEALS_DIFFER:
        return "mismatch_instance"
    return "conformant" if line.state in {"intact", "replaced"} else "damaged"


def finding(scene: Scene, document: Finding) -> Iterator[Event]:
    """What somebody holds to be wrong; of what is lost nobody knows where it is."""
    lost = document.code == _LOST
    step, disposition = ("stock_taking", "unknown") if lost else ("inspecting", "non_conformant")
    more = own(code=document.code, sort=document.sort, unit=scene.uris.unit(document.unit))
    yield scene.observed(Words("OBSERVE", step, disposition), **more)


def hold(scene: Scene, document: Hold) -> Iterator[Event]:
    """A box is to stay where it is."""
    more = own(why=document.why, unit=scene.uris.unit(document.unit))
    yield scene.observed(Words("OBSERVE", "holding", "unavailable"), **more)


def lift(scene: Scene, document: Lift) -> Iterator[Event]:
    """A hold ends."""
    more = own(of=scene.uris.paper(document.of), unit=scene.uris.unit(document.unit))
    yield scene.observed(Words("OBSERVE", "other", "available"), **more)


def without_effect(scene: Scene) -> Iterator[Event]:
    """A line that does not follow, or waits for what it follows: it was signed, and moved nothing."""
    link = scene.told.link
    more = own(verdict=link.verdict, code=link.code)
    yield scene.observed(Words("OBSERVE", "inspecting", "no_pedigree_match"), **more)
