"""What the simulation planted is what the desk finds: all of it, and nothing else."""

import json
from pathlib import Path

import pytest

from ledger.persistence.journal import open_journal
from projections import desk, looking
from projections.desk import Part
from tests.commands.cli import kotak
from tests.commands.planted import BEFORE, Plant, compared

NAMED = {
    *("IR-01", "IR-11", "ballots-differ", "IR-03", "IR-14", "no-custodian", "IR-09", "IR-10", "IR-12", "not-returned"),
    *("two-places", "too-fast", "dwell", "IR-15", "device-gap", "clock", "officer-twice"),
}
"""What an auditor is to be told, whatever else there is."""


def play(folder: Path, *words: str) -> Path:
    """A small city."""
    ran = kotak("demo", str(folder), "--quiet", *words)
    assert ran.status == 0, ran.err
    return folder


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play(tmp_path_factory.mktemp("planted") / "batu", "--stations", "12")


def test_all_that_was_planted_is_found_and_nothing_else(city: Path) -> None:
    assert compared(city) == []


@pytest.mark.slow
@pytest.mark.parametrize(("stations", "seed"), [(6, 1), (6, 10), (7, 3), (8, 5), (25, 4), (40, 2)])
def test_so_it_is_in_any_city_and_by_any_lot(tmp_path: Path, stations: int, seed: int) -> None:
    assert compared(play(tmp_path / "batu", "--stations", f"{stations}", "--seed", f"{seed}")) == []


def test_everything_an_auditor_is_to_be_told_is_planted_at_least_once(city: Path) -> None:
    codes = {plant["code"] for plant in json.loads((city / "planted.json").read_text())["planted"]}

    assert codes >= NAMED | {f"IR-{number:02}" for number in range(1, 16)}


def test_which_boxes_of_the_last_district_were_not_back_by_midnight_is_one_question(city: Path) -> None:
    with open_journal(city / "ledger.db") as journal, looking.look(journal) as view:
        midnight = desk.as_at(view, index=None, time="2029-02-15T00:00:00+07:00", clock=BEFORE)
        cells = desk.coverage(view, midnight, Part("35.79.03", "kpps-pps")).open

    late = [plant["station"] for plant in _plants(city) if plant["code"] == "IR-14" and plant.get("station")]
    assert cells
    assert all(cell.state == "missing" and cell.unit for cell in cells)
    assert {cell.boxes[0].rpartition("/")[0] for cell in cells} <= set(late)


def _plants(folder: Path) -> list[Plant]:
    planted: list[Plant] = json.loads((folder / "planted.json").read_text())["planted"]
    return planted


def test_the_command_fails_the_check_and_names_each_box(city: Path) -> None:
    ledger = ("--ledger", str(city / "ledger.db"))
    broken = kotak(*ledger, "breaks", "--json")
    covered = kotak(*ledger, "coverage", "35.79.03", "--json")

    assert (broken.status, covered.status) == (3, 3)
    assert broken.json["data"]["open"] > 30
    assert {one["code"] for one in covered.json["findings"]} >= {"IR-14"}
    assert all(one["box"].startswith("35.79.03") for one in covered.json["findings"])


def test_seals_and_ballots_are_accounted_for(city: Path) -> None:
    ledger = ("--ledger", str(city / "ledger.db"))

    seals, ballots = kotak(*ledger, "seals", "--json"), kotak(*ledger, "ballots", "--json")

    assert all(one["left"] >= 0 for one in seals.json["data"]["balances"])
    assert [one["code"] for one in seals.json["findings"]] == ["serial-twice"]
    assert {one["code"] for one in ballots.json["findings"]} == {"ballots-differ", "IR-07"}
    assert {one["box"] for one in ballots.json["findings"]} == {one["area"] for one in ballots.json["data"]["boxes"]}


@pytest.mark.parametrize("spoken", ["id", "en"])
def test_every_break_and_every_leg_is_told_in_both_languages(city: Path, spoken: str) -> None:
    ledger = ("--ledger", str(city / "ledger.db"), "--lang", spoken)

    each, *others = [
        kotak(*ledger, *words) for words in (("breaks", "--each"), ("breaks",), ("coverage",), ("seals",), ("ballots",))
    ]

    assert [ran.status for ran in (each, *others)] == [3, 3, 3, 3, 3]
    assert each.out.count("tanyakan:" if spoken == "id" else "ask next:") > 30
    assert not any("{" in ran.out for ran in (each, *others))
