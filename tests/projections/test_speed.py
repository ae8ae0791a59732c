"""A whole city: 3,055 boxes, 40,000 lines. Looking reads no table from end to end but that of the boxes."""

import sys
import time
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from sqlalchemy import event, insert, update

from ledger.persistence.journal import open_journal
from projections import looking, shelf
from projections.links import of_box
from projections.looking import View
from projections.projection import Row, projections
from projections.where import Question, where
from tests.harness import PPS

KINDS = ("DPD", "DPR", "DPRD-KABKOTA", "DPRD-PROV", "PPWP")
CITY = [f"35.79.02.{2000 + s // 26}/{s % 26 + 1:03}/{kind}" for s, kind in product(range(611), KINDS)]
LINKS = 40_000
STANDS: Row = {
    "custodian": PPS,
    "keeper": PPS,
    "place": f"{PPS}/1",
    "in_transit_to": None,
    "in_transit_since": None,
    "seals": '{"ties":{"on":2},"papers":{"on":1}}',
    "sealed": True,
    "state": "intact",
    "held": False,
    "disputed": "",
    "waiting": 0,
    "disposed": False,
    "listed": True,
    "moved": 9,
    "moved_at": "2029-02-14T18:30:00+07:00",
}
LINE: Row = {
    "verdict": "link",
    "kind": "handover",
    "at": "2029-02-14T18:30:00+07:00",
    "paper_place": f"{PPS}/1",
    "giver": PPS,
    "receiver": PPS,
    "outcome": "accepted",
    "grade": "B",
    "code": None,
    "flags": "IR-01",
}


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    with open_journal(tmp_path_factory.mktemp("city") / "ledger.db", create=True) as journal:
        shelf.prepare(journal)
        with journal.database.writing() as connection:
            (boxes,), (chain, _), (signed, _) = (one.tables(1) for one in shelf.ALL)
            connection.execute(insert(boxes), [{"box": box, **STANDS} for box in CITY])
            connection.execute(insert(chain), [_line(number) for number in range(LINKS)])
            connection.execute(insert(signed), [_signature(number) for number in range(4000)])
            connection.execute(update(projections).values(position=4000))
        with looking._kept(journal) as seen:
            yield seen


def _line(number: int) -> Row:
    paper = number // 10
    says = {"number": number, "took": paper, "paper": paper, "digest": f"{paper:064}", "seconds": number}
    return {"box": CITY[number % len(CITY)], **says, **LINE, **STANDS}


def _signature(number: int) -> Row:
    who = {"officer": f"{PPS}#1", "part": "releases", "key": "0" * 64, "digest": f"{number:064}", "kind": "handover"}
    when = {"at": LINE["at"], "place": None, "device": "d" * 32, "device_seq": number}
    return {"number": number, "paper": number, **who, **when}


QUESTIONS: dict[str, Callable[[View], object]] = {
    "all boxes": lambda view: where(view, Question()),
    "one box": lambda view: where(view, Question((CITY[7],))),
    "a unit": lambda view: where(view, Question(unit=PPS)),
    "a place": lambda view: where(view, Question(place=f"{PPS}/1")),
    "one box as at an index": lambda view: where(view, Question((CITY[7],), index=2000)),
    "one box as at a time": lambda view: where(view, Question((CITY[7],), seconds=20_000)),
    "a chain": lambda view: of_box(view, CITY[7]),
}


@pytest.mark.parametrize("asked", [name for name in QUESTIONS if name != "all boxes"])
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
    assert any("USING INDEX" in plan or "USING COVERING INDEX" in plan for plan in plans)
    assert {plan for plan in plans if plan.startswith("SCAN")} <= {"SCAN p_location_1", "SCAN p_notes"}


@pytest.mark.slow
@pytest.mark.skipif(sys.gettrace() is not None, reason="what is traced takes longer")
@pytest.mark.parametrize("asked", QUESTIONS)
def test_each_is_answered_in_twenty_milliseconds(view: View, asked: str) -> None:
    def seconds() -> float:
        began = time.process_time()
        QUESTIONS[asked](view)
        return time.process_time() - began

    assert min(seconds() for _ in range(7)) < 0.02
