"""Whoever changes a read model with SQL is found: which box, what was expected, what is there."""

import pytest
from sqlalchemy import Executable, delete, insert, text, update

from ledger.persistence.journal import Journal
from projections import chain, compare, location, officers, shelf
from projections.compare import Comparison
from projections.compare import compare as compared
from projections.projection import projections
from tests.harness import DPD, PPK, PPS, TestLedger
from tests.projections.moved import change_moves, change_places
from tests.projections.story import record_all

(BOXES,) = location.tables(1)
*_MOVES, GRADES = chain.tables(1)
SIGNED, KEYS = officers.tables(1)


@pytest.fixture(autouse=True)
def caught_up(journal: Journal) -> None:
    shelf.catch_up(journal)


def _run(journal: Journal, *statements: Executable) -> None:
    with journal.database.writing() as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_box_moved_on_paper_only_is_named_with_both_places(journal: Journal) -> None:
    _run(journal, update(BOXES).where(BOXES.c.box == DPD).values(custodian=PPK, place=f"{PPK}/1"))

    (found,) = compared(journal)

    assert (found.projection, found.box) == ("location", DPD)
    assert found.expected == f"custodian={PPS}, place=None"
    assert found.found == f"custodian={PPK}, place={PPK}/1"
    assert DPD in compare.DIFFERS.text.format(**found.facts)


def test_a_link_that_was_taken_away_is_named(journal: Journal) -> None:
    change_places(journal, DPD, lambda places: [place for place in places if place[0] != 8])

    (found,) = compared(journal)

    assert (found.projection, found.box) == ("chain", DPD)
    assert (found.expected[:9], found.found[:9]) == ("moves=[8,", "moves=[9,")


def test_a_link_that_leads_elsewhere_is_named(journal: Journal) -> None:
    change_moves(journal, 8, lambda moves: [[*move[:2], "remark", *move[3:]] for move in moves])

    (found,) = compared(journal)

    assert (found.projection, found.row, found.index) == ("chain", "8", 8)
    assert [each.split(",")[::2][:2] for each in (found.expected, found.found)] == [
        ["moves=[8", '"link"'],
        ["moves=[8", '"remark"'],
    ]


def test_a_box_that_was_invented_is_named(journal: Journal) -> None:
    invented = {"box": f"{DPD}.2", "sealed": True, "state": "intact", "held": False, "disputed": "", "waiting": 0}
    _run(journal, insert(BOXES).values(**invented, disposed=False, listed=True, moved=8, moved_at="now"))

    (found,) = compared(journal)

    assert (found.box, found.expected) == (f"{DPD}.2", compare.NOTHING)


def test_a_better_grade_and_another_signer_are_named(journal: Journal) -> None:
    first = SIGNED.c.paper == 0, SIGNED.c.nth == 0
    _run(journal, update(GRADES).values(grade="A"), update(SIGNED).where(*first).values(officer=f"{PPK}#99"))

    grade, *signers = compared(journal)

    assert (grade.projection, grade.expected, grade.found) == ("chain", "grade=B", "grade=A")
    assert [(each.projection, each.index) for each in signers] == [("officers", 0)] * 2
    assert {each.row: each.expected == compare.NOTHING for each in signers}[f"{PPK}#99 (0)"]


def test_one_that_claims_to_know_entries_that_are_not_there_is_named(journal: Journal) -> None:
    _run(journal, update(projections).where(projections.c.name == "chain").values(position=99))

    (found,) = compared(journal)

    assert (found.projection, found.row, found.expected, found.found) == (
        "chain",
        "position",
        f"{journal.size()}",
        "99",
    )


def test_more_entries_than_a_page_are_compared_as_one(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "PAGE", 4)

    assert compared(journal) == []


def test_one_that_is_behind_is_compared_as_far_as_it_is(journal: Journal, told: TestLedger) -> None:
    told.seal(DPD, by=f"{PPS}#1")
    record_all(journal, told)

    assert compared(journal) == []


def test_a_table_of_another_shape_is_named_and_the_rest_is_compared(journal: Journal) -> None:
    _run(journal, text("DROP TABLE p_grades_1"), text("CREATE TABLE p_grades_1 (grade TEXT)"))
    _run(journal, update(KEYS).where(KEYS.c.number == 1).values(officer=f"{PPK}#9"))

    found = compared(journal)

    assert [each.projection for each in found] == ["chain", "officers"]
    assert (found[0].row, found[0].expected) == ("p_grades_1", "digest, number, took")


def test_a_table_that_was_taken_away_is_named(journal: Journal) -> None:
    _run(journal, text("DROP TABLE p_keys_1"))

    (found,) = compared(journal)

    assert (found.row, found.found) == ("p_keys_1", compare.NOTHING)


def test_what_is_not_kept_is_said_to_be_absent(journal: Journal) -> None:
    _run(journal, delete(projections).where(projections.c.name == "officers"))

    with Comparison(journal) as comparison:
        absent, found = comparison.absent, list(comparison.differences())

    assert absent == ("officers",)
    assert found


def test_nothing_kept_is_nothing_to_compare(journal: Journal) -> None:
    _run(journal, delete(projections))

    assert compared(journal) == []


@pytest.mark.parametrize("value", ["'many'", "x'00'"])
def test_a_position_that_is_no_number_is_no_position(journal: Journal, value: str) -> None:
    if not journal.database.is_sqlite:
        pytest.skip("PostgreSQL keeps numbers in columns of numbers")
    _run(journal, text(f"UPDATE p_projections SET position = {value} WHERE name = 'chain'"))  # noqa: S608 - ours

    with Comparison(journal) as comparison:
        assert comparison.absent == ("chain",)


def test_a_name_that_is_no_text_is_shown_and_stops_nothing(journal: Journal) -> None:
    if not journal.database.is_sqlite:
        pytest.skip("PostgreSQL keeps texts in columns of texts")
    _run(journal, text("UPDATE p_location_1 SET box = x'ff' WHERE box LIKE '%DPD'"))

    found = compared(journal)

    assert {each.expected == compare.NOTHING for each in found} == {True, False}
