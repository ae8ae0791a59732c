import json
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.main import gather
from commands.program import files, refusal, settings
from commands.program.context import Context, NotSaid
from ledger import errors
from tests.commands.cli import EXECUTABLE, conforms, kotak

Run = Callable[..., int]

STATUSES = {
    errors.NotInstalled: 2,
    errors.CheckFailed: 3,
    errors.Malformed: 4,
    errors.BadSignature: 4,
    errors.BadProof: 4,
    errors.Unknown: 5,
    errors.Conflict: 6,
    errors.KeyProblem: 7,
    errors.AnswerNeeded: 8,
    errors.Unavailable: 10,
    errors.Unreachable: 11,
    errors.Refused: 12,
    errors.OutcomeUnknown: 13,
    files.FileTrouble: 2,
    settings.WrongSetting: 2,
    NotSaid: 2,
}


def _kinds(kind: type[errors.LedgerError]) -> set[type[errors.LedgerError]]:
    return {kind}.union(*map(_kinds, kind.__subclasses__()))


def test_every_class_of_errors_has_one_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    shown = [kind for kind in STATUSES if kind in _kinds(errors.LedgerError)]

    ended = {kind: refusal.refuse(kind(refusal.INTERRUPTED), Context(), debug=False) for kind in shown}

    assert ended == STATUSES
    assert "CL-003" in capsys.readouterr().err


def test_no_refusal_is_a_success() -> None:
    kinds = _kinds(errors.LedgerError)

    statuses = {kind.exit_status for kind in kinds}

    assert statuses <= {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13}


@pytest.mark.parametrize(
    ("line", "gathered"),
    [
        ("where 004 --json", "--json where 004"),
        ("where --ledger a.db 004", "--ledger a.db where 004"),
        ("where --lang=id", "--lang=id where"),
        ("release -- --json", "release -- --json"),
        ("where --as-of 17", "where --as-of 17"),
        ("where --trust", "--trust"),
    ],
)
def test_options_of_kotak_itself_may_stand_anywhere(line: str, gathered: str) -> None:
    words = gather(line.split())

    assert words == gathered.split()


def test_a_module_that_ends_the_program_is_not_a_success(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    status = run("leave")

    assert status == 1
    assert "CL-002" in capsys.readouterr().err


def test_a_command_that_says_nothing_is_not_a_success(run: Run) -> None:
    assert run("silence") == 1


def test_a_mistake_of_the_program_is_saved_and_its_path_shown(
    run: Run, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run("stumble")

    (saved,) = home.glob("kotak-bug-*.txt")
    said = capsys.readouterr().err
    assert status == 1
    assert str(saved) in said
    assert "Traceback" not in said
    assert "not foreseen" in saved.read_text()
    assert saved.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("home", ["file", "~nobody-of-that-name/kotak"])
def test_a_mistake_is_saved_elsewhere_where_no_home_can_be(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: str
) -> None:
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("KOTAK_HOME", home if home.startswith("~") else str(tmp_path / home))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    status = run("stumble")

    assert (status, len(list(tmp_path.glob("kotak-bug-*.txt")))) == (1, 1)
    assert "CL-002" in capsys.readouterr().err


def test_debug_shows_where_it_arose(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("stumble", "--debug")

    assert "Traceback" in capsys.readouterr().err


def test_a_refusal_says_the_code_the_facts_and_last_a_command_to_copy(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run("refuse")

    streams = capsys.readouterr()
    assert status == 6
    assert streams.out == ""
    assert streams.err.splitlines() == [
        r"CL-900  Box B\u202e7 was recorded at 17 by a\u001b[2Jb.",
        r"    also: \u0007",
        "    units: pps/1, kpps/2",
        r"kotak chain B\u202e7",
    ]


def test_a_refusal_with_json_is_one_document_on_stdout(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    status = run("refuse", "--json")

    streams = capsys.readouterr()
    envelope = json.loads(streams.out)
    conforms(envelope)
    assert (status, envelope["exit_code"], envelope["ok"], envelope["command"]) == (6, 6, False, "refuse")
    assert envelope["findings"][0]["code"] == "CL-900"
    assert envelope["findings"][0]["index"] == 17
    assert streams.err == ""


def test_ctrl_c_ends_with_130(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    status = run("interrupt")

    assert status == 130
    assert "half-written" in capsys.readouterr().err


def test_wrong_usage_names_the_help_of_that_command() -> None:
    result = kotak("config", "get")

    assert result.status == 2
    assert result.out == ""
    assert result.err.splitlines()[-1] == "kotak config get --help"


def test_wrong_usage_with_json_is_an_envelope_too() -> None:
    result = kotak("config", "--json", "get", "--bogus")

    assert result.json["exit_code"] == 2
    assert result.json["command"] == "config get"
    assert result.err == ""


def test_a_slip_of_the_fingers_is_answered_with_what_is_near() -> None:
    result = kotak("confg")

    assert result.status == 2
    assert "config" in result.err


def test_without_words_the_help_is_shown_and_that_is_not_a_success() -> None:
    result = kotak()

    assert result.status == 2
    assert "doctor" in result.err


def test_an_alias_works_in_any_language_and_json_says_the_canonical_name() -> None:
    result = kotak("setelan", "list", "--json", "--lang", "en")

    assert result.json["command"] == "config list"


def test_the_version_is_shown() -> None:
    assert re.fullmatch(r"kotak \d+\.\d+\.\d+\n", kotak("--version").out)


def test_a_program_is_told_the_version_and_the_help_in_one_document() -> None:
    version = kotak("--version", "--json").json
    explained = kotak("config", "list", "--help", "--json").json

    assert (version["command"], f"kotak {version['data']['version']}\n") == ("version", kotak("--version").out)
    assert (explained["command"], explained["data"]) == ("help", kotak("help", "config", "list", "--json").json["data"])


def test_a_reader_that_goes_away_is_no_bug() -> None:
    with subprocess.Popen([EXECUTABLE, "help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()

        said = running.stderr.read()

    assert running.returncode == 141
    assert said == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("line", [("config", "list"), ("--help",), ("--version", "--json")])
def test_an_answer_that_cannot_be_written_is_not_a_success(line: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([EXECUTABLE, *line], stdout=full, stderr=subprocess.PIPE, check=False)

    assert ran.returncode == 1
    assert b"CL-004" in ran.stderr
