"""
Read models of a ledger of several cities beside those of one: what depends on its size, and what does not.

    python -m pytest -s -m slow tests/benchmarks/test_read_models.py

Only ratios are asserted. `KOTAK_BENCHMARK=DEMO/ledger.db` names a demo to take instead of one of 25 stations.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from ledger.persistence.journal import Journal, open_journal
from projections import desk, looking, rebuild, shelf
from projections.desk import Narrowed, Part
from projections.links import of_box
from projections.looking import View
from projections.where import Question, where
from tests.benchmarks.cities import repeat
from tests.commands.cli import kotak

pytestmark = pytest.mark.slow
DEMO: Final = os.environ.get("KOTAK_BENCHMARK")
CITIES: Final = 10
LAST: Final = 1000 if DEMO else 100
CLOCK: Final = "2026-01-01T00:00:00+07:00"
BOX: Final = "35.79.01.1001/001/DPD"
VILLAGE: Final = "35.79.01.1001"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if DEMO:
        return Path(DEMO)
    folder = tmp_path_factory.mktemp("demo") / "batu"
    ran = kotak("demo", str(folder), "--stations", "25", "--quiet")
    assert ran.status == 0, ran.err
    return folder / "ledger.db"


@pytest.fixture(scope="module")
def small(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    yield from _made(demo, tmp_path_factory.mktemp("one"), 1)


@pytest.fixture(scope="module")
def large(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    yield from _made(demo, tmp_path_factory.mktemp("several"), CITIES)


def _made(demo: Path, folder: Path, cities: int) -> Iterator[Journal]:
    with open_journal(demo, read_only=True) as known, open_journal(folder / "ledger.db", create=True) as made:
        repeat(known, made, cities)
        yield made


def _changes(journal: Journal, start: int = 0) -> int:
    return sum(shelf.changes(shelf.gathered(index, value)) for index, value in journal.effects(start))


def _seconds(work: Callable[[], object], times: int = 1) -> float:
    """Of this processor, when nobody disturbs it."""

    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(once() for _ in range(times))


def _made_anew(journal: Journal) -> float:
    """Changes a second of one processor, compared with the old ones."""
    alone = journal.size() + 1
    return _changes(journal) / _seconds(lambda: rebuild.rebuild(journal, many=alone), 3)


def _made_by_two(journal: Journal) -> float:
    """Changes a second that pass on the clock of the wall, with a second process."""

    def once() -> float:
        began = time.perf_counter()
        rebuild.rebuild(journal, many=1)
        return time.perf_counter() - began

    return _changes(journal) / min(once() for _ in range(3))


def test_a_rebuild_does_not_slow_down_as_the_ledger_grows(small: Journal, large: Journal) -> None:
    shelf.catch_up(small)
    shelf.catch_up(large)

    one, several = _made_anew(small), _made_anew(large)

    print(f"\nrebuild: {one:,.0f} changes a second of processor in one city, {several:,.0f} in {CITIES}")
    print(f"with a second process: {_made_by_two(large):,.0f} changes a second in {CITIES} cities")
    assert several > 0.6 * one


def test_what_was_recorded_last_is_taken_in_as_fast_however_much_there_is(small: Journal, large: Journal) -> None:
    one, several = _caught_up(small), _caught_up(large)

    print(f"\nthe last {LAST} papers: {one:.3f} s of processor after one city, {several:.3f} s after {CITIES}")
    assert several < 3 * one


def _caught_up(journal: Journal) -> float:
    """How long the last papers take, on read models made anew for it, which are then in use."""
    size = journal.size()
    shelf.prepare(journal)
    with journal.database.writing() as connection:
        there = shelf.reached(connection)
        for one in shelf.ALL:
            shelf.make(connection, one, one.name, there[one.name].generation)
    for _ in shelf.fill(journal, shelf.ALL, size - LAST):
        pass
    return _seconds(lambda: shelf.catch_up(journal))


EVERYTHING: Final[dict[str, Callable[[View], object]]] = {
    "coverage of everything": lambda view: desk.coverage(view, _now(view)),
    "breaks of everything": lambda view: desk.breaks(view, _now(view)),
}
QUESTIONS: Final[dict[str, Callable[[View], object]]] = {
    "where one box is": lambda view: where(view, Question((BOX,))),
    "where the boxes of a village are": lambda view: where(view, Question(area=VILLAGE)),
    "the chain of a box": lambda view: of_box(view, BOX),
    "coverage of a village": lambda view: desk.coverage(view, _now(view), Part(VILLAGE)),
    "breaks of a village": lambda view: desk.breaks(view, _now(view), Narrowed(VILLAGE)),
    "grades of a village": lambda view: desk.grades(view, _now(view), area=VILLAGE),
    "ballots of a village": lambda view: desk.ballots(view, _now(view), VILLAGE),
}


def _now(view: View) -> desk.Moment:
    return desk.as_at(view, index=None, time=None, clock=CLOCK)


@pytest.mark.parametrize("asked", QUESTIONS)
def test_what_is_asked_of_a_village_hardly_depends_on_the_size_of_the_ledger(
    small: Journal, large: Journal, asked: str
) -> None:
    with looking.look(small) as one, looking.look(large) as several:
        took = [_seconds(partial(QUESTIONS[asked], view), 15) for view in (one, several)]

    print(f"\n{asked}: {took[0] * 1000:.1f} ms in one city, {took[1] * 1000:.1f} ms in {CITIES}")
    assert took[1] < 4 * took[0]


@pytest.mark.parametrize("asked", EVERYTHING)
def test_what_is_asked_of_everything_grows_no_faster_than_the_ledger(
    small: Journal, large: Journal, asked: str
) -> None:
    with looking.look(small) as one, looking.look(large) as several:
        took = [_seconds(partial(EVERYTHING[asked], view), 3) for view in (one, several)]

    print(f"\n{asked}: {took[0] * 1000:.1f} ms in one city, {took[1] * 1000:.1f} ms in {CITIES}")
    assert took[1] < 2 * CITIES * took[0]


def test_each_city_shows_the_breaks_the_first_one_shows(small: Journal, large: Journal) -> None:
    """Cities have nothing in common. A device misses its founding papers, which are those of the first alone."""
    with looking.look(small) as one, looking.look(large) as several:
        first, all_ = (Counter(each.code for each in desk.breaks(view, _now(view))) for view in (one, several))

    del first["device-gap"], all_["device-gap"]
    assert all_ == Counter({code: number * CITIES for code, number in first.items()})
