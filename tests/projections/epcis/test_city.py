"""A whole simulated city, exported by the program and read as EPCIS."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.commands.cli import kotak
from tests.projections.epcis.validating import errors, shape, slips, validator

pytestmark = pytest.mark.slow


def _city(folder: Path, *words: str) -> tuple[Any, dict[str, Any]]:
    """The document, and what the program said of it."""
    assert kotak("demo", str(folder / "batu"), *words, "--quiet").status == 0
    env = {"KOTAK_HOME": str(folder / "batu"), "KOTAK_LEDGER": str(folder / "batu" / "ledger.db")}
    said = kotak("export", "epcis", "-o", str(folder / "batu.jsonld"), "--json", env=env).json["data"]
    return json.loads((folder / "batu.jsonld").read_text("ascii")), said


def test_every_event_of_some_stations_is_good(tmp_path: Path) -> None:
    document, said = _city(tmp_path, "--stations", "25")

    assert said["rows"]["events"] == len(document["epcisBody"]["eventList"]) > 2_000
    assert errors(document) == []
    assert slips(document) == []


def test_the_whole_city_is_good_and_says_what_went_wrong(tmp_path: Path) -> None:
    document, said = _city(tmp_path)

    events = document["epcisBody"].pop("eventList")
    shapes = {shape(event) for event in events}
    some = {**document, "epcisBody": {"eventList": [json.loads(one) for one in sorted(shapes)]}}
    assert said["rows"]["events"] == len(events) > 60_000
    assert validator().is_valid(some)
    assert slips({**document, "epcisBody": {"eventList": events}}) == []
    declared = Counter(event["errorDeclaration"]["reason"] for event in events if "errorDeclaration" in event)
    assert declared == {"incorrect_data": 5}
