"""What is on a box and in it, as children of an event: seals with numbers one by one, everything else by class."""

from collections.abc import Iterable, Mapping
from typing import Any

from ledger.domain.documents.base import Packed, Seal, Seals
from ledger.domain.documents.boxes import Counts
from projections.epcis.uris import Uris


def seals(uris: Uris, stated: Seals | None) -> dict[str, Any]:
    """The seals that are on; nothing where none is."""
    sorts = {sort: getattr(stated, sort) for sort in Seals.__struct_fields__ if getattr(stated, sort, None)}
    numbered = [uris.seal(sort, serial) for sort, seal in sorts.items() for serial in dict.fromkeys(seal.serials)]
    return _children(numbered, {uris.seals(sort): _unnumbered(seal) for sort, seal in sorts.items()})


def ballots(uris: Uris, box: str, packed: Packed) -> dict[str, Any]:
    """Ballots of an electoral district, as they were packed or found."""
    return _children((), {uris.ballots(box, packed.dapil or "any"): packed.ballots})


def counted(uris: Uris, box: str, counts: Counts) -> dict[str, Any]:
    """Ballots by what became of them; voters are not in a box."""
    sorts = [sort for sort in Counts.__struct_fields__ if sort != "voters"]
    return _children((), {uris.ballots(box, sort): getattr(counts, sort) or 0 for sort in sorts})


def _unnumbered(seal: Seal) -> int:
    return max(seal.on - len(set(seal.serials)), 0)


def _children(one_by_one: Iterable[str], by_class: Mapping[str, int]) -> dict[str, Any]:
    listed = list(one_by_one)
    quantities = [{"epcClass": class_, "quantity": number} for class_, number in by_class.items() if number]
    return {
        **({"childEPCs": listed} if listed else {}),
        **({"childQuantityList": quantities} if quantities else {}),
    }
