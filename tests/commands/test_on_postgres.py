"""Everything an officer and an auditor do, with the ledger on a server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.persistence.journal import open_journal
from tests.commands.cli import kotak
from tests.commands.founders import Founders
from tests.commands.served import RELEASER, STATION, Served, handing_over

pytestmark = pytest.mark.postgres

DPR = f"{STATION}/DPR"


def test_it_is_looked_into_as_on_a_file(played: Served) -> None:
    status = played.data("status")
    where = played.data("where", "--unit", "pps/35.79.02.2001")
    chain = played.data("chain", DPR)
    then = played.data("where", DPR, "--as-of", "20")
    doctor = {check["name"]: check["state"] for check in played.data("doctor")["checks"]}

    assert DPR in status["held"]
    assert [one["custodian"] for one in where["boxes"]].count("pps/35.79.02.2001") == 5
    assert [one["box"] for one in where["boxes"] if one["custodian"] is None] == ["35.79.02.2001/099/DPD"]  # not listed
    assert chain["links"][0]["kind"] == "manifest"
    assert then["boxes"][0]["index"] <= 20
    assert doctor["ledger"] == "ok"


def test_the_copy_has_the_root_and_the_verdict_of_the_server(played: Served, tmp_path: Path) -> None:
    copy = tmp_path / "copy.papers"

    exported = played.data("bundle", "export", "-o", str(copy))
    there, here = played.data("verify", "--projections"), played.data("verify", str(copy))

    assert exported["papers"] == there["entries"]
    assert there["checkpoint"] == here["checkpoint"]
    assert [there[name] for name in ("root", "boxes", "custody_changes", "signatures", "contested")] == [
        here[name] for name in ("root", "boxes", "custody_changes", "signatures", "contested")
    ]


def test_a_hand_over_is_recorded_once_published_and_found(served: Served) -> None:
    handed = json.loads(served.hand_over(DPR, "--json").out)["data"]
    paper = served.folder / "handover.paper"
    with open_journal(served.url, read_only=True) as journal:
        (entry,) = journal.entries(handed["index"])
    paper.write_bytes(entry.data)

    again = served.data("paper", "record", str(paper))["papers"]
    published = served.data("checkpoint", "publish")

    assert [(one["index"], one["already"]) for one in again] == [(handed["index"], True)]
    assert published["size"] == handed["index"] + 1
    assert published["root"] in json.dumps(served.data("checkpoint", "show"))
    assert served.data("where", DPR)["boxes"][0]["custodian"] == "ppk/35.79.01"
    assert served.data("verify", "--projections")["root"] == published["root"]


def test_a_dry_run_leaves_the_server_as_it_was(served: Served) -> None:
    before = served.data("verify")

    runs = [
        served.hand_over(DPR, "--dry-run"),
        served("rebuild", "--dry-run"),
        served("checkpoint", "publish", "--dry-run"),
        served("paper", "record", str(next((served.folder / "papers").iterdir())), "--dry-run"),
    ]

    assert [run.status for run in runs] == [0, 0, 0, 0]
    assert served.data("verify") == before


def test_a_rebuild_makes_again_what_was_lost(served: Served) -> None:
    served.psql("TRUNCATE states, nodes, effects, entry_tags")
    served.psql("UPDATE entries SET type = 'hold'")
    served.psql("DROP TABLE p_projections")
    assert served("verify").status == 3

    rebuilt = served("rebuild")

    assert rebuilt.status == 0, rebuilt.err
    assert served("verify", "--projections").status == 0


def test_a_ledger_is_founded_in_an_empty_database(postgres_url: str, tmp_path: Path) -> None:
    founders = Founders(tmp_path)
    founders.ledger = postgres_url  # type: ignore[assignment] # an address is as good as a path

    founded = founders.at_once()
    again = founders.at_once()

    assert founded.status == 0, founded.err
    assert again.status in {0, 6}
    assert founders.laptop("--ledger", postgres_url, "verify").status == 0


@pytest.mark.parametrize("command", [("verify",), ("where",), handing_over(DPR), ("paper", "record", "-")])
def test_a_server_that_is_down_is_said_to_be(played: Served, command: tuple[str, ...]) -> None:
    address = "postgresql://ani:rahasia@127.0.0.1:1/kotak"
    paper = next((played.folder / "papers").iterdir()).read_bytes()

    ran = kotak("--ledger", address, *command, env=played.env, input=paper)

    assert ran.status == 10
    assert "ani:***@127.0.0.1:1/kotak cannot be used" in ran.err
    assert "--offline" in ran.err
    assert "rahasia" not in ran.out + ran.err


def test_a_database_that_is_absent_or_empty_holds_no_ledger(played: Served, postgres_url: str) -> None:
    absent = kotak("--ledger", played.server.url("absent"), "verify", env=played.env)
    empty = [kotak("--ledger", postgres_url, one, env=played.env) for one in ("verify", "where", "rebuild")]

    assert (absent.status, '"absent" does not exist' in absent.err) == (10, True)
    assert [(run.status, "kotak init" in run.err) for run in empty] == [(10, True)] * 3


@pytest.fixture
def careful(played: Served) -> Iterator[str]:
    """A user of the server who must give a password."""
    access = played.server.data / "pg_hba.conf"
    before = access.read_text()
    played.psql("CREATE ROLE careful LOGIN PASSWORD 'benar'")
    played.psql("GRANT USAGE ON SCHEMA kotak TO careful")
    access.write_text(f"local all careful scram-sha-256\n{before}")
    played.psql("SELECT pg_reload_conf(), pg_sleep(0.5)")
    yield "careful"
    access.write_text(before)
    played.psql("DROP OWNED BY careful; DROP ROLE careful")
    played.psql("SELECT pg_reload_conf()")


def test_a_wrong_password_is_said_to_be_and_not_shown(played: Served, careful: str) -> None:
    wrong, right = played.by(careful, "rahasia")("verify"), played.by(careful, "benar")("verify")

    assert (wrong.status, right.status) == (10, 10)
    assert "password authentication failed" in wrong.err
    assert "rahasia" not in wrong.out + wrong.err
    assert "permission denied" in right.err


@pytest.mark.slow
def test_the_password_is_shown_by_no_command(served: Served, tmp_path: Path) -> None:
    told = served.by(served.server.user, "rahasia")
    commands = [
        ("status",),
        ("where",),
        ("chain", DPR),
        ("verify", "--projections"),
        ("doctor",),
        ("config", "set", "ledger", told.url),
        ("config", "list"),
        ("bundle", "export", "-o", str(tmp_path / "copy.papers")),
        ("checkpoint", "publish"),
        ("rebuild",),
        ("trust", "show"),
        ("demo", str(tmp_path / "again"), "--stations", "6"),
        (*handing_over(DPR),),
    ]

    said = {one: told(*one) for one in commands}

    assert [one for one, ran in said.items() if "rahasia" in ran.out + ran.err] == []
    assert [one for one, ran in said.items() if ran.status not in {0, 6}] == []
    assert RELEASER in said["status",].out
