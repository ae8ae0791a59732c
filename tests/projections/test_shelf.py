"""Read models catch up: each entry once, whoever asks, whatever dies."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Delete, Update, delete, select, update

from ledger.domain.custody.effects import Gathered
from ledger.errors import CheckFailed, Conflict, Unavailable
from ledger.persistence import tables
from ledger.persistence.database import LOCKED, UNAVAILABLE
from ledger.persistence.journal import Journal, open_journal
from projections import compare, looking, shelf
from projections.projection import notes
from tests.harness import DPD, TestLedger
from tests.projections.rows import kept, positions
from tests.projections.story import record_all

HERE = Path(__file__).parents[2]
CHANGE = ("together", 0, "change")
CATCH_UP = """
import sys
from ledger.persistence.journal import open_journal
from projections import shelf
with open_journal(sys.argv[1]) as journal:
    print("ready", flush=True)
    sys.stdin.readline()
    shelf.catch_up(journal, page=1)
"""


def _another(address: str) -> subprocess.Popen[bytes]:
    """A process that catches up, a page for each entry, once it is told to."""
    started = subprocess.Popen(
        [sys.executable, "-c", CATCH_UP, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": str(HERE)},
    )
    assert started.stdout is not None
    assert started.stdout.readline() == b"ready\n"
    return started


def _go(started: subprocess.Popen[bytes]) -> None:
    assert started.stdin is not None
    started.stdin.write(b"go\n")
    started.stdin.flush()


@pytest.mark.parametrize("page", [1, 7, 1000])
def test_pages_of_any_size_make_the_same(journal: Journal, page: int) -> None:
    shelf.catch_up(journal, page=page)

    assert compare.compare(journal) == []
    assert set(positions(journal).values()) == {journal.size()}


def test_one_read_entry_by_entry_is_row_for_row_the_one_read_at_once(journal: Journal, told: TestLedger) -> None:
    for stop in range(1, journal.size() + 1):
        shelf.prepare(journal)
        assert list(shelf.fill(journal, shelf.ALL, stop))[-1] == stop
    slowly = kept(journal)
    _take_away(journal)

    shelf.catch_up(journal)

    assert kept(journal) == slowly
    assert len(slowly["officers"][0]) == sum(len(each.signers) for each in told.effects)


def _take_away(journal: Journal) -> None:
    with journal.database.writing() as connection:
        there = shelf.reached(connection)
        for one in shelf.ALL:
            shelf.make(connection, one, one.name, there[one.name].generation)


def test_two_who_catch_up_at_once_count_each_entry_once(address: str, journal: Journal) -> None:
    with _another(address) as one, _another(address) as other:
        _go(one)
        _go(other)
        ended = [one.wait(60), other.wait(60)]

    assert ended == [0, 0]
    assert set(positions(journal).values()) == {journal.size()}
    assert compare.compare(journal) == []


def test_who_is_killed_in_between_leaves_whole_pages(address: str, journal: Journal) -> None:
    shelf.prepare(journal)

    with _another(address) as started:
        _go(started)
        while not any(positions(journal).values()):
            time.sleep(0.001)
        started.send_signal(signal.SIGKILL)
        started.wait(60)

    assert len(set(positions(journal).values())) == 1
    assert compare.compare(journal) == []
    shelf.catch_up(journal)
    assert compare.compare(journal) == []


def test_a_page_that_somebody_else_took_in_meanwhile_is_not_taken_in_again(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, others = shelf.take, iter(["once"])

    def slowly(journal: Journal, start: int, stop: int) -> list[Gathered]:
        found = take(journal, start, stop)
        for _ in others:
            shelf.catch_up(journal, page=3)
        return found

    monkeypatch.setattr(shelf, "take", slowly)

    shelf.catch_up(journal)

    assert compare.compare(journal) == []


def test_what_is_recorded_later_is_taken_in_when_somebody_asks(journal: Journal, told: TestLedger) -> None:
    before = shelf.catch_up(journal)
    told.hand_over(DPD, by="pps/35.79.02.2009#1", to="ppk/35.79.02#1")
    record_all(journal, told)

    after = shelf.catch_up(journal)

    assert after == before + 1
    assert compare.compare(journal) == []


def test_one_that_is_behind_the_others_takes_in_what_it_lacks(journal: Journal) -> None:
    shelf.catch_up(journal, wanted=shelf.ALL[:1])

    shelf.catch_up(journal, page=5)

    assert set(positions(journal).values()) == {journal.size()}
    assert compare.compare(journal) == []


def test_the_database_holds_nothing_that_is_not_ours(journal: Journal) -> None:
    shelf.catch_up(journal, noted_at="2029-02-15T09:00:00+07:00")

    assert journal.foreign_objects() == []


def test_a_newer_version_is_made_from_the_beginning(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.catch_up(journal)
    newer = tuple(replace(one, version=one.version + 1) for one in shelf.ALL)
    monkeypatch.setattr(shelf, "ALL", newer)

    shelf.catch_up(journal, wanted=newer)

    with journal.database.reading() as connection:
        there = shelf.reached(connection)
    assert {(name, each.version, each.generation) for name, each in there.items()} == {
        (one.name, one.version, 2) for one in newer
    }
    assert compare.compare(journal) == []


def test_the_time_of_reading_is_noted_once_and_never_for_what_was_read_before(
    journal: Journal, told: TestLedger
) -> None:
    shelf.catch_up(journal, wanted=shelf.ALL[:2])
    shelf.catch_up(journal, noted_at="2029-02-15T09:00:00+07:00")
    told.seal(DPD, by="pps/35.79.02.2009#1")
    record_all(journal, told)

    shelf.catch_up(journal, noted_at="2029-02-15T10:00:00+07:00")
    shelf.catch_up(journal, noted_at="2029-02-15T11:00:00+07:00")

    with journal.database.reading() as connection:
        assert connection.execute(notes.select()).all() == [
            (journal.size() - 1, journal.size(), "2029-02-15T10:00:00+07:00")
        ]


def test_read_models_that_were_taken_away_do_not_note_the_past_again(journal: Journal) -> None:
    shelf.catch_up(journal, noted_at="2029-02-15T09:00:00+07:00")
    _take_away(journal)

    shelf.catch_up(journal, noted_at="2029-02-16T09:00:00+07:00")

    with journal.database.reading() as connection:
        assert [row.noted_at for row in connection.execute(notes.select())] == ["2029-02-15T09:00:00+07:00"]


@pytest.mark.parametrize("harm", [update(tables.effects).values(value=b"{}"), delete(tables.effects)])
def test_effects_that_cannot_be_read_stop_it_and_are_named(journal: Journal, harm: Update | Delete) -> None:
    with journal.database.writing() as connection:
        connection.execute(harm.where(tables.effects.c.position == 8))

    with pytest.raises(CheckFailed, match="what entry 7 did"):
        shelf.catch_up(journal, page=5)

    assert set(positions(journal).values()) == {5}


@pytest.mark.parametrize("path", [("effects", "at"), (*CHANGE, "at"), (*CHANGE, "now", "since")])
@pytest.mark.parametrize("instant", ["2029-02-30T17:08:00+07:00", "2029-02-14T17:08+07:00"])
def test_effects_of_a_day_no_calendar_has_are_named_too(
    journal: Journal, path: tuple[str | int, ...], instant: str
) -> None:
    eighth = tables.effects.c.position == 8
    with journal.database.writing() as connection:
        value = json.loads(bytes(connection.execute(select(tables.effects.c.value).where(eighth)).scalar_one()))
        part = value
        for step in path[:-1]:
            part = part[step]
        part[path[-1]] = instant
        connection.execute(update(tables.effects).where(eighth).values(value=json.dumps(value).encode()))

    with pytest.raises(CheckFailed, match="what entry 7 did"):
        shelf.catch_up(journal, page=5)


def test_who_finds_them_taken_away_is_told_to_try_again(journal: Journal) -> None:
    shelf.prepare(journal)

    with pytest.raises(Conflict, match="replaced the read model location"):
        list(shelf.fill(journal, shelf.ALL, journal.size(), beside=shelf.BESIDE))


def test_a_ledger_that_is_locked_is_not_answered_from_the_moment(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise Unavailable(LOCKED, ledger="ledger.db")

    monkeypatch.setattr(shelf, "catch_up", locked)

    with pytest.raises(Unavailable, match="Somebody else is writing"), looking.look(journal):
        pass


def test_who_may_only_read_is_answered_without_leaving_anything(address: str, journal: Journal) -> None:
    if "://" in address:
        pytest.skip("a file is compared byte by byte")
    journal.close()
    before = Path(address).read_bytes()
    with open_journal(address, read_only=True) as reader, looking.look(reader, "2029-02-15T09:00:00+07:00") as view:
        size, noted = view.size, view.noted

    assert (size, noted) == (len(list(shelf.take(reader, 0, size))), False)
    assert Path(address).read_bytes() == before
    assert list(Path(address).parent.iterdir()) == [Path(address)]


def test_a_disk_that_fails_is_not_taken_for_a_ledger_that_may_only_be_read(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Unavailable(UNAVAILABLE, ledger="ledger.db", detail="disk I/O error")

    monkeypatch.setattr(shelf, "catch_up", fail)

    with pytest.raises(Unavailable, match="disk I/O error"), looking.look(journal):
        pass
