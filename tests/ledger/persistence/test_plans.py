"""That the ten-thousandth paper costs what the first did: no statement of an append or a look walks a whole table."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from ledger.persistence.journal import open_journal
from tests.ledger.persistence.harness import append

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
