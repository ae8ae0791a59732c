"""A hand-over of 500 boxes in a ledger of sixty million entries, of which only the nodes on its path were ever made."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from ledger import merkle
from ledger.errors import BadProof
from ledger.merkle import Place
from ledger.receipt import make
from tests.harness import ANI, BUDI, VILLAGE, TestLedger, founded
from tests.ledger.receipt.pocket import WITNESSES, promise

ENTRIES: Final = 60_000_000
INDEX: Final = 41_234_567
ENOUGH: Final = WITNESSES[:5]
BOXES: Final = [f"{VILLAGE}/{number:03d}/DPRD-KABKOTA" for number in range(1, 501)]


def nodes(places: Sequence[Place]) -> Mapping[Place, bytes]:
    """A node of every place."""
    return {place: sha256(f"{place}".encode()).digest() for place in places}


def hand_over() -> TestLedger:
    """A ledger whose last paper is the hand-over, signed by both sides."""
    ledger = founded()
    ledger.list_boxes(*BOXES)
    ledger.hand_over(*BOXES, by=ANI, to=BUDI)
    return ledger


def receipt(ledger: TestLedger) -> bytes:
    """What the hand-over says of one box, under a checkpoint as the quorum asks: of log, supervisor, four of five."""
    paper = ledger.papers[-1]
    path = merkle.prove_inclusion(INDEX, ENTRIES, nodes)
    note = promise(_root(paper.leaf, path), ENTRIES, ENOUGH)
    return make.of_box(paper, BOXES[250], INDEX, note, nodes)


def _root(leaf: bytes, path: Sequence[bytes]) -> bytes:
    """The root that this path leads to."""
    try:
        merkle.verify_inclusion(INDEX, ENTRIES, leaf, path, bytes(32))
    except BadProof as other:
        return bytes.fromhex(str(other.facts["found"]))
    raise AssertionError
