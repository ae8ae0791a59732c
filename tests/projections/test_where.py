"""Where boxes are: now, when the ledger had some entries, and at a time."""

from collections.abc import Iterator

import pytest

from ledger.domain.custody import Custody
from ledger.domain.custody.changes import present
from ledger.domain.custody.effects import Present, gather
from ledger.domain.custody.states import BoxState
from ledger.domain.documents.base import seconds
from ledger.errors import Unknown
from ledger.persistence.journal import Journal
from projections import looking, past
from projections.boxes import HELD
from projections.looking import View
from projections.page import Papers
from projections.scratch import Scratch
from projections.standing import Standing, read
from projections.where import Question, one, where
from tests.harness import BAWASLU, BOXES, DPD, KPPS, PPK, PPS, VILLAGE, TestLedger


@pytest.fixture
def view(journal: Journal) -> Iterator[View]:
    with looking.look(journal) as seen:
        yield seen


def _as_the_fold_has_it(custody: Custody) -> dict[str, Present]:
    boxes = {name[4:]: state for name, state in custody.states.items() if isinstance(state, BoxState)}
    return {name: present(state) for name, state in boxes.items()}


def _present(found: Standing) -> Present:
    return Present(
        custodian=found.custodian,
        keeper=found.keeper,
        place=found.place,
        to=found.in_transit_to,
        since=found.in_transit_since,
        seals=found.seals,
        sealed=found.sealed,
        state=found.state,  # type: ignore[arg-type]  # a word of the closed list
        held=found.held,
        disputed=found.disputed,
        waiting=found.waiting,
        disposed=found.disposed,
        listed=found.listed,
    )


def test_every_box_is_where_the_fold_has_it(view: View, told: TestLedger) -> None:
    found = {each.box: _present(each) for each in where(view, Question())}

    assert found == _as_the_fold_has_it(told.custody)
    assert {name: each.custodian for name, each in found.items()} == {
        **dict.fromkeys(BOXES, PPS),
        BOXES[3]: PPK,
    }


def test_as_at_an_index_is_the_fold_of_that_prefix(view: View, told: TestLedger) -> None:
    custody = Custody()
    for index, paper in enumerate(told.papers):
        custody.apply(paper, index)

        found = {each.box: _present(each) for each in where(view, Question(index=index))}

        assert found == _as_the_fold_has_it(custody), index


def test_as_at_an_index_is_what_was_kept_of_the_present_then(view: View, told: TestLedger) -> None:
    with Scratch(Papers(lambda indexes: {index: bytes(told.papers[index]) for index in indexes})) as then:
        for index, effects in enumerate(told.effects):
            then.take(gather(effects))
            then.finish()

            (present,) = then.tables["location"]
            kept = [read(row) for row in then.connection.execute(present.select().order_by(present.c.box))]
            assert where(view, Question(index=index)) == kept, index


def test_a_line_that_had_waited_counts_from_the_entry_that_woke_it(view: View) -> None:
    before, after = (where(view, Question((BOXES[3],), index=index))[0] for index in (11, 12))

    assert (before.custodian, before.waiting, before.moved) == (PPS, 1, 8)
    assert (after.custodian, after.waiting, after.moved) == (PPK, 0, 11)


@pytest.mark.parametrize(
    ("time", "custodian", "to"),
    [
        ("2029-02-13T07:59:59+07:00", None, None),
        ("2029-02-14T18:29:59+07:00", KPPS, None),
        ("2029-02-14T11:30:00+00:00", PPS, None),
        ("2029-02-14T20:00:00+07:00", PPS, PPK),
        ("2030-01-01T00:00:00+07:00", PPS, PPK),
    ],
)
def test_as_at_a_time_is_the_last_link_that_claims_to_be_no_later(
    view: View, time: str, custodian: str | None, to: str | None
) -> None:
    found = where(view, Question((DPD,), seconds=seconds(time)))

    assert [(each.custodian, each.in_transit_to) for each in found] == ([(custodian, to)] if custodian else [])


def test_a_hold_is_no_move_and_a_release_is(view: View) -> None:
    (found,) = where(view, Question((DPD,)))

    assert (found.held, found.moved, found.moved_at) == (True, 9, "2029-02-14T20:00:00+07:00")


@pytest.mark.parametrize(
    ("question", "boxes"),
    [
        (Question(unit=PPK), (BOXES[3],)),
        (Question(unit=KPPS), ()),
        (Question(unit=KPPS, index=7), BOXES),
        (Question(place=f"{PPS}/1"), (BOXES[4],)),
        (Question(area=VILLAGE), BOXES),
        (Question(area="35.79.02.20"), ()),
        (Question(area="35.79.01"), ()),
        (Question(("004",)), BOXES),
        (Question(("004/DPD", "DPR")), BOXES[:2]),
        (Question((HELD,), me=PPK), (BOXES[3],)),
        (Question((HELD, DPD), me=PPK), (DPD, BOXES[3])),
        (Question((HELD,), me=BAWASLU), ()),
        (Question((HELD,), unit=PPS, me=PPK), ()),
    ],
)
def test_boxes_are_found_by_name_unit_place_and_area(view: View, question: Question, boxes: tuple[str, ...]) -> None:
    assert tuple(each.box for each in where(view, question)) == boxes


def test_an_entry_that_is_not_there_yet_is_no_past(view: View) -> None:
    with pytest.raises(Unknown, match="no entry 17 yet; the last is 16"):
        where(view, Question(index=17))


def test_an_end_means_one_box(view: View) -> None:
    assert one(view, "004/DPD", None) == DPD
    with pytest.raises(Unknown, match="004 means 5 boxes"):
        one(view, "004", PPS)


def test_a_word_longer_than_any_name_means_no_box(view: View) -> None:
    with pytest.raises(Unknown):
        one(view, "x" * 60_000, None)


def test_where_most_entries_are_wanted_all_are_read_and_the_answer_is_the_same(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = where(view, Question(index=8))
    monkeypatch.setattr(past, "SOME", 1)

    assert before
    assert where(view, Question(index=8)) == before
