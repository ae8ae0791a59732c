"""A simulated Kota Batu: everything planted shows, everything verifies, and nothing is overwritten."""

import json
import shlex
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commands.machine import demo
from commands.simulation import area
from commands.simulation.folder import NOTE
from ledger import paper as papers
from ledger import record
from ledger.domain.custody import Effects, effects, states
from ledger.domain.custody.states import BoxState
from ledger.log import policy
from ledger.persistence.journal import open_journal
from ledger.signing.keyfile import DEMO_MARK
from tests.commands.cli import Result, kotak
from tests.commands.planted import compared
from tests.commands.typed import understood

STATIONS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "batu"


@pytest.fixture(scope="module")
def played(folder: Path) -> Result:
    return kotak("demo", str(folder), "--stations", str(STATIONS), "--json")


@pytest.fixture
def planted(played: Result, folder: Path) -> list[dict[str, Any]]:
    assert played.status == 0, played.err
    plants: list[dict[str, Any]] = json.loads((folder / "planted.json").read_text())["planted"]
    return plants


@pytest.fixture
def did(played: Result, folder: Path) -> Iterator[dict[int, Effects]]:
    assert played.status == 0, played.err
    with open_journal(folder / "ledger.db", read_only=True) as journal:
        yield {index: effects.decode(value) for index, value in journal.effects()}


def test_what_it_says_to_do_next_is_understood_and_leads_to_names_of_areas(played: Result, folder: Path) -> None:
    said = [shlex.split(line)[1:] for line in played.json["next"]]

    made = kotak(*said[2][:-1], "-", env={"KOTAK_HOME": str(folder / "nobody")})

    assert all(map(understood, said))
    assert (made.status, "Junrejo" in made.out) == (0, True)
    assert "--areas" not in made.err
    assert str(folder / "areas.csv") in said[3]


def test_boxes_go_out_and_back_and_all_papers_verify(played: Result) -> None:
    data = played.json["data"]

    assert data["verified"] is True
    assert (data["stations"], data["boxes"]) == (STATIONS, STATIONS * 5)
    assert data["checkpoint"]["size"] == data["papers"]
    assert data["custody_changes"] > 15 * data["boxes"]
    assert data["seconds"].keys() == demo.phases().keys()


def test_the_last_checkpoint_is_final(played: Result, folder: Path) -> None:
    trust = policy.read((folder / "trust.txt").read_bytes())
    cosigners = played.json["data"]["checkpoint"]["cosigned_by"]

    assert trust.quorum.met_by(cosigners)
    assert trust.quorum.strength == (4, 1)
    assert len(cosigners) == len(trust.quorum.witnesses) - 1


def test_what_witnesses_carry_home_holds_without_the_ledger(played: Result, folder: Path) -> None:
    assert played.status == 0
    carried = sorted((folder / "receipts").iterdir())

    checked = kotak("--trust", str(folder / "trust.txt"), "check", *map(str, carried), "--json")

    assert checked.status == 0, checked.err
    assert {path.suffix for path in carried} == {".passport", ".tlog-proof"}
    assert {file["checkpoint"]["state"] for file in checked.json["data"]["files"]} == {"final"}


def test_all_fifteen_irregularities_are_planted(played: Result, planted: list[dict[str, Any]]) -> None:
    codes = {plant["code"] for plant in planted}

    assert codes >= {f"IR-{number:02}" for number in range(1, 16)}
    assert codes >= {"LINE-overtaken", "LINE-revoked", "waiting", "transcript", "withdrawal", "absence"}
    assert played.json["data"]["breaks"].keys() == codes


def test_a_box_claimed_twice_is_contested_and_the_other_boxes_of_that_paper_go_through(
    planted: list[dict[str, Any]], did: dict[int, Effects]
) -> None:
    (claimed,) = (plant for plant in planted if plant["code"] == "LINE-overtaken")

    verdicts = {change.box: change.verdict for change in did[claimed["index"]].changes}

    assert verdicts.pop(claimed["box"]) == "contested"
    assert set(verdicts.values()) == {"link"}


def test_a_key_that_was_stolen_moves_nothing(planted: list[dict[str, Any]], did: dict[int, Effects]) -> None:
    (stolen,) = (plant for plant in planted if plant["code"] == "LINE-revoked")

    (change,) = did[stolen["index"]].changes

    assert (change.verdict, change.code) == ("contested", "revoked")


def test_the_withheld_paper_brings_its_boxes_home(
    played: Result, folder: Path, planted: list[dict[str, Any]], tmp_path: Path
) -> None:
    station = next(plant["station"] for plant in planted if plant["code"] == "waiting")
    withheld = papers.read((folder / "papers" / "withheld-handover.paper").read_bytes())
    _copy(folder / "ledger.db", tmp_path / "ledger.db")

    with open_journal(tmp_path / "ledger.db") as journal:
        before = _custodians(journal.load([f"box:{station}/DPD"]).states)
        recorded = record.record(journal, withheld)
        after = _custodians(journal.load([f"box:{station}/DPD"]).states)

    assert recorded.index == played.json["data"]["papers"]
    assert (before, after) == ({f"pps/{station.partition('/')[0]}"}, {"kpu/35.79"})


