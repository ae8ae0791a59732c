"""Which papers ended keys, so that what was signed with such a key is told with the paper that ended it."""

from collections.abc import Iterator
from typing import Final

from ledger.domain.custody.effects import Effects
from ledger.domain.custody.roster import is_graver
from ledger.domain.custody.signers import SUSPECTED
from ledger.domain.documents.base import Signer, seconds
from ledger.domain.documents.people import RevocationLine
from projections.watch.state import KeyWatch
from projections.watch.watching import Facts, Watching

_ROTATED: Final = "rotated"


def take(w: Watching, effects: Effects) -> None:
    """A revocation ends the keys it names, a rotation the first of its two; of many, all are looked up together."""
    ended = [
        (key, change.why or _ROTATED)
        for change in effects.officers
        if change.event in {"revoked", "rotated"}
        for key in (change.keys if change.event == "revoked" else change.keys[:1])
    ]
    w.memory.expect(KeyWatch, (key for key, _why in ended))
    for key, why in ended:
        known = w.memory.get(KeyWatch, key)
        if known is None or is_graver(why, known.why):
            w.memory.put(key, KeyWatch(effects.index, why))


def ended(w: Watching, index: int) -> tuple[int, ...]:
    """The papers that ended keys with which a paper is signed."""
    return tuple(known.index for _signer, known in _ended(w, index))


def whose(w: Watching, index: int, why: str) -> Facts:
    """Of a paper signed with keys that ended for this reason: whose keys, and since when the first is suspected."""
    found = [(signer, known) for signer, known in _ended(w, index) if known.why == why]
    officers = dict.fromkeys(signer.officer for signer, _known in found)
    gone = found if why in SUSPECTED else []
    suspected = (each for signer, known in gone for each in _since(w, known.index, signer.key))
    return Facts(found=min(suspected, key=seconds, default=""), officer=", ".join(officers))


def _ended(w: Watching, index: int) -> Iterator[tuple[Signer, KeyWatch]]:
    for signer in w.papers.of(index).document.signers:
        known = w.memory.get(KeyWatch, signer.key)
        if known is not None:
            yield signer, known


def _since(w: Watching, index: int, key: str) -> Iterator[str]:
    """Since when the paper that revoked a key says it is suspected."""
    for line in w.papers.of(index).lines:
        if isinstance(line, RevocationLine) and key in line.keys and line.since is not None:
            yield line.since
