"""A name that was mistyped, and what nobody expected: neither reads as good news."""

from urllib.parse import quote

import pytest

from ledger.domain.documents.people import UnitLine
from tests.harness import KPU_REGISTRAR, VILLAGE
from tests.projections.expecting import EVENING, MIDNIGHT, counted, plan
from tests.projections.story import record_all
from tests.serving.conftest import Desk, Get

GOOD_NEWS = (
    "Everything was there in time.",
    "Everything adds up.",
    "There is none of that kind.",
    "There is no such box.",
)


@pytest.mark.parametrize("page", ["boxes", "breaks", "coverage", "findings", "goods"])
def test_an_area_of_which_nothing_was_ever_heard_is_no_good_news(page: str, get: Get) -> None:
    found = get(f"/{page}?area=35.79.99")

    assert found.status_code == 404
    assert "PR-011" in found.text
    assert "Nothing was ever heard of 35.79.99 here: no box and no unit." in found.text
    assert not any(said in found.text for said in GOOD_NEWS)


@pytest.mark.parametrize("page", ["boxes", "papers"])
def test_a_unit_that_is_not_registered_is_told(page: str, get: Get) -> None:
    found = get(f"/{page}?unit={quote('pps/35.79.99.2004')}")

    assert found.status_code == 404
    assert "No unit or place pps/35.79.99.2004 is registered here." in found.text


@pytest.mark.parametrize("page", ["boxes", "breaks", "coverage", "findings", "goods"])
@pytest.mark.parametrize("area", ["35", "35.79", VILLAGE, f"{VILLAGE}/004"])
def test_an_area_that_was_heard_of_is_shown(page: str, area: str, get: Get) -> None:
    assert get(f"/{page}?area={area}").status_code == 200


def test_where_nothing_is_expected_nobody_was_there_in_time(get: Get) -> None:
    before = get("/coverage?as_of=0").text

    assert "Nothing is expected here" in before
    assert "Everything was there in time." not in before


def test_where_no_paper_speaks_of_ballots_nothing_adds_up(get: Get) -> None:
    before = get("/goods?as_of=0").text

    assert "No paper speaks of ballots here." in before
    assert "Everything adds up." not in before


def test_where_all_that_was_expected_came_it_is_said(own: Desk) -> None:
    plan(own.told, home={"due": MIDNIGHT})
    counted(own.told, EVENING)
    record_all(own.journal, own.told)
    own.keeper.catch_up()

    assert "Nothing is expected here" not in own.get("/coverage").text


def test_a_station_of_which_nobody_listed_a_box_is_named(own: Desk) -> None:
    own.told.put("units", {KPU_REGISTRAR: "registers"}, [UnitLine(id=f"kpps/{VILLAGE}/005")])
    record_all(own.journal, own.told)
    own.keeper.catch_up()

    said = own.get("/coverage").text.partition("Stations without a box on the list")[2].partition("<h2>")[0]

    assert "TPS 005" in said
    assert "TPS 004" not in said
