"""
How long an officer waits: a hand-over is read, its signatures checked, folded and appended durably, on a ledger of the
size of Kota Batu, beside an aggregate per box doing the same work in the same run.

    python -m pytest -s -m slow tests/benchmarks

Only ratios are asserted; figures are printed and depend on the machine.
"""

import statistics
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ledger import paper as papers
from ledger.persistence.journal import Journal, open_journal
from ledger.record import record
from tests.benchmarks.aggregates import Boxes
from tests.benchmarks.measuring import milliseconds
from tests.harness import BUDI, CITRA, PPK, PPS, VILLAGE, TestLedger, founded

pytestmark = pytest.mark.slow
STATIONS = 611
TIMES = 15
KINDS = ("PPWP", "DPR", "DPD", "DPRD-PROV", "DPRD-KABKOTA")
NAMES = [f"{VILLAGE}/{number:03d}/{kind}" for number in range(100, 100 + STATIONS) for kind in KINDS]


class Table:
    """Two ways of doing the same work on the same boxes."""

    def __init__(self, path: Path) -> None:
        self.ledger: TestLedger = founded()
        self.ledger.list_boxes(*NAMES, unit=PPS)
        self.ledger.seal(*NAMES, by=BUDI, purpose="results")
        self.journal: Journal = open_journal(path / "ledger.db", create=True)
        self.boxes = Boxes.at(path / "aggregates.db")
        self.boxes.list_boxes(NAMES, PPS)
        for paper in self.ledger.papers:
            record(self.journal, paper)

    def grow(self) -> None:
        """As many papers as a night in Kota Batu has: eight of five boxes for each station."""
        for start in range(0, len(NAMES), 5):
            for _ in range(8):
                record(self.journal, self.hand_over(NAMES[start : start + 5]))

    def hand_over(self, names: list[str]) -> papers.Paper:
        """A signed paper that moves these boxes to the other committee."""
        back = self.ledger.box(names[0]).custodian == PPK
        by, to = (CITRA, BUDI) if back else (BUDI, CITRA)
        lines = [self.ledger.accepted(name, self.ledger.last(name)) for name in names]
        members = {"unit": PPK if back else PPS, "to": PPS if back else PPK}
        paper = self.ledger.sign(self.ledger.draft("handover", {by: "releases", to: "receives"}, lines, **members))
        self.ledger.record(paper)
        return paper


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    table = Table(tmp_path_factory.mktemp("benchmark"))
    table.grow()
    yield table
    table.journal.close()


@pytest.mark.parametrize("size", [5, 500])
def test_a_handover_is_recorded_faster_than_with_an_aggregate_per_box(table: Table, size: int) -> None:
    names = NAMES[-5:] if size == 5 else NAMES[:size]
    ours, theirs = [], []

    for _ in range(TIMES):
        paper = table.hand_over(names)
        data = bytes(paper)
        ours.append(milliseconds(partial(_ours, table, data)))
        theirs.append(milliseconds(partial(_theirs, table, data)))

    ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
    print(
        f"\n{size:4} boxes, two signers, {table.journal.size()} papers: {statistics.median(ours):.1f} ms a hand-over, "
        f"aggregate per box {statistics.median(theirs):.1f} ms, ratio {ratio:.1f}"
    )
    assert size < 500 or ratio > 2


def _ours(table: Table, data: bytes) -> None:
    record(table.journal, papers.read(data))


def _theirs(table: Table, data: bytes) -> None:
    table.boxes.hand_over(papers.read(data), table.ledger)
