"""A whole city: 3,055 boxes, 40,000 lines. Looking reads no table from end to end but that of the boxes."""

import pytest
from sqlalchemy import event

from projections.looking import View
from tests.projections.city import QUESTIONS, view

__all__ = ["view"]


@pytest.mark.parametrize("asked", [name for name in QUESTIONS if "all boxes" not in name])
def test_no_question_reads_a_table_from_end_to_end_but_the_names_of_boxes(view: View, asked: str) -> None:
    statements: list[tuple[str, object]] = []
    listener = lambda *said: statements.append((said[2], said[3]))  # noqa: E731 - five arguments, two wanted
    event.listen(view.connection.engine, "before_cursor_execute", listener)

    QUESTIONS[asked](view)

    event.remove(view.connection.engine, "before_cursor_execute", listener)
    plans = [
        row[3]
        for statement, values in statements
        for row in view.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]  # as it was sent
    ]
    assert any("USING INDEX" in plan or "USING PRIMARY KEY" in plan or "USING COVERING INDEX" in plan for plan in plans)
    assert {plan for plan in plans if plan.startswith("SCAN")} <= {"SCAN p_location_1", "SCAN p_notes"}
