"""
What the witnesses of the story put in their pockets: receipts under checkpoints of the operator and of six log
witnesses.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache

from ledger import merkle
from ledger.domain.custody import Custody
from ledger.export import Entry
from ledger.log import checkpoint, policy
from ledger.log.checkpoint import Checkpoint
from ledger.log.policy import Trust
from ledger.log.proof import Proof
from ledger.merkle import Nodes
from ledger.paper import Paper
from ledger.receipt import gather, make
from ledger.receipt import passport as passports
from ledger.receipt.content import Content
from ledger.receipt.keylist import KeyList
from ledger.receipt.passport import open_passport
from ledger.receipt.report import Report
from ledger.receipt.vouching import Vouchers
from ledger.signing import note as notes
from ledger.signing.vkey import WITNESS, VerifierKey
from tests.harness import TestLedger, private
from tests.ledger.dishonest import LOG, ORIGIN

WITNESSES = ("bawaslu", "p1", "p2", "p3", "p4", "p5")
AFTER = 1_865_800_000
"""Seconds at which the first witness cosigns; each later one takes a minute more."""


@cache
def cosigned_trust(genesis: str) -> Trust:
    """Who trusts the supervisor and four of the five parties together."""
    text = policy.trust_text(ORIGIN, genesis, LOG.public).replace("quorum none\n", "")
    for name in WITNESSES:
        text += f"witness {name} {VerifierKey(f'{name}.example/saksi', WITNESS, private(name).public)}\n"
    text += "group parties 4 p1 p2 p3 p4 p5\ngroup rule all bawaslu parties\nquorum rule\n"
    return policy.read(text.encode())


def promise(root: bytes, size: int, by: Iterable[str] = WITNESSES, after: int = AFTER) -> bytes:
    """A checkpoint of the operator's log with cosignatures."""
    given = Checkpoint(ORIGIN, size, root)
    lines = (
        notes.cosign(str(given), f"{name}.example/saksi", private(name), after + 60 * number)
        for number, name in enumerate(by)
    )
    return checkpoint.sign(given, LOG) + "".join(map(str, lines)).encode()


def nodes(those: Iterable[Paper]) -> Nodes:
    """The tree over these papers."""
    return merkle.nodes_of([paper.leaf for paper in those])


def published(ledger: TestLedger, size: int | None = None, by: Iterable[str] = WITNESSES, after: int = AFTER) -> bytes:
    """What the log and its witnesses say of the first entries."""
    those = ledger.papers[: len(ledger.papers) if size is None else size]
    return promise(merkle.root([paper.leaf for paper in those]), len(those), by, after)


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


class Shelf:
    """The papers of a story as a journal keeps them, which of them were read, and how often any were asked for."""

    def __init__(self, ledger: TestLedger) -> None:
        self.papers = ledger.papers
        self.read: set[int] = set()
        self.asked = 0
        custody = Custody()
        self._tags = [set(custody.apply(paper, index)[1]) for index, paper in enumerate(ledger.papers)]

    def data(self, indexes: Collection[int]) -> dict[int, bytes]:
        self.asked += 1
        found = {index: bytes(self.papers[index]) for index in indexes if 0 <= index < len(self.papers)}
        self.read.update(found)
        return found

    def filed_under(self, subjects: Iterable[str]) -> list[int]:
        wanted = set(subjects)
        return [index for index, tags in enumerate(self._tags) if tags & wanted]

    def of_kind(self, kind: str) -> Iterator[Entry]:
        for index, paper in enumerate(self.papers):
            if paper.document.kind == kind:
                self.read.add(index)
                yield Entry(index, bytes(paper))


def about(ledger: TestLedger, *boxes: str) -> list[int]:
    """The entries that name one of these boxes, as a read model knows them."""
    return [index for index, one in enumerate(ledger.papers) if any(getattr(x, "box", 0) in boxes for x in one.lines)]


def passport(ledger: TestLedger, *boxes: str, size: int | None = None, shelf: Shelf | None = None) -> bytes:
    """The passport of these boxes."""
    those = ledger.papers[:size]
    chosen = gather.choose(shelf or Shelf(ledger), boxes, about(ledger, *boxes), len(those))
    return gather.make(boxes, chosen, published(ledger, size), nodes(those))


def without(data: bytes, *indexes: int) -> bytes:
    """The passport without the parts of these entries."""
    whole = passports.read(data)
    return bytes(replace(whole, parts=tuple(part for part in whole.parts if part.index not in indexes)))


def checked(data: bytes, ledger: TestLedger) -> Report:
    """What a passport that holds proves."""
    opened = open_passport(data, cosigned_trust(ledger.name))
    return opened.report(Vouchers(opened.entries, KeyList()))


def faults(data: bytes, ledger: TestLedger) -> list[tuple[int, str, int | None]]:
    """Step, code and index of what it shows to be wrong."""
    return [(found.step, found.reason.code, found.index) for found in checked(data, ledger).findings]
