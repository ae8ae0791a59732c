"""Which papers ended keys, so that what was signed with such a key is told with the paper that ended it."""

from ledger.domain.custody.effects import Effects
from projections.watch.state import KeyWatch
from projections.watch.watching import Watching


def take(w: Watching, effects: Effects) -> None:
    """A revocation ends the keys it names, a rotation the first of its two."""
    for change in effects.officers:
        if change.event in {"revoked", "rotated"}:
            ended = change.keys if change.event == "revoked" else change.keys[:1]
            for key in ended:
                w.memory.put(key, KeyWatch(effects.index))


def ended(w: Watching, index: int) -> tuple[int, ...]:
    """The papers that ended keys with which a paper is signed."""
    keys = (signer.key for signer in w.papers.of(index).document.signers)
    found = (w.memory.get(KeyWatch, key) for key in keys)
    return tuple(one.index for one in found if one is not None)
