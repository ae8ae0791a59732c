"""Many ask for the same at the same time: one makes the answer, the others wait for it."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest

from commands.serving.once import Once, once
from commands.serving.reading import Reading
from projections.grades import NOTHING
from projections.looking import View
from projections.lookout import Lookout
from tests.harness import VILLAGE
from tests.projections.story import record_all
from tests.serving.conftest import Desk, hold

MANY = 8


class Counted(Lookout):
    """Counts how often somebody looks, and lets everybody come in before the first has seen anything."""

    looks = 0

    @contextmanager
    def view(self) -> Iterator[View]:
        self.looks += 1
        time.sleep(0.05)
        with super().view() as view:
            yield view


def at_once(ask: Callable[[], object]) -> list[object]:
    """What each of many threads is answered."""
    ready = Barrier(MANY)

    def one(_nth: int) -> object:
        ready.wait(timeout=20)
        return ask()

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(one, range(MANY)))


@pytest.mark.parametrize(
    ("ask", "looks"),
    [
        (lambda reading: reading.breaks, 1),
        (lambda reading: reading.boxes, 1),
        (lambda reading: reading.grades, 1),
        (lambda reading: reading.coverage(None), 1),
        (lambda reading: reading.coverage(VILLAGE), 2),  # an area is known by its boxes
        (lambda reading: reading.ballots(VILLAGE), 2),
    ],
)
def test_what_many_ask_of_one_moment_at_once_is_asked_of_the_ledger_once(
    own: Desk, ask: Callable[[Reading], object], looks: int
) -> None:
    moment = own.keeper.at("2029-02-15T00:00:00+07:00").moment
    lookout = Counted(own.journal)
    reading = Reading(lookout, moment, NOTHING)

    answers = at_once(lambda: ask(reading))

    assert len({id(answer) for answer in answers}) == 1
    assert lookout.looks == looks


def test_many_who_ask_for_one_moment_get_one_reading(own: Desk) -> None:
    readings = at_once(lambda: own.keeper.at("2029-02-14T19:00:00+07:00"))

    assert len({id(reading) for reading in readings}) == 1


def test_while_what_is_new_is_read_a_moment_that_knows_it_is_not_read_again_and_again(own: Desk) -> None:
    hold(own.told)
    record_all(own.journal, own.told)
    own.keeper.lookout.refresh()

    first, second = (own.keeper.at("2029-02-15T09:00:00+07:00") for _time in range(2))

    assert first.moment.entries > own.keeper.now.moment.entries
    assert first is second


class Fragile(Once):
    """Makes its answer at the second try."""

    tries = 0

    @once
    def answer(self) -> str:
        """What was made."""
        self.tries += 1
        if self.tries == 1:
            message = "not yet"
            raise OSError(message)
        return "made"


def test_what_could_not_be_made_is_tried_again_by_the_next_and_then_kept() -> None:
    fragile = Fragile()

    with pytest.raises(OSError, match="not yet"):
        _ = fragile.answer

    assert (fragile.answer, fragile.answer, fragile.tries) == ("made", "made", 2)
    assert Fragile.answer.__doc__ == "What was made."


def test_nothing_is_remembered_of_questions_nobody_is_at() -> None:
    asked = Once()
    for number in range(100):
        with asked.alone("coverage", number):
            pass

    assert len(asked._asked) == 0
