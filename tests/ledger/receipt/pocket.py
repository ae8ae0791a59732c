"""
What the witnesses of the story put in their pockets: receipts under checkpoints of the operator and of six log
witnesses.
"""

from collections.abc import Iterable
from functools import cache

from ledger import merkle
from ledger.log import checkpoint, policy
from ledger.log.checkpoint import Checkpoint
from ledger.log.policy import Trust
from ledger.log.proof import Proof
from ledger.merkle import Nodes
from ledger.paper import Paper
from ledger.receipt import make
from ledger.receipt.content import Content
from ledger.signing import note as notes
from ledger.signing.vkey import WITNESS, VerifierKey
from tests.harness import TestLedger, private
from tests.ledger.dishonest import LOG, ORIGIN

WITNESSES = ("bawaslu", "p1", "p2", "p3", "p4", "p5")
AFTER = 1_865_000_000
"""Seconds at which the first witness cosigns; each later one takes a minute more."""


@cache
def cosigned_trust(genesis: str) -> Trust:
    """Who trusts the supervisor and four of the five parties together."""
    text = policy.trust_text(ORIGIN, genesis, LOG.public).replace("quorum none\n", "")
    for name in WITNESSES:
        text += f"witness {name} {VerifierKey(f'{name}.example/saksi', WITNESS, private(name).public)}\n"
    text += "group parties 4 p1 p2 p3 p4 p5\ngroup rule all bawaslu parties\nquorum rule\n"
    return policy.read(text.encode())


def promise(root: bytes, size: int, by: Iterable[str] = WITNESSES) -> bytes:
    """A checkpoint of the operator's log with cosignatures."""
    given = Checkpoint(ORIGIN, size, root)
    lines = (
        notes.cosign(str(given), f"{name}.example/saksi", private(name), AFTER + 60 * number)
        for number, name in enumerate(by)
    )
    return checkpoint.sign(given, LOG) + "".join(map(str, lines)).encode()


def nodes(those: Iterable[Paper]) -> Nodes:
    """The tree over these papers."""
    return merkle.nodes_of([paper.leaf for paper in those])


def published(ledger: TestLedger, size: int | None = None, by: Iterable[str] = WITNESSES) -> bytes:
    """What the log and its witnesses say of the first entries."""
    those = ledger.papers[: len(ledger.papers) if size is None else size]
    return promise(merkle.root([paper.leaf for paper in those]), len(those), by)


def of_paper(ledger: TestLedger, index: int) -> bytes:
    """The receipt of an entry."""
    return make.of_paper(ledger.papers[index], index, published(ledger), nodes(ledger.papers))


def of_box(ledger: TestLedger, index: int, box: str) -> bytes:
    """The receipt of what an entry says of a box."""
    return make.of_box(ledger.papers[index], box, index, published(ledger), nodes(ledger.papers))


def of_line(ledger: TestLedger, index: int, number: int) -> bytes:
    """The receipt of a line that need not be about a box."""
    paper, note = ledger.papers[index], published(ledger)
    content = Content(paper.cover, make.quote(paper, number))
    return bytes(Proof(make.include(content, index, make.size_of(note), nodes(ledger.papers)), note))


def of_roster(ledger: TestLedger) -> list[bytes]:
    """Receipts that show the keys of everybody."""
    shown = [of_paper(ledger, index) for index, one in enumerate(ledger.papers) if one.document.kind in GOVERNING]
    return shown + [
        of_line(ledger, index, number)
        for index, one in enumerate(ledger.papers)
        if one.document.kind in ROSTER
        for number in range(len(one.lines))
    ]


GOVERNING = ("genesis", "authorities")
ROSTER = ("enrolment", "rotation", "revocation")
