"""The auditor's desk says the same on every database."""

from ledger.persistence.journal import Journal
from projections import desk, looking
from projections.desk import Narrowed, Part
from tests.harness import STATION
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
