"""The answers of the report are what the simulation planted, which it keeps apart from the ledger."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from ledger.domain.names import is_home
from tests.commands.cli import Result

pytestmark = pytest.mark.slow

Tables = dict[str, list[dict[str, str]]]
Plants = list[dict[str, str]]


@pytest.fixture(scope="module")
def tables(run: Callable[..., Result], tmp_path_factory: pytest.TempPathFactory) -> Tables:
    file = tmp_path_factory.mktemp("tables") / "tables.zip"
    run("report", "--csv", str(file))
    with ZipFile(file) as archive:
        return {name: list(csv.DictReader(io.StringIO(archive.read(name).decode()))) for name in archive.namelist()}


@pytest.fixture(scope="module")
def plants(batu: Path) -> Plants:
    found: Plants = json.loads((batu / "planted.json").read_text())["planted"]
    return found


def test_the_boxes_not_back_in_time_are_those_kept_back(tables: Tables, plants: Plants) -> None:
    planted = {plant["box"] for plant in plants if plant["code"] == "IR-14" and "box" in plant}
    stations = {plant["station"] for plant in plants if plant["code"] == "IR-14"}

    rows = [row for row in tables["not-in-time.csv"] if is_home(row["leg"]) and row["state"] in {"late", "missing"}]

    boxes = {box for row in rows for box in row["boxes"].split("; ")}
    assert boxes
    assert all(box in planted or box.rpartition("/")[0] in stations for box in boxes)
    clocks = {box for row in tables["breaks.csv"] if row["case"] == "before" for box in row["boxes"].split("; ")}
    assert planted - boxes <= clocks


def test_the_seals_that_changed_are_those_that_were_broken_or_cut(tables: Tables, plants: Plants) -> None:
    planted = {plant["box"] for plant in plants if plant["code"] in {"IR-01", "IR-11"} and "box" in plant}

    rows = [row for row in tables["breaks.csv"] if row["code"] in {"IR-01", "IR-11"} and row["boxes"]]

    assert {box for row in rows for box in row["boxes"].split("; ")} == planted


def test_hand_overs_without_a_supervisor_are_those_he_stayed_away_from(tables: Tables, plants: Plants) -> None:
    silent = {plant["index"] for plant in plants if plant["code"] == "IR-15"}
    others = {plant["index"] for plant in plants if plant["code"] in {"absence", "transcript"}}

    found = {int(row["index"]): row["reasons"] for row in tables["unseen.csv"]}

    assert silent <= found.keys() <= silent | others
    assert all(not found[int(index)] for index in silent)
