"""
That what grows stays cheap: the twenty-thousandth paper costs what the two-hundredth did, and a tree its hashes.

    python -m pytest -s -m slow tests/benchmarks
"""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import insert

from ledger.merkle import leaf_hash, node_hash, root
from ledger.persistence.journal import Journal, open_journal
from ledger.persistence.rebuild import Folded
from ledger.persistence.tables import entries
from tests.benchmarks.measuring import least
from tests.ledger.persistence.harness import paper, put

pytestmark = pytest.mark.slow
BOXES = [f"box:{number}" for number in range(500)]


def test_a_ledger_of_twenty_thousand_papers_is_as_fast_as_one_of_two_hundred(tmp_path: Path) -> None:
    with _filled(tmp_path / "small.db", 200) as small, _filled(tmp_path / "large.db", 20_000) as large:
        first, later = least(partial(_put, small), partial(_put, large), times=200)

    print(f"\na paper of five boxes: {first * 1000:.2f} ms of CPU after 200 papers, {later * 1000:.2f} ms after 20,000")
    assert later < 2 * first


def test_a_root_over_a_large_annex_takes_little_longer_than_its_hashes() -> None:
    leaves = [leaf_hash(bytes([number & 255])) for number in range(500)]

    tree, hashes = least(lambda: root(leaves), lambda: [node_hash(leaf, leaf) for leaf in leaves], times=50)

    print(f"\nroot over 500 leaves: {tree * 1e6:.0f} microseconds, its hashes alone {hashes * 1e6:.0f}")
    assert tree < 4 * hashes


def _filled(path: Path, papers: int) -> Journal:
    """A ledger of many papers of five boxes, written at once."""
    journal = open_journal(path, create=True)
    made = [paper(number, *BOXES[number % 100 * 5 :][:5], size=3000) for number in range(papers)]
    rows = [{"position": index + 1, "type": new.kind, "data": new.data} for index, new in enumerate(made)]
    with journal.database.writing() as connection:
        connection.execute(insert(entries), rows)
    folded = (
        Folded(index, new.kind, new.tags, leaf_hash(new.data), new.states, new.effects)
        for index, new in enumerate(made)
    )
    journal.rebuild(folded)
    return journal


def _put(journal: Journal) -> None:
    """Load and append a paper of five boxes."""
    size = journal.size()
    new = paper(size + 10**6, *BOXES[size % 100 * 5 :][:5], size=3000)
    put(journal, new, new.tags, journal.load(new.tags).size)
