"""Who may do what on a server, many at once, and connections that break in the worst moment."""

import os
import subprocess
import threading
from collections import defaultdict

import pytest

from tests.commands.cli import EXECUTABLE
from tests.commands.served import STATION, Served, handing_over
from tests.postgres import interrupt_the_wait, server_setting

pytestmark = pytest.mark.postgres

DPR = f"{STATION}/DPR"


def test_an_auditor_who_may_only_read_sees_and_verifies_everything(served: Served) -> None:
    assert served.hand_over().status == 0
    auditor = served.by("auditor")

    runs = [auditor("verify", "--projections"), auditor("where", DPR, "--json"), auditor("chain", DPR)]

    assert [run.status for run in runs] == [0, 0, 0]
    assert runs[1].json["data"]["boxes"][0]["custodian"] == "ppk/35.79.01"


def test_an_auditor_who_may_only_read_takes_proofs_home(served: Served) -> None:
    auditor, folder = served.by("auditor"), served.folder

    made = [
        auditor("receipt", DPR, "-o", str(folder / "dpr.tlog-proof")),
        auditor("passport", STATION, "-o", str(folder / "station.passport")),
    ]
    checked = auditor("check", str(folder / "dpr.tlog-proof"), str(folder / "station.passport"), "--json")

    assert [run.status for run in made] == [0, 0], made
    assert checked.status == 0
    assert all(one["checked"] for one in checked.json["data"]["files"][0]["entries"][0]["signers"])


def test_an_auditor_still_sees_everything_after_a_rebuild(served: Served) -> None:
    assert served("rebuild").status == 0

    runs = [served.by("auditor")("verify", "--projections"), served.by("auditor")("where", DPR)]

    assert [run.status for run in runs] == [0, 0]


def test_an_auditor_records_nothing_and_what_he_signed_is_kept(served: Served) -> None:
    refused = served.by("auditor").hand_over()
    later = served("paper", "record")

    assert refused.status == 10
    assert "docs/operating.md" in refused.err
    assert later.status == 0
    assert "Recorded at index" in later.out


def test_a_recorder_appends_and_can_change_no_paper(served: Served) -> None:
    recorder = served.by("recorder")

    recorded, seen, rebuilt = recorder.hand_over(), recorder("where", DPR, "--json"), recorder("rebuild")

    assert recorded.status == 0, recorded.err
    assert seen.json["data"]["boxes"][0]["custodian"] == "ppk/35.79.01"
    assert rebuilt.status == 10
    assert served("verify", "--projections").status == 0
    assert changes(served, "recorder") == {"states": {"INSERT", "UPDATE"}} | {
        table: {"INSERT"} for table in ("entries", "entry_tags", "effects", "nodes")
    }


def changes(served: Served, user: str) -> dict[object, set[object]]:
    """What somebody may do to which tables, but read."""
    rows = served.psql(
        "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants "
        "WHERE privilege_type <> 'SELECT'"
    )
    found: defaultdict[object, set[object]] = defaultdict(set)
    for whose, table, right in rows:
        if whose == user:
            found[table].add(right)
    return found


@pytest.mark.slow
def test_eight_officers_record_at_once(served: Served) -> None:
    before = served.data("verify")["entries"]
    eight = served.data("status")["held"][:8]
    env = {**os.environ, **served.env, "LC_ALL": "C.UTF-8"}

    runs = [
        subprocess.Popen([EXECUTABLE, *handing_over(box)], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for box in eight
    ]
    ended = [(*run.communicate(timeout=60), run.returncode) for run in runs]

    assert [status for _, _, status in ended] == [0] * 8, ended
    assert served.data("verify", "--projections")["entries"] == before + 8
    assert {box["custodian"] for box in served.data("where", *eight)["boxes"]} == {"ppk/35.79.01"}


@pytest.mark.slow
@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_commit_that_was_cut_off_is_unknown_and_recording_again_tells(served: Served, how: str) -> None:
    before = served.data("verify")["entries"]
    with server_setting(served.server, "synchronous_standby_names", "nobody"):
        other = threading.Thread(target=interrupt_the_wait, args=(served.server, how))
        other.start()
        cut_off = served.hand_over()
        other.join()

    again = served("paper", "record", "--json")

    assert cut_off.status == 13
    assert "Record the same paper again" in cut_off.err
    assert [(one["index"], one["already"]) for one in again.json["data"]["papers"]] == [(before, True)]
    assert served("verify").status == 0


@pytest.mark.slow
def test_a_dump_that_was_restored_has_the_same_root(played: Served, postgres_url: str) -> None:
    server, restored = played.server, postgres_url.partition("?")[0].rpartition("/")[2]
    where = ("-h", str(server.sockets), "-p", str(server.port))
    dump = str(server.folder / "batu.dump")

    server.run("pg_dump", "-Fc", "-n", "kotak", *where, "-f", dump, played.database)
    server.run("pg_restore", *where, "-d", restored, dump)

    copy = Served(server, restored, played.folder)
    assert copy.data("verify", "--projections")["root"] == played.data("verify")["root"]
