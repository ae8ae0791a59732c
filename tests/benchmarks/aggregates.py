"""
The usual way, to compare with: an aggregate per box on `eventsourcing.sqlite`, an event per box and hand-over.

It does the same work: the same two signatures are checked, every box is loaded, its custodian compared, the move saved.
"""

from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from ledger import paper as papers
from ledger.domain.documents.movement import Handover
from ledger.paper import Paper
from tests.harness import TestLedger


class Box(Aggregate):
    """A box that knows its custodian."""

    @event("Listed")
    def __init__(self, box: str, custodian: str) -> None:
        self.box = box
        self.custodian = custodian

    @staticmethod
    def create_id(box: str) -> UUID:
        """One box, one aggregate."""
        return uuid5(NAMESPACE_URL, box)

    @event("HandedOver")
    def hand_over(self, to: str, paper: str) -> None:
        """The box is with somebody else."""
        self.custodian = to
        self.paper = paper


class Boxes(Application[UUID]):
    """All boxes in one SQLite file."""

    @classmethod
    def at(cls, path: Path) -> "Boxes":
        """Open the file, making its tables."""
        return cls(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})

    def list_boxes(self, names: list[str], custodian: str) -> None:
        """Begin every box."""
        self.save(*[Box(box=name, custodian=custodian) for name in names])

    def hand_over(self, paper: Paper, ledger: TestLedger) -> None:
        """Check the signatures, then move every box of the paper."""
        papers.authenticate(paper, ledger.custody.keys(paper))
        document = paper.document
        assert isinstance(document, Handover)
        moved = []
        for line in paper.lines:
            box: Box = self.repository.get(Box.create_id(line.box))  # type: ignore[attr-defined]  # a hand-over's lines have boxes
            assert box.custodian == document.unit
            box.hand_over(to=document.to, paper=paper.digest)
            moved.append(box)
        self.save(*moved)
