import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from commands.evidence import evidence, reference
from commands.program.context import Context
from ledger.audit.report import Gaps, Report
from ledger.export import frame
from ledger.persistence.journal import open_journal
from ledger.record import record
from tests.commands import cli
from tests.commands.evidence import Kotak
from tests.harness import DPD
from tests.ledger import dishonest
from tests.ledger.dishonest import HANDED, LAST, note, shown, sql
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

CHANGE = "UPDATE entries SET data = replace(data, '\"on\":2', '\"on\":3') WHERE position = 9"


def test_an_honest_ledger_verifies_and_says_what_was_not_checked(kotak: Kotak) -> None:
    said = kotak("verify")

    data = said.json["data"]
    assert said.status == 0
    assert (data["entries"], data["boxes"], data["custody_changes"], data["signatures"]) == (LAST + 1, 5, 27, 20)
    assert data["root"] == dishonest.root(dishonest.story().papers).hex()
    assert data["checkpoint"] is None
    assert {one["code"] for one in data["not_checked"]} == {"VE-106", "VE-110", "VE-113"}


def test_the_same_ledger_gives_the_same_bytes(kotak: Kotak) -> None:
    assert kotak("verify") == kotak("verify")


def test_a_changed_byte_is_named_with_its_paper(kotak: Kotak, folder: Path) -> None:
    sql(folder / "ledger.db", CHANGE)

    said = kotak("verify")

    assert said.status == 3
    assert said.json["findings"][0]["index"] == HANDED
    assert said.codes[0] == "PA-006"
    assert said.json["next"]


def test_a_person_reads_the_steps_the_findings_and_the_verdict(kotak: Kotak, folder: Path) -> None:
    honest = kotak("verify", json=False)
    sql(folder / "ledger.db", CHANGE, "UPDATE states SET value = '{}'", "CREATE VIEW spy AS SELECT 1")
    changed = kotak("verify", json=False)

    assert [line[0] for line in honest.out.splitlines()[6:15]] == list("123456789")
    assert "Everything that was checked agrees." in honest.out
    assert "PA-006  index 8" in changed.out
    assert "view spy" in changed.out
    assert "VE-015: 16 more; see them with --json" in changed.out
    assert "things do not agree." in changed.out
    assert "lines wait for papers that are not here, the first at index 9, box" in changed.out
    assert "1 paper has no effect" in changed.out


def test_names_in_a_hostile_database_reach_no_terminal_as_they_are(kotak: Kotak, folder: Path) -> None:
    sql(folder / "ledger.db", 'CREATE TABLE "x\x1b[2J\u202e" (a)')

    said = kotak("verify", json=False)

    assert said.status == 3
    assert "\\u001b[2J\\u202e" in said.out
    assert "\x1b" not in said.out


def test_an_exported_copy_has_the_verdict_of_its_ledger(kotak: Kotak, folder: Path, tmp_path: Path) -> None:
    kotak("checkpoint", "publish", "--key", folder / "log.pem")
    copy = tmp_path / "stick" / "batu.papers"
    copy.parent.mkdir()
    exported = kotak("bundle", "export", "-o", copy)

    ledger, verified = kotak("verify"), kotak("verify", copy)

    assert exported.json["data"]["papers"] == LAST + 1
    assert exported.json["data"]["sha256"] == verified.json["data"]["source"]["sha256"]
    assert verified.status == ledger.status == 0
    for name in ("root", "boxes", "custody_changes", "signatures", "checkpoint"):
        assert verified.json["data"][name] == ledger.json["data"][name]


def test_a_copy_can_be_piped(folder: Path) -> None:
    environment = {"KOTAK_TRUST": str(folder / "trust.txt")}

    said = cli.kotak("verify", "-", "--json", env=environment, input=b"".join(shown()))

    assert said.status == 0
    assert said.json["data"]["source"]["name"] == "-"


