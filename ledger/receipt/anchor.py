"""
Anchors: the checkpoint of one ledger in a paper of another, kabupaten in province, province in nation.

An entry is then proved through both: its receipt under that very checkpoint, and the receipt of the `anchor` paper
under the trust file of the other ledger. Whoever would show another history has to do so in both.
"""

from ledger.domain.documents.remarks import Anchor
from ledger.errors import BadProof, Malformed, Reason
from ledger.log import checkpoint
from ledger.log.checkpoint import Checkpoint
from ledger.log.policy import Trust
from ledger.receipt.check import Receipt, open_receipt
from ledger.signing import armour
from ledger.signing import note as notes

NOT_AN_ANCHOR = Reason(
    "RE-036",
    "The receipt is of the kind {found}, and it is an anchor that holds the checkpoint of another ledger.",
    "Ask whoever keeps the other ledger for the receipt of the anchor: kotak receipt INDEX",
)
OTHER_CHECKPOINT = Reason(
    "RE-037",
    "The anchor holds the checkpoint of {found} with {found_size} entries and the root {found_root}, the file rests on "
    "that of {origin} with {size} entries and the root {root}.",
    "Make the receipt under the checkpoint that is anchored: kotak receipt BOX --at {found_size}",
)


def open_anchor(data: bytes, trust: Trust, anchored: Checkpoint) -> Receipt:
    """The receipt of an anchor of this checkpoint. Raises Malformed, BadSignature or BadProof."""
    receipt = open_receipt(data, trust)
    document = receipt.excerpt.document
    if not isinstance(document, Anchor):
        raise Malformed(NOT_AN_ANCHOR, found=document.kind)
    held = checkpoint.read(notes.read(armour.decode(document.note)).text)
    if held != anchored:
        found = {"found": held.origin, "found_size": held.size, "found_root": held.root.hex()}
        own = {"origin": anchored.origin, "size": anchored.size, "root": anchored.root.hex()}
        raise BadProof(OTHER_CHECKPOINT, **found, **own)
    return receipt
