"""What was seen of a box that was drawn, beside what the ledger says."""

import pytest

from projections.samples import Sight


@pytest.mark.parametrize(("place", "expected", "agrees"), [("pps/1/1", "pps/1/1", True), ("?", "?", False)])
def test_two_places_without_a_name_are_not_the_same(place: str, expected: str, *, agrees: bool) -> None:
    at = "2029-02-20T08:00:00+07:00"
    sight = Sight(index=9, at=at, unit="ptps/1", place=place, expected=expected, missing=False, flags=())

    assert sight.agrees is agrees
