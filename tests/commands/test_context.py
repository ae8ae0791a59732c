from pathlib import Path

import pytest

from commands.program.context import Context, NotSaid
from ledger.errors import Malformed, Unavailable
from tests.commands.cli import kotak


def test_the_officer_is_the_one_said_or_the_only_one_with_a_key_here(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = Context()
    with pytest.raises(NotSaid, match="which officer"):
        _ = context.officer

    context.keys.mkdir()
    context.key_file("pps/35.79.02.2009#2").touch()
    (context.keys / "a copy.pem").touch()
    assert context.officer == "pps/35.79.02.2009#2"

    context.key_file("kpps/35.79.02.2009/004#1").touch()
    with pytest.raises(NotSaid):
        _ = context.officer
    monkeypatch.setenv("KOTAK_AS", "ppk/35.79.02#1")
    assert context.officer == "ppk/35.79.02#1"
    assert {path.parent for path in home.rglob("*.pem")} == {home / "keys"}


def test_an_officer_is_named_as_names_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOTAK_AS", "PPS/35.79.02.2009#2")

    with pytest.raises(Malformed):
        _ = Context().officer


def test_without_a_ledger_named_none_is_opened() -> None:
    with pytest.raises(Unavailable, match="No ledger"):
        Context().journal()


def test_trust_is_the_file_said_or_the_one_this_laptop_was_set_up_with(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = Context()
    with pytest.raises(NotSaid, match="No trust file"):
        context.trust_path()

    (home / "trust.txt").touch()
    assert context.trust_path() == home / "trust.txt"
    monkeypatch.setenv("KOTAK_TRUST", "mine.txt")
    assert context.trust_path() == Path("mine.txt")
    context.flags["trust"] = "other.txt"
    assert context.trust_path() == Path("other.txt")


def test_a_trust_file_lying_beside_the_ledger_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "trust.txt").touch()

    with pytest.raises(NotSaid):
        _ = _with_ledger(tmp_path / "ledger.db").trust_path()


def _with_ledger(path: Path) -> Context:
    context = Context()
    context.flags["ledger"] = str(path)
    return context


def test_a_home_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    kotak("doctor", env={"KOTAK_HOME": str(tmp_path / "home")})

    assert not (tmp_path / "home").exists()