def test_several_sources_are_several_audits(kotak: Kotak, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cut").write_bytes(b"".join(shown()[:-1]) + b"{}")

    said = kotak("verify", folder / "ledger.db", tmp_path / "cut")

    assert said.status == 3
    assert [one["entries"] for one in said.json["data"]["audits"]] == [LAST + 1, LAST]


def test_a_ledger_that_is_not_there_cannot_be_read(kotak: Kotak, tmp_path: Path) -> None:
    for source, code in ((tmp_path / "nowhere.db", "EX-020"), (tmp_path, "EX-050")):
        said = kotak("verify", source)

        assert said.status == 10
        assert said.codes == [code]


def test_a_file_that_is_something_else_is_malformed(kotak: Kotak, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir\n")

    said = kotak("verify", tmp_path / "letter.txt")

    assert (said.status, said.codes) == (4, ["EX-001"])


def test_without_a_trust_file_nothing_is_verified(kotak: Kotak, tmp_path: Path) -> None:
    (tmp_path / "trust.txt").write_text("trust me\n")

    assert kotak("--trust", tmp_path / "trust.txt", "verify").status == 4


def test_the_read_models_are_compared_when_asked(kotak: Kotak, folder: Path) -> None:
    assert kotak("rebuild").status == 0
    honest = kotak("verify", "--projections")
    sql(folder / "ledger.db", f"UPDATE {_location(folder)} SET custodian = 'kpu/35' WHERE box = '{DPD}'")  # noqa: S608 - ours
    changed = kotak("verify", "--projections")

    assert honest.status == 0
    assert changed.status == 3
    assert [found["box"] for found in changed.json["findings"]] == [DPD]


def test_read_models_that_are_not_there_or_rest_on_changed_papers_are_not_compared(kotak: Kotak, folder: Path) -> None:
    absent = kotak("verify", "--projections")
    sql(folder / "ledger.db", CHANGE)
    changed = kotak("verify", "--projections")

    assert "VE-114" in {one["code"] for one in absent.json["data"]["not_checked"]}
    assert "VE-115" in {one["code"] for one in changed.json["data"]["not_checked"]}


def test_what_an_auditor_kept_must_be_in_the_ledger(kotak: Kotak, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (kept / "below").mkdir(parents=True)
    (kept / "all.papers").write_bytes(b"".join(shown()))
    (kept / "below" / "a.checkpoint").write_bytes(note(shown(), LAST + 1))
    (kept / "checkpoints").write_bytes(frame(note(shown(), 5)) + frame(note(shown(), 8)))
    (kept / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "cut").write_bytes(b"".join(shown()[:-1]))

    whole = kotak("verify", "--holding", kept)
    cut = kotak("verify", tmp_path / "cut", "--holding", kept)

    assert whole.status == 0
    assert whole.json["data"]["checkpoint"]["size"] == LAST + 1
    assert cut.status == 3
    assert cut.codes == ["VE-070", "VE-082"]
    assert str(kept / "all.papers") in cut.json["findings"][1]["message"]
    assert [one["message"].split()[0] for one in whole.json["data"]["not_checked"] if one["code"] == "VE-111"] == [
        str(kept / "photo.jpg")
    ]


def test_a_folder_without_papers_is_no_good_news(kotak: Kotak, tmp_path: Path) -> None:
    empty, wrong = tmp_path / "empty", tmp_path / "wrong"
    empty.mkdir()
    wrong.mkdir()
    (wrong / "photo.jpg").write_bytes(b"\xff\xd8")

    said = [kotak("verify", "--holding", each) for each in (empty, wrong)]

    assert ["VE-116" in {one["code"] for one in each.json["data"]["not_checked"]} for each in said] == [True, True]
    assert [each.json["warnings"][0].partition("(")[2] for each in said] == [
        f"folder {empty}, files: 0; in them papers: 0; checkpoints: 0; receipts: 0)",
        f"folder {wrong}, files: 1; in them papers: 0; checkpoints: 0; receipts: 0)",
    ]
    assert [each.json["next"] for each in said] == [["Name the folder they lie in: kotak verify --holding DIR"]] * 2


def test_it_says_how_many_kept_papers_the_ledger_was_compared_with(kotak: Kotak, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "all.papers").write_bytes(b"".join(shown()))

    said = kotak("verify", "--holding", tmp_path / "kept", json=False)

    assert f"compared with {LAST + 1} papers that you kept" in said.out
    assert "Warning" not in said.err


def test_a_damaged_checkpoint_is_named_with_its_file(kotak: Kotak, folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "a.checkpoint").write_bytes(note(shown(), 5).replace(b"\n5\n", b"\n6\n"))
    (folder / "checkpoints").write_bytes(b"\0\0\0\7short")

    said = kotak("verify", "--holding", kept)

    assert said.status == 3
    assert said.codes == ["EX-003", "NT-007"]
    assert said.json["findings"][1]["message"].startswith(f"{kept}/a.checkpoint: ")


def test_a_folder_that_is_not_there_is_wrong_usage(kotak: Kotak, tmp_path: Path) -> None:
    assert kotak("verify", "--holding", tmp_path / "nowhere").status == 2


def test_a_kept_file_that_cannot_be_read_is_said(kotak: Kotak, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a").write_bytes(b"")
    open_ = Path.open

    def locked(path: Path, *arguments: object) -> object:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return open_(path, *arguments)  # type: ignore[call-overload]  # as it came

    monkeypatch.setattr(Path, "open", locked)

    assert kotak("verify", "--holding", tmp_path / "kept").status == 2


def test_a_copy_is_verified_without_a_database(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "batu.papers").write_bytes(b"".join(shown()))
    program = (
        "import sys; from commands.main import main; status = main(sys.argv[1:]);"
        "sys.exit(status or ' '.join({'sqlalchemy', 'eventsourcing'} & sys.modules.keys()) or 0)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program, "--trust", folder / "trust.txt", "verify", tmp_path / "batu.papers"],
        capture_output=True,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, b"")


def test_what_is_no_finding_is_said_in_words() -> None:
    report = Report(
        contested=2, lost=3, gaps=Gaps(missing=4, devices=1, first_device="d" * 32, first_number=7, repeated=5)
    )

    said = " ".join(evidence._counted(report))

    assert "2 lines are contested" in said
    assert "4 numbers are missing (devices: 1), the first 7 of device dddd" in said
    assert "5 numbers were given twice" in said
    assert "3 papers saw entries that were lost" in said


@pytest.mark.postgres
def test_a_ledger_on_a_server_has_the_same_verdict(kotak: Kotak, postgres_url: str, home: Path) -> None:
    with open_journal(postgres_url, create=True) as journal:
        for paper in dishonest.story().papers:
            record(journal, paper)
    reference.append(home / "checkpoints", note(shown(), 9))

    said, file = kotak("--ledger", postgres_url, "verify"), kotak("verify")

    assert said.status == 0
    assert said.json["data"]["root"] == file.json["data"]["root"]
    assert said.json["data"]["checkpoint"]["size"] == 9
    assert said.json["data"]["source"]["sort"] == "postgresql"


def test_a_copy_from_a_pipe_has_no_checkpoints_beside_it() -> None:
    assert reference.published("-", Context()) is None


def _location(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        (name,) = connection.execute("SELECT name FROM sqlite_master WHERE name GLOB 'p_location_[0-9]'").fetchone()
    return str(name)
