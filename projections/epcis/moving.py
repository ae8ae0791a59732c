"""Events of papers that move boxes between units, and of those who refuse, miss or withdraw."""

from collections.abc import Iterator
from typing import Any, Final

from ledger.domain.documents.movement import Acceptance, AcceptanceLine, Handover, Release, Withdrawal
from projections.epcis.scene import Event, Scene, Words, own

_TURNED_AWAY: Final = {
    "refused": Words("OBSERVE", "holding", "no_pedigree_match"),
    "missing": Words("OBSERVE", "inspecting", "mismatch_quantity"),
    "extra": Words("OBSERVE", "arriving", "no_pedigree_match"),
}


def release(scene: Scene, document: Release) -> Iterator[Event]:
    """A box leaves; where it is while it is on its way nobody says."""
    more = own(
        carrier=document.carrier and scene.uris.unit(document.carrier),
        vehicle=document.vehicle,
        escort=[scene.uris.unit(unit) for unit in document.escort],
        via=[scene.uris.place(place) for place in document.via],
    )
    yield scene.observed(
        Words("OBSERVE", "shipping", "in_transit"),
        sourceList=_sources(scene, document.unit, scene.place),
        destinationList=_destinations(scene, document.to, None),
        bizTransactionList=_transaction("desadv", scene.uris.paper(scene.told.link.digest)),
        **more,
    )


def accepted(scene: Scene, document: Acceptance | Handover, line: AcceptanceLine) -> Iterator[Event]:
    """A box comes to somebody, who answers for it from here on."""
    link = scene.told.link
    yield scene.observed(
        Words("OBSERVE", "accepting", "in_progress"),
        bizLocation=scene.place and {"id": scene.place},
        sourceList=_sources(scene, link.giver, None),
        destinationList=_destinations(scene, link.receiver, scene.place),
        bizTransactionList=_answered(scene, document),
        **_told(scene, document, line),
    )


def turned_away(scene: Scene, document: Acceptance | Handover, line: AcceptanceLine) -> Iterator[Event]:
    """A box is refused or missing, or is there although it is on no list."""
    here = scene.place and {"id": scene.place} if line.outcome == "extra" else None
    told, transaction = _told(scene, document, line), _answered(scene, document)
    yield scene.observed(_TURNED_AWAY[line.outcome], bizLocation=here, bizTransactionList=transaction, **told)


def withdrawal(scene: Scene, document: Withdrawal) -> Iterator[Event]:
    """A box did not leave after all."""
    yield scene.observed(
        Words("OBSERVE", "void_shipping", "in_progress"),
        bizLocation=scene.place and {"id": scene.place},
        bizTransactionList=_transaction("desadv", scene.uris.paper(document.of)),
        **own(why=document.why),
    )


def _told(scene: Scene, document: Acceptance | Handover, line: AcceptanceLine) -> Event:
    """What an answer says that EPCIS has no word for."""
    return own(
        outcome=line.outcome,
        reason=line.reason,
        late=document.late,
        keeper=document.keeper and scene.uris.unit(document.keeper),
        stops=[scene.uris.place(place) for place in document.stops] if isinstance(document, Acceptance) else [],
    )


def _answered(scene: Scene, document: Acceptance | Handover) -> list[dict[str, Any]]:
    """The hand-over that is answered: the release, or this paper itself."""
    of = document.of if isinstance(document, Acceptance) else scene.told.link.digest
    return _transaction("recadv", scene.uris.paper(of))


def _sources(scene: Scene, unit: str | None, place: str | None) -> list[dict[str, Any]]:
    return _ends(scene, "source", unit, place)


def _destinations(scene: Scene, unit: str | None, place: str | None) -> list[dict[str, Any]]:
    return _ends(scene, "destination", unit, place)


def _ends(scene: Scene, word: str, unit: str | None, place: str | None) -> list[dict[str, Any]]:
    """Who has it at this end, and where that is; one of each type."""
    found = {"possessing_party": unit and scene.uris.unit(unit), "location": place}
    return [{"type": type_, word: uri} for type_, uri in found.items() if uri]


def _transaction(type_: str, uri: str) -> list[dict[str, Any]]:
    return [{"type": type_, "bizTransaction": uri}]
