"""A demo whose ledger does not stand in its folder."""

from pathlib import Path

import pytest

from tests.commands.cli import kotak

pytestmark = pytest.mark.slow


def test_a_demo_is_played_once_on_a_file_elsewhere(tmp_path: Path) -> None:
    ledger = tmp_path / "shared.db"
    first, second = (
        kotak("--ledger", str(ledger), "demo", str(tmp_path / name), "--stations", "6", "--json")
        for name in ("batu", "again")
    )

    assert first.json["data"]["verified"] is True
    assert not (tmp_path / "batu" / "ledger.db").exists()
    assert second.status == 6
    assert not any((tmp_path / "again").iterdir())


def test_the_ledger_of_the_settings_is_never_played_upon(tmp_path: Path) -> None:
    ours = tmp_path / "ours.db"

    ran = kotak("demo", str(tmp_path / "batu"), "--stations", "6", env={"KOTAK_LEDGER": str(ours)})

    assert ran.status == 0, ran.err
    assert not ours.exists()


@pytest.mark.postgres
def test_a_demo_can_be_played_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    ran = kotak("--ledger", postgres_url, "demo", str(tmp_path / "batu"), "--stations", "6", "--json")

    assert ran.json["data"]["verified"] is True
    assert kotak("--ledger", postgres_url, "--trust", str(tmp_path / "batu" / "trust.txt"), "verify").status == 0
