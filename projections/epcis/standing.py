"""Events of papers about boxes where they stand: listed, sealed, opened, left with another, disposed of."""

from collections.abc import Iterator

from ledger.domain.documents.base import Packed
from ledger.domain.documents.boxes import (
    Disposal,
    Manifest,
    ManifestLine,
    Opening,
    OpeningLine,
    Sealing,
    SealingLine,
)
from ledger.domain.documents.movement import Deposit
from projections.epcis import things
from projections.epcis.scene import Event, Scene, Words, own, stated


def manifest(scene: Scene, document: Manifest, line: ManifestLine) -> Iterator[Event]:
    """A box is expected, or not any more. What is known of it for good stands in `ilmd`."""
    if document.withdrawn is not None:
        yield scene.observed(Words("DELETE", "decommissioning", "inactive"), **own(withdrawn=document.withdrawn))
        return
    known = own(
        type=line.type,
        dapil=line.dapil,
        voters=line.voters,
        ballots=line.ballots,
        custodian=scene.uris.unit(line.unit) if line.unit else None,
    )
    place = scene.uris.place(line.place)
    yield scene.observed(Words("ADD", "commissioning", "active"), bizLocation=place and {"id": place}, ilmd=known)


def sealing(scene: Scene, document: Sealing, line: SealingLine) -> Iterator[Event]:
    """Seals are put on a box; what was packed or counted goes into it."""
    more = own(
        purpose=document.purpose,
        items=list(line.items),
        body=line.body,
        voters=line.counts.voters if line.counts else None,
    )
    on = things.seals(scene.uris, line.seals)
    if on:
        yield scene.joined(Words("ADD", "installing", "container_closed"), on, **more)
    else:
        yield scene.observed(Words("OBSERVE", "installing", "container_closed"), **more)
    if line.packed and (packed := things.ballots(scene.uris, line.box, line.packed)):
        yield scene.filled("packed", Words("ADD", "packing", "in_progress"), packed)
    if line.counts and (counted := things.counted(scene.uris, line.box, line.counts)):
        yield scene.filled("counted", Words("ADD", "packing", "in_progress"), counted)


def opening(scene: Scene, document: Opening, line: OpeningLine, packed: Packed | None) -> Iterator[Event]:
    """Seals come off a box, all of those that were on it or those said to be broken; new ones may be put on."""
    more = own(
        purpose=document.purpose,
        basis=document.basis,
        reason=document.reason,
        taken=list(line.taken),
        broken=stated(line.broken),
    )
    off = things.seals(scene.uris, line.broken) or things.seals(scene.uris, line.seals)
    if off:
        yield scene.joined(Words("DELETE", "removing", "container_open"), off, **more)
    else:
        yield scene.observed(Words("OBSERVE", "removing", "container_open"), **more)
    if line.found:
        yield from _found(scene, line.found, packed)
    if resealed := things.seals(scene.uris, line.resealed):
        yield scene.sealed("resealed", Words("ADD", "installing", "container_closed"), resealed)


def deposit(scene: Scene, document: Deposit) -> Iterator[Event]:
    """A box is left with another, or comes back from there. Who answers for it stays the same."""
    keeper = scene.uris.unit(document.unit if document.back else document.keeper)
    more = own(keeper=keeper, custodian=scene.uris.unit(document.unit), back=document.back or None)
    here = scene.place and {"id": scene.place}
    yield scene.observed(Words("OBSERVE", "storing", "in_progress"), bizLocation=here, **more)


def disposal(scene: Scene, document: Disposal) -> Iterator[Event]:
    """The end of a box."""
    more = own(how=document.how, kept=list(document.kept))
    yield scene.observed(Words("DELETE", "destroying", "destroyed"), **more)


def _found(scene: Scene, found: Packed, packed: Packed | None) -> Iterator[Event]:
    """What came out of a box, compared with what went in."""
    out = things.ballots(scene.uris, scene.told.line.box, found)
    agrees = packed is None or packed == found
    disposition = "completeness_verified" if agrees else "mismatch_quantity"
    more = own(expected=packed.ballots if packed else None, found=found.ballots)
    if out:
        yield scene.filled("found", Words("DELETE", "unpacking", disposition), out, **more)
