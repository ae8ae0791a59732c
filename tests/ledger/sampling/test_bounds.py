"""The mathematics of a sample: every small case counted out, larger ones compared with other ways to reckon."""

from fractions import Fraction
from itertools import combinations
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.sampling.bounds import at_most, enough, smallest, unnoticed, upper

SMALL = 9
RISKS = (Fraction(1, 100), Fraction(1, 20), Fraction(1, 10), Fraction(1, 2), Fraction(9, 10))
CASES = [(boxes, bad, drawn) for boxes in range(1, SMALL) for bad in range(boxes + 1) for drawn in range(boxes + 1)]


def _counted(boxes: int, bad: int, drawn: int, found: int) -> Fraction:
    """Every sample there is: the share of those that show at most so many of the bad ones, which are the first."""
    samples = list(combinations(range(boxes), drawn))
    return Fraction(sum(sum(box < bad for box in sample) <= found for sample in samples), len(samples))


@pytest.mark.parametrize(("boxes", "bad", "drawn"), CASES)
def test_every_small_case_is_as_counted_out(boxes: int, bad: int, drawn: int) -> None:
    assert unnoticed(boxes, bad, drawn) == _counted(boxes, bad, drawn, 0)
    for found in range(drawn + 1):
        assert at_most(boxes, bad, drawn, found) == _counted(boxes, bad, drawn, found)


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("boxes", range(1, SMALL))
def test_a_sample_is_enough_and_one_less_is_not(boxes: int, risk: Fraction) -> None:
    for bad in range(1, boxes + 1):
        size = enough(boxes, bad, risk)

        assert _counted(boxes, bad, size, 0) <= risk
        assert size == 0 or _counted(boxes, bad, size - 1, 0) > risk


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("boxes", range(1, SMALL))
def test_the_bound_is_too_low_no_more_often_than_the_risk(boxes: int, risk: Fraction) -> None:
    """What confidence means: whatever is true, the share of samples whose bound lies below it is at most the risk."""
    for bad in range(boxes + 1):
        for drawn in range(boxes + 1):
            samples = list(combinations(range(boxes), drawn))
            below = sum(upper(boxes, drawn, sum(box < bad for box in sample), risk) < bad for sample in samples)

            assert Fraction(below, len(samples)) <= risk


@pytest.mark.parametrize("risk", RISKS)
@pytest.mark.parametrize("boxes", range(1, SMALL))
def test_the_bound_is_as_low_as_it_can_be(boxes: int, risk: Fraction) -> None:
    """The bound itself is not excluded by the sample, the next number is."""
    for drawn in range(boxes + 1):
        for found in range(drawn + 1):
            bound = upper(boxes, drawn, found, risk)

            assert found <= bound <= boxes - (drawn - found)
            assert bound == found or _counted(boxes, bound, drawn, found) > risk
            assert bound == boxes - (drawn - found) or _counted(boxes, bound + 1, drawn, found) <= risk


@pytest.mark.parametrize(
    ("boxes", "rate", "bad"),
    [(3055, Fraction(1, 50), 62), (3050, Fraction(1, 50), 61), (10, Fraction(1, 1000), 1), (7, Fraction(1), 7)],
)
def test_a_rate_is_the_smallest_number_that_reaches_it(boxes: int, rate: Fraction, bad: int) -> None:
    assert smallest(boxes, rate) == bad
    assert Fraction(bad, boxes) >= rate
    assert bad == 1 or Fraction(bad - 1, boxes) < rate


@st.composite
def _cities(draw: st.DrawFn) -> tuple[int, int, int]:
    boxes = draw(st.integers(1, 30_000))
    return boxes, draw(st.integers(0, min(boxes, 500))), draw(st.integers(0, min(boxes, 300)))


@given(_cities())
def test_drawing_one_box_after_the_other_is_the_same(case: tuple[int, int, int]) -> None:
    boxes, bad, drawn = case

    one_by_one = prod((Fraction(max(boxes - bad - n, 0), boxes - n) for n in range(drawn)), start=Fraction(1))

    assert unnoticed(boxes, bad, drawn) == one_by_one == at_most(boxes, bad, drawn, 0)


@settings(max_examples=30)
@given(_cities(), st.sampled_from(RISKS))
def test_a_clean_sample_of_the_size_excludes_what_it_was_made_for(case: tuple[int, int, int], risk: Fraction) -> None:
    boxes, bad, _drawn = case
    size = enough(boxes, max(bad, 1), risk)

    assert upper(boxes, size, 0, risk) < max(bad, 1)


@given(_cities(), st.data())
def test_all_samples_show_something(case: tuple[int, int, int], data: st.DataObject) -> None:
    boxes, bad, drawn = case
    found = data.draw(st.integers(0, drawn))

    assert at_most(boxes, bad, drawn, drawn) == 1
    assert at_most(boxes, bad, drawn, found) >= at_most(boxes, min(bad + 1, boxes), drawn, found)


def test_for_a_whole_city_less_than_a_hundred_and_fifty_boxes_are_enough() -> None:
    assert enough(3055, smallest(3055, Fraction(1, 50)), Fraction(1, 20)) == 143
    assert upper(3055, 143, 0, Fraction(1, 20)) == 61
    assert upper(3055, 143, 2, Fraction(1, 20)) == 130
