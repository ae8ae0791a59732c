"""What the simulation planted is what the desk finds: all of it, and nothing else."""

import json
from pathlib import Path

import pytest

from commands.looking import covered
from commands.program.language import speak
from ledger.persistence.journal import open_journal
from projections import desk, looking
from projections.desk import Break, Part
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


@pytest.mark.parametrize("time", [None, "2029-02-15T00:00:00+07:00"])
def test_of_late_boxes_coverage_and_breaks_ask_the_same_unit_and_say_who_has_them_now(
    city: Path, time: str | None
) -> None:
    with open_journal(city / "ledger.db") as journal, looking.look(journal) as view:
        now = desk.as_at(view, index=None, time=time, clock=BEFORE)
        cells, broken = desk.coverage(view, now).late, desk.breaks(view, now)

    told = {(box, one.facts.leg): (one.unit, *one.holds) for one in broken if _is_late(one) for box in one.boxes}
    assert len(told) > 20
    assert {(box, cell.leg): (cell.unit, cell.holds) for cell in cells for box in cell.boxes} == told


def _is_late(one: Break) -> bool:
    return one.code in {"IR-03", "IR-14"} and bool(one.facts.leg)


def test_the_states_of_a_box_have_one_word_each_wherever_they_are_told(city: Path) -> None:
    """The headings of coverage are the legend of the report, and begin the sentences."""
    ledger = ("--ledger", str(city / "ledger.db"), "--trust", str(city / "trust.txt"))
    for spoken in ("id", "en"):
        speak(spoken)
        covered_, reported = (
            kotak(*ledger, "--lang", spoken, *words).out for words in (("coverage",), ("report", "--html", "-"))
        )
        late, missing = (covered.states()[state] for state in ("late", "missing"))

        assert all(f"  {name}" in covered_ for name in covered.states().values())
        assert all(f">{name}</title>" in reported for name in covered.states().values())
        for said in (late.upper(), missing.upper()):
            assert f"{said}: " in covered_
            assert f"{said}: " in reported


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
