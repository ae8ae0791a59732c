"""What leaves a ledger has the grade that every other answer gives, whether witnesses vouch for the time or not."""

import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet  # type: ignore[import-untyped] # it ships no types

from tests.commands.evidence import Kotak, speaking
from tests.commands.exporting.files import book_of, csv_of, json_of
from tests.commands.witnessed import HANDED, lay_out_witnessed
from tests.harness import DPD, TestLedger


@pytest.fixture
def kotak(
    ledger: TestLedger, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Kotak:
    lay_out_witnessed(ledger, tmp_path)
    return speaking(tmp_path, capfd, monkeypatch)


def _grades(kotak: Kotak, folder: Path, table: str) -> dict[str, Any]:
    """By format the grades of entries, in the order of the table."""
    for kind in ("csv", "jsonl", "parquet"):
        kotak("export", kind, "--table", table, "-o", folder / kind, "--force")
    kotak("export", "xlsx", "-o", folder / "xlsx", "--force")
    heads, *rows = book_of(folder / "xlsx")[table].values
    return {
        "csv": [row["grade"] or None for row in csv_of(folder / "csv")],
        "jsonl": [row["grade"] for row in json_of(folder / "jsonl")],
        "parquet": parquet.read_table(folder / "parquet").column("grade").to_pylist(),
        "xlsx": [row[heads.index("grade")] for row in rows],
    }


def test_a_link_that_witnesses_date_has_the_grade_of_its_chain_in_every_table(kotak: Kotak, tmp_path: Path) -> None:
    chain = [link["grade"] for link in kotak("chain", DPD).json["data"]["links"]]

    found = _grades(kotak, tmp_path, "links")

    assert "A" in chain
    assert all(own[: len(chain)] == chain for own in found.values())


def test_a_paper_that_witnesses_date_has_the_grade_of_its_links(kotak: Kotak, tmp_path: Path) -> None:
    found = _grades(kotak, tmp_path, "papers")

    assert {kind: own[HANDED] for kind, own in found.items()} == dict.fromkeys(found, "A")
    assert all(own.count("A") == 1 for own in found.values())


def test_an_event_has_the_grade_of_its_link(kotak: Kotak, tmp_path: Path) -> None:
    kotak("export", "epcis", "-o", tmp_path / "epcis")

    events = json.loads((tmp_path / "epcis").read_text("ascii"))["epcisBody"]["eventList"]
    assert {one["kotak:grade"] for one in events if one.get("kotak:index") == HANDED} == {"A"}


@pytest.mark.parametrize("table", ["links", "papers"])
def test_without_a_trust_file_no_time_is_witnessed_and_nothing_has_grade_a(
    kotak: Kotak, tmp_path: Path, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated = _grades(kotak, tmp_path, table)
    monkeypatch.delenv("KOTAK_TRUST")

    undated = _grades(kotak, tmp_path, table)

    assert undated == {kind: ["B" if one == "A" else one for one in own] for kind, own in dated.items()}
    assert undated != dated


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "parquet", "epcis"])
def test_the_same_ledger_and_checkpoints_give_the_same_bytes(kotak: Kotak, tmp_path: Path, kind: str) -> None:
    """However often a checkpoint lies beside the ledger."""
    kotak("export", kind, "-o", tmp_path / "one")
    notes = (tmp_path / "checkpoints").read_bytes()
    (tmp_path / "checkpoints").write_bytes(notes + notes)

    kotak("export", kind, "-o", tmp_path / "two")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_table_that_tells_no_grade_needs_no_trust_file(kotak: Kotak, tmp_path: Path) -> None:
    (tmp_path / "trust.txt").unlink()

    boxes, links = (kotak("export", "csv", "--table", name, "-o", tmp_path / name) for name in ("boxes", "links"))

    assert (boxes.status, links.status) == (0, kotak("chain", DPD).status)
    assert not (tmp_path / "links").exists()
