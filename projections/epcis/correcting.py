"""
Events of corrections: the event that was wrong stands once more with an error declaration, then what holds instead.

A release that did not happen is voided, and not declared besides: one of both is enough. A correction that only ends a
dispute, and names nothing that holds instead, declares no error: it does not say that something did not occur.
"""

from collections.abc import Iterator, Sequence

from ledger.domain.documents.boxes import Correction, CorrectionLine
from projections.epcis import things
from projections.epcis.scene import Event, Scene, Words, own, stated
from projections.standing import LINK


def correction(
    scene: Scene, document: Correction, line: CorrectionLine, wrong: Sequence[Event], kind: str | None
) -> Iterator[Event]:
    """`wrong` are the events of the paper that is corrected, if it had any; `kind` is what it was."""
    more = own(of=scene.uris.paper(document.of), why=document.why, seals=stated(line.seals))
    if kind == "release":
        yield _voided(scene, document, line, more)
        return
    instead = list(_instead(scene, line, more))
    if line.custodian or line.keeper or line.place or line.seals:
        yield from _declared(scene, wrong[:1], instead)
    yield from instead


def _voided(scene: Scene, document: Correction, line: CorrectionLine, more: Event) -> Event:
    place = scene.uris.place(line.place)
    return scene.observed(
        Words("OBSERVE", "void_shipping", "in_progress"),
        bizLocation=place and {"id": place},
        bizTransactionList=[{"type": "desadv", "bizTransaction": scene.uris.paper(document.of)}],
        **more,
    )


def _declared(scene: Scene, wrong: Sequence[Event], instead: Sequence[Event]) -> Iterator[Event]:
    """Word for word as it stood, with the declaration."""
    for event in wrong:
        declaration = {
            "declarationTime": scene.told.link.at,
            "reason": "incorrect_data",
            "correctiveEventIDs": [one["eventID"] for one in instead],
            **own(paper=scene.uris.paper(scene.told.link.digest)),
        }
        yield {**event, "errorDeclaration": declaration}


def _instead(scene: Scene, line: CorrectionLine, more: Event) -> Iterator[Event]:
    """Where the box is from here on, who answers for it, and how it is sealed."""
    custodian, keeper, place = _unit(scene, line.custodian), _unit(scene, line.keeper), scene.uris.place(line.place)
    words = Words("OBSERVE", "other", "in_progress")
    if scene.told.link.verdict != LINK:
        # It is not about the last link, so the box stands as papers said since.
        yield scene.observed(words, **more, **own(custodian=custodian, keeper=keeper, place=place))
        return
    yield scene.observed(
        words,
        bizLocation=place and {"id": place},
        destinationList=[{"type": "possessing_party", "destination": custodian}] if custodian else [],
        **more,
        **own(keeper=keeper),
    )
    if on := things.seals(scene.uris, line.seals):
        yield scene.sealed("seals", Words("ADD", "installing", "container_closed"), on)


def _unit(scene: Scene, unit: str | None) -> str | None:
    return scene.uris.unit(unit) if unit else None
