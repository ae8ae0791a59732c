"""That the ten-thousandth paper costs what the first did: no statement of an append or a look walks a whole table."""

import time
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from ledger.merkle import leaf_hash
from ledger.persistence.journal import Journal, open_journal
from ledger.persistence.rebuild import Folded
from ledger.persistence.tables import entries
from tests.ledger.persistence.harness import append, paper, put

BOXES = [f"box:{number}" for number in range(500)]


def test_no_statement_of_an_append_walks_a_table(tmp_path: Path) -> None:
    asked: list[tuple[str, Any]] = []
    with open_journal(tmp_path / "ledger.db", create=True) as journal:
        for number in range(40):
            append(journal, number, *BOXES[number : number + 5])

        @event.listens_for(Engine, "before_cursor_execute")
        def listen(*said: Any) -> None:
            asked.append((f"{said[2]}", said[3][0] if said[5] else said[3]))  # many, or one

        append(journal, 40, *BOXES)
        list(journal.entries(39))
        list(journal.effects(39))
        journal.filed_under(BOXES)
        list(journal.of_kind("handover"))
        event.remove(Engine, "before_cursor_execute", listen)

        with journal.database.reading() as connection:
            plans = {
                statement: [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
                for statement, values in asked
                if not statement.startswith(("BEGIN", "PRAGMA")) and "sqlite_master" not in statement
            }

    assert len(plans) > 12
    assert {statement: plan for statement, plan in plans.items() if any("SCAN" in step for step in plan)} == {}


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


def _milliseconds(journal: Journal) -> float:
    """Load and append a paper of five boxes: the middle of many."""
    took = []
    for number in range(200):
        new = paper(journal.size() + 10**6, *BOXES[number % 100 * 5 :][:5], size=3000)
        begun = time.perf_counter()
        put(journal, new, new.tags, journal.load(new.tags).size)
        took.append((time.perf_counter() - begun) * 1000)
    return median(took)


@pytest.mark.slow
def test_a_ledger_of_twenty_thousand_papers_is_as_fast_as_one_of_two_hundred(tmp_path: Path) -> None:
    with _filled(tmp_path / "small.db", 200) as small, _filled(tmp_path / "large.db", 20_000) as large:
        first, later = _milliseconds(small), _milliseconds(large)

    assert later < 2 * first, f"{first:.2f} ms after 200 papers, {later:.2f} ms after 20,000"
