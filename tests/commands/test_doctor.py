import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.machine import doctor
from commands.operating.state import LogState
from commands.program.context import Context
from ledger.log.checkpoint import Checkpoint
from tests.commands.cli import kotak
from tests.commands.evidence import lay_out
from tests.ledger.dishonest import ORIGIN, story, trust


def _states(*arguments: str, home: Path) -> dict[str, str]:
    result = kotak("doctor", "--json", *arguments, env={"KOTAK_HOME": str(home)})
    return {check["name"]: check["state"] for check in result.json["data"]["checks"]}


def test_a_new_laptop_is_fit_but_lacks_a_few_things(home: Path) -> None:
    result = kotak("doctor", env={"KOTAK_HOME": str(home)})

    assert result.status == 0
    assert "no key in" in result.out
    assert "kotak config set ledger FILE" in result.out
    assert not list(home.iterdir())


def test_a_key_that_others_may_read_is_named_with_its_remedy(home: Path) -> None:
    key = home / "keys" / "pps_35.79.02.2009#2.pem"
    key.parent.mkdir()
    key.write_text("key")
    key.chmod(0o644)

    result = kotak("doctor", "--json", env={"KOTAK_HOME": str(home)})

    assert result.status == 3
    assert result.json["next"] == [f"chmod 600 '{key}'"]
    assert result.json["findings"][0]["code"] == "DOCTOR-keys"


def test_the_key_of_the_log_and_links_to_keys_are_looked_at_too(home: Path) -> None:
    (home / "log.pem").write_text("key")
    (home / "log.pem").chmod(0o640)
    (home / "keys").mkdir()
    (home / "keys" / "pps_35.79.02.2009#2.pem").symlink_to(home / "log.pem")

    checks = kotak("doctor", "--json", env={"KOTAK_HOME": str(home)}).json["data"]["checks"]

    assert [(one["state"], "log.pem" in one["message"]) for one in checks if one["name"] == "keys"] == [
        ("fail", False),
        ("fail", True),
    ]


def test_papers_recorded_nowhere_are_counted(home: Path) -> None:
    (home / "unsent").mkdir()
    (home / "unsent" / "a.paper").write_text("paper")

    assert _states(home=home)["unsent"] == "warn"


def test_a_ledger_that_is_not_there_is_named_and_not_made(home: Path) -> None:
    states = _states("--ledger", str(home / "absent.db"), home=home)

    assert states["ledger"] == "fail"
    assert not (home / "absent.db").exists()


def test_a_read_model_whose_table_is_gone_is_named_with_what_makes_it_again(home: Path, tmp_path: Path) -> None:
    ledger = str(lay_out(tmp_path / "kota") / "ledger.db")
    asked = {"KOTAK_HOME": str(home), "KOTAK_LEDGER": ledger}
    assert kotak("where", env=asked).status == 0
    assert "projections" not in _states("--ledger", ledger, home=home)

    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("DROP TABLE p_location_1")
    failed, said = kotak("where", env=asked), kotak("doctor", "--json", env=asked).json

    assert "kotak doctor" in failed.err
    assert [(one["code"], "location" in one["message"]) for one in said["findings"]] == [("DOCTOR-projections", True)]
    assert said["next"] == ["kotak rebuild"]
    assert kotak("rebuild", env=asked).status == 0
    assert kotak("where", env=asked).status == 0


def test_a_trust_file_that_is_named_but_absent_is_not_overlooked(home: Path) -> None:
    assert _states("--trust", str(home / "absent.txt"), home=home)["trust"] == "fail"


@pytest.mark.parametrize(
    ("version", "state"),
    [((3, 6, 23), "ok"), ((3, 7, 0), "warn"), ((3, 40, 1), "warn"), ((3, 51, 2), "warn"), ((3, 51, 3), "ok")],
)
def test_versions_of_sqlite_that_can_damage_a_ledger_are_known(
    version: tuple[int, int, int], state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)

    checks = {check.name: check for check in doctor._versions(Context())}

    assert checks["sqlite"].state == state


def test_a_clock_from_before_the_program_was_written_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_WRITTEN", datetime(2999, 1, 1, tzinfo=UTC))

    (check,) = doctor._clock(Context())

    assert check.state == "fail"


@pytest.mark.parametrize(("free", "state"), [(10**6, "fail"), (10**8, "warn"), (10**10, "ok")])
def test_a_full_disk_is_seen_before_it_hurts(free: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": free}))

    (check,) = doctor._disk(Context())

    assert check.state == state


def test_what_logs_signed_on_this_machine_is_told_and_held_against_the_ledger(home: Path, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "kota")
    ledger = str(folder / "ledger.db")
    size = len(story().papers)
    state = LogState(home, ORIGIN)
    state.begin(trust())
    assert _states("--ledger", ledger, home=home)["log"] == "ok"

    state.adopt(trust(), Checkpoint(ORIGIN, size + 1, bytes(32)))
    said = kotak("doctor", "--json", "--ledger", ledger, env={"KOTAK_HOME": str(home)}).json

    assert [(one["code"], str(size + 1) in one["message"]) for one in said["findings"]] == [("DOCTOR-log", True)]
    assert _states(home=home)["log"] == "ok", "no ledger is named"
    (state.folder / "head").write_text("kotak-log/v1\n")
    assert _states(home=home)["log"] == "fail"
