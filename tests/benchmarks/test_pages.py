"""
Pages of a city of 60 stations beside those of one of 120: of one area, box or paper they take no longer in a ledger
twice as large, and of everything a little.
"""

import pytest

from tests.benchmarks.pages import Measure, measure, pages
from tests.commands.cli import kotak

pytestmark = pytest.mark.slow

BUDGET = 0.05


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Measure]:
    """By number of stations how to measure a page of it."""
    found = {}
    for stations in (60, 120):
        folder = tmp_path_factory.mktemp("pages") / "city"
        played = kotak("demo", str(folder), "--stations", str(stations), "--quiet")
        assert played.status == 0, played.err
        found[stations] = measure(str(folder / "ledger.db"), str(folder / "trust.txt"))
    return found


@pytest.mark.parametrize("page", pages())
def test_a_page_is_there_in_fifty_milliseconds(page: str, cities: dict[int, Measure]) -> None:
    small, large = (cities[stations](pages()[page]) for stations in (60, 120))

    print(f"\n{page:10} {small * 1000:6.1f} ms of 60 stations, {large * 1000:6.1f} ms of 120")
    assert large < BUDGET
    assert large < 2 * small + 0.005