def _copy(ledger: Path, to: Path) -> None:
    with sqlite3.connect(ledger) as whole, sqlite3.connect(to) as copy:
        whole.backup(copy)
    whole.close()
    copy.close()


def _custodians(found: dict[str, bytes]) -> set[str | None]:
    boxes = [states.decode(subject, value) for subject, value in found.items()]
    return {box.custodian for box in boxes if isinstance(box, BoxState)}


@pytest.mark.slow
def test_the_same_seed_goes_wrong_the_same_way(played: Result, folder: Path, tmp_path: Path) -> None:
    again, other = tmp_path / "again", tmp_path / "other"

    for place, seed in ((again, "1"), (other, "2")):
        assert kotak("demo", str(place), "--stations", str(STATIONS), "--seed", seed, "--quiet").status == 0

    assert _story(again) == _story(folder)
    assert _story(other) != _story(folder)
    assert played.json["data"]["breaks"] == json.loads((again / "planted.json").read_text())["counts"]


def _story(folder: Path) -> list[dict[str, Any]]:
    plants = json.loads((folder / "planted.json").read_text())["planted"]
    return [{name: value for name, value in plant.items() if name != "digest"} for plant in plants]


def test_everything_that_lies_there_says_it_is_simulated(played: Result, folder: Path) -> None:
    assert played.status == 0, played.err

    registry = json.loads((folder / "ledger.names.json").read_text())["names"]
    keys = [folder / "log.pem", *(folder / "keys").iterdir()]

    assert (folder / "SIMULASI.txt").read_text().strip() == NOTE
    assert json.loads((folder / "planted.json").read_text())["note"] == NOTE
    assert all("SIMULASI" in one["name"] for one in registry.values())
    assert all(key.read_bytes().startswith(DEMO_MARK) for key in keys)
    assert len(keys) > len(registry) > STATIONS * 3


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ani")

    refused = kotak("demo", str(tmp_path), "--stations", "6", "--json")

    assert refused.status == 2
    assert [finding["code"] for finding in refused.json["findings"]] == ["DE-001"]
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_dry_run_plays_nothing(tmp_path: Path) -> None:
    promised = kotak("demo", str(tmp_path / "batu"), "--dry-run", "--json")

    assert promised.json["data"] == {"stations": 611, "boxes": 3055, "dry_run": True}
    assert not (tmp_path / "batu").exists()


@pytest.mark.parametrize("stations", [6, *(pytest.param(more, marks=pytest.mark.slow) for more in (7, 25))])
def test_few_stations_are_enough_for_everything(tmp_path: Path, stations: int) -> None:
    ran = kotak("demo", str(tmp_path / "batu"), "--stations", str(stations), "--seed", "9", "--json")

    data = ran.json["data"]
    assert data["verified"] is True
    assert data["stations"] == stations
    assert data["breaks"].keys() >= {f"IR-{number:02}" for number in range(1, 16)}


def test_the_table_is_in_the_language_of_its_reader_and_says_simulation(tmp_path: Path) -> None:
    shown = kotak("--lang", "id", "demo", str(tmp_path / "batu"), "--stations", "6")

    assert shown.status == 0, shown.err
    assert shown.out.startswith("SIMULASI")
    assert "tanda tangan" in shown.out
    assert "Semua diperiksa" in shown.out


def test_the_seed_of_kota_batu_adds_up() -> None:
    rows = area.rows()
    villages = [row for row in rows if row["level"] == "village"]
    districts = [row for row in rows if row["level"] == "district"]

    assert len(rows) == 29
    assert len(villages) == 24
    for district in districts:
        own = [int(row["stations"]) for row in villages if row["code"].startswith(district["code"])]
        assert sum(own) == int(district["stations"])
    assert sum(int(row["stations"]) for row in villages) == demo.ALL == area.ALL
    assert sum(int(row["voters"]) for row in districts) == 164_516


@pytest.mark.slow
def test_the_whole_city_is_played(tmp_path: Path) -> None:
    ran = kotak("demo", str(tmp_path / "batu"), "--json")

    data = ran.json["data"]
    assert data["verified"] is True
    assert (data["stations"], data["boxes"]) == (611, 3055)
    assert data["hand_overs"] >= 1_276
    assert (data["breaks"]["IR-01"], data["breaks"]["IR-03"], data["breaks"]["IR-02"]) == (4, 13, 42)
    assert (tmp_path / "batu" / "ledger.db").stat().st_size < 70 * 10**6
    assert not compared(tmp_path / "batu")
