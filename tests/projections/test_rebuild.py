"""Making them anew: beside the old ones, compared, swapped."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator

import pytest
from sqlalchemy import insert, select, text, update

from ledger.errors import CheckFailed, Conflict
from ledger.persistence import schema, tables
from ledger.persistence.journal import Journal
from projections import compare, helper, location, looking, refold, shelf
from projections.location import tables as of_location
from projections.rebuild import rebuild
from projections.where import Question, where
from tests.harness import BOXES, DPD, PPK, PPS, TestLedger
from tests.projections.rows import kept
from tests.projections.story import record_all

(LOCATION,) = of_location(1)


def _tables(journal: Journal) -> set[str]:
    with journal.database.reading() as connection:
        return {each.name for each in schema.things(connection) if each.kind == "table" and each.name.startswith("p_")}


def test_the_new_ones_hold_what_the_old_ones_held_and_take_their_place(journal: Journal) -> None:
    shelf.catch_up(journal)
    before = kept(journal)

    found = rebuild(journal, page=5)

    assert found == []
    assert kept(journal) == before
    assert {name for name in _tables(journal) if name.endswith(("_1", "_2"))} == {
        f"p_{name}_2"
        for name in (
            "location",
            "grades",
            "signed",
            "keys",
            "papers",
            "stock",
            "seals",
            "revealed",
            "ballots",
            "worn",
            "breaks",
            "settled",
            "watched",
            "moves",
            "moved",
            "counted",
            "ruled",
        )
    }
    assert journal.foreign_objects() == []


def test_what_the_old_ones_said_wrongly_is_told_and_gone(journal: Journal) -> None:
    shelf.catch_up(journal)
    with journal.database.writing() as connection:
        connection.execute(update(LOCATION).where(LOCATION.c.box == DPD).values(custodian=PPK))

    (found,) = rebuild(journal)

    assert (found.box, found.expected, found.found) == (DPD, f"custodian={PPS}", f"custodian={PPK}")
    assert compare.compare(journal) == []


def test_a_row_too_many_in_the_old_ones_is_told(journal: Journal) -> None:
    shelf.catch_up(journal)
    with journal.database.writing() as connection:
        row = connection.execute(select(LOCATION).where(LOCATION.c.box == DPD)).mappings().one()
        connection.execute(insert(LOCATION).values(**{**row, "box": f"{DPD}.2"}))

    (found,) = rebuild(journal)

    assert (found.box, found.expected) == (f"{DPD}.2", compare.NOTHING)


def test_old_ones_that_are_behind_are_compared_where_they_are(journal: Journal, told: TestLedger) -> None:
    shelf.catch_up(journal)
    told.seal(DPD, by=f"{PPS}#1")
    record_all(journal, told)

    found = rebuild(journal)

    assert found == []
    assert shelf.catch_up(journal) == journal.size()
    assert compare.compare(journal) == []


def test_where_there_are_none_they_are_made(journal: Journal) -> None:
    assert rebuild(journal) == []
    assert compare.compare(journal) == []


def test_a_second_process_fills_half_of_them_and_says_what_differed(journal: Journal) -> None:
    shelf.catch_up(journal)
    with journal.database.writing() as connection:
        connection.execute(update(LOCATION).where(LOCATION.c.box == DPD).values(custodian=PPK))
        shelf.make(connection, location.LOCATION, f"location{shelf.BESIDE}", 2)

    with helper.filling(journal, [location.LOCATION], 5) as answer:
        (found,) = answer()["location"]

    assert (found.box, found.found) == (DPD, f"custodian={PPK}")
    with journal.database.reading() as connection:
        assert shelf.reached(connection)[f"location{shelf.BESIDE}"].position == journal.size()


def test_with_a_second_process_they_hold_the_same(journal: Journal) -> None:
    shelf.catch_up(journal)
    before = kept(journal)

    assert rebuild(journal, many=1) == []
    assert kept(journal) == before
    assert compare.compare(journal) == []


@pytest.mark.parametrize("program", ["/bin/false", "/bin/echo", "/bin/true", "/bin/none"])
def test_what_a_second_process_does_not_do_is_done_without_it(
    journal: Journal, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.catch_up(journal)
    before = kept(journal)
    monkeypatch.setattr(sys, "executable", program)

    assert rebuild(journal, many=1) == []
    assert kept(journal) == before


def test_who_is_interrupted_leaves_no_second_process(journal: Journal) -> None:
    shelf.catch_up(journal)

    def interrupt(pages: Iterable[int]) -> Iterator[int]:
        yield next(iter(pages))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(journal, page=1, watched=interrupt, many=1)

    running = subprocess.run(["/bin/ps", "-A", "-o", "ppid=,args="], capture_output=True, text=True, check=True).stdout
    ours = [line for line in running.splitlines() if line.split()[0] == str(os.getpid())]
    assert not any("projections.helper" in line for line in ours)
    assert rebuild(journal) == []


def test_until_the_swap_the_old_ones_answer_and_an_interruption_leaves_them(journal: Journal) -> None:
    shelf.catch_up(journal)

    def interrupt(pages: Iterable[int]) -> Iterator[int]:
        yield next(iter(pages))
        with looking.look(journal) as view:
            assert len(where(view, Question())) == 5
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(journal, page=1, watched=interrupt)

    assert compare.compare(journal) == []
    assert rebuild(journal) == []
    assert "p_location_3" not in _tables(journal)


def test_of_two_who_rebuild_at_once_one_is_told_that_it_was_done(journal: Journal) -> None:
    shelf.catch_up(journal)
    inner = iter([rebuild])

    def meanwhile(pages: Iterable[int]) -> Iterator[int]:
        for again in inner:
            again(journal)
        yield from pages

    with pytest.raises(Conflict, match="replaced the read model location"):
        rebuild(journal, watched=meanwhile)

    assert compare.compare(journal) == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE states SET value = '{}'",
        "DELETE FROM states",
        "UPDATE effects SET value = '{}'",
        "DELETE FROM effects WHERE position > 5",
        "DELETE FROM nodes",
        "DELETE FROM entry_tags",
        "UPDATE entries SET type = 'manifest'",
    ],
)
def test_whatever_stands_beside_the_papers_is_made_again_from_them(journal: Journal, harm: str) -> None:
    whole = (list(journal.states()), list(journal.effects()), list(journal.nodes()), list(journal.entries()))
    with journal.database.writing() as connection:
        connection.execute(text(harm))
    beside, _ = refold.differences(journal)

    entries = refold.refold(journal)

    assert beside
    assert entries == journal.size()
    assert (list(journal.states()), list(journal.effects()), list(journal.nodes()), list(journal.entries())) == whole
    assert refold.differences(journal) == ([], [])


def test_the_read_models_are_compared_with_the_papers_not_with_kept_effects(journal: Journal) -> None:
    with journal.database.writing() as connection:
        value = connection.execute(tables.effects.select().where(tables.effects.c.position == 9)).one().value
        forged = value.replace(b'"custodian":"pps/35.79.02.2009"', b'"custodian":"ppk/35.79.02"')
        connection.execute(update(tables.effects).where(tables.effects.c.position == 9).values(value=forged))
    shelf.catch_up(journal)

    beside, models = refold.differences(journal)

    assert [each.index for each in beside] == [8]
    assert [each.box for each in models if each.projection == "location"] == [BOXES[4]]


@pytest.mark.parametrize(("old", "new"), [(b'"sig":"', b'"sig":"AAAA'), (b"\n", b"\n\n")])
def test_a_paper_that_does_not_agree_ends_it_and_nothing_is_replaced(journal: Journal, old: bytes, new: bytes) -> None:
    with journal.database.writing() as connection:
        data = connection.execute(tables.entries.select().where(tables.entries.c.position == 9)).one().data
        harmed = data.replace(old, new, 1)[: len(data)]
        connection.execute(update(tables.entries).where(tables.entries.c.position == 9).values(data=harmed))
    before = list(journal.states()), list(journal.effects())

    with pytest.raises(CheckFailed, match="Entry 8 "):
        refold.refold(journal)

    assert (list(journal.states()), list(journal.effects())) == before
