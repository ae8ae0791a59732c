"""
What a question costs in a city of 3,055 boxes and 40,000 lines, beside the list of all boxes asked in the same run.

    python -m pytest -s -m slow tests/benchmarks
"""

from functools import partial

import pytest

from projections.looking import View
from tests.benchmarks.measuring import least
from tests.projections.city import QUESTIONS, view

__all__ = ["view"]

pytestmark = pytest.mark.slow
WHOLE = "all boxes"
AT_MOST = {
    "one box": 1,
    "one box as at an index": 1,
    "one box as at a time": 1,
    "a chain": 1,
    "a unit": 2,  # which has all boxes of this city
    "a place": 2,
    "all boxes as at an index": 4,
    "all boxes as at a time": 4,
}


@pytest.mark.parametrize("asked", AT_MOST)
def test_no_question_takes_much_longer_than_the_list_of_all_boxes(view: View, asked: str) -> None:
    taken, everything = least(*(partial(QUESTIONS[name], view) for name in (asked, WHOLE)))

    print(f"\n{asked}: {taken * 1000:.1f} ms of CPU; {WHOLE}: {everything * 1000:.1f} ms")
    assert taken < AT_MOST[asked] * everything


def test_every_question_is_measured() -> None:
    assert QUESTIONS.keys() == {WHOLE, *AT_MOST}
