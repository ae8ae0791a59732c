"""The auditor's desk says the same on every database."""

from contextlib import nullcontext
from typing import Any

import pytest

from ledger.errors import Unknown
from ledger.persistence.journal import Journal, open_journal
from projections import desk, heard, looking
from projections.desk import Narrowed, Part
from projections.findings import findings
from projections.links import of_box
from projections.looking import View
from projections.signatories import officers
from projections.where import Question, where
from tests.harness import DPD, STATION
from tests.projections.asking import CLOCK


def test_every_question_is_answered(journal: Journal) -> None:
    with looking.look(journal) as view:
        now = desk.as_at(view, index=None, time=None, clock=CLOCK)
        found = desk.breaks(view, now, Narrowed(area=STATION))
        ballots = desk.ballots(view, now, STATION)
        seals = desk.seals(view, now)
        grades = desk.grades(view, now)
        covered = desk.coverage(view, now, Part(area=STATION))

    assert [one.area for one in ballots.rows] == [STATION]
    assert found
    assert seals.balances
    assert sum(one.links for one in grades)
    assert covered.rows == ()


@pytest.mark.parametrize(
    ("area", "is_known"), [("35.79", True), (STATION, True), ("35.7", False), ("35.79.02.200", False)]
)
def test_an_area_is_known_by_its_segments(journal: Journal, area: str, *, is_known: bool) -> None:
    with looking.look(journal) as view, nullcontext() if is_known else pytest.raises(Unknown, match="Nothing was ever"):
        heard.check(view, area, "pps/35.79.02.2009", "kpu/35.79/1")


def test_a_copy_that_may_only_be_read_gives_the_same_answers(address: str, journal: Journal) -> None:
    with looking.look(journal) as view:
        told = _asked(view)

    with open_journal(address, read_only=True) as copy, looking.look(copy) as view:
        assert view.noted
        assert _asked(view) == told


def _asked(view: View) -> list[Any]:
    """Every question, of the present and of two moments in the past."""
    moments = [
        desk.as_at(view, index=index, time=time, clock=CLOCK)
        for index, time in ((None, None), (view.size // 2, None), (None, "2029-02-14T18:00:00+07:00"))
    ]
    questions = desk.breaks, desk.coverage, desk.seals, desk.ballots, desk.grades, findings, officers
    boxes = [where(view, Question((STATION,), index=index)) for index in (None, view.size // 2)]
    return [boxes, of_box(view, DPD), *([ask(view, at) for ask in questions] for at in moments)]
