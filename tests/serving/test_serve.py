"""`kotak serve` as it is started and stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.commands.cli import EXECUTABLE, conforms, kotak
from tests.serving.conftest import Desk, serving

pytestmark = pytest.mark.slow
PROGRAM = "import sys; sys.modules[{!r}] = None; from commands.main import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def folder(desk: Desk) -> Path:
    """Where the recorded story lies."""
    return Path(desk.address).parent


def test_it_says_where_it_is_answers_there_and_ends_when_it_is_told(folder: Path) -> None:
    with serving(folder, KOTAK_TRUST="") as at:
        connection = HTTPConnection(at.removeprefix("http://"), timeout=30)
        connection.request("GET", "/")
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()

    assert answer.status == 200
    assert answer.headers["Server"] is None
    assert "kotak verify" in text


def test_it_listens_to_this_machine_alone(folder: Path) -> None:
    with serving(folder, KOTAK_TRUST="") as at:
        port = int(at.rpartition(":")[2])
        listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
        everywhere = Path("/proc/net/tcp6").read_text().splitlines()[1:]

    mine = [line.split()[1] for line in (*listening, *everywhere) if line.split()[1].endswith(f":{port:04X}")]
    assert {one.partition(":")[0] for one in mine} == {"0100007F"}


def test_a_port_that_is_taken_is_said(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = kotak("serve", "--port", port, "--json", env={"KOTAK_LEDGER": str(folder / "ledger.db")})

    assert (said.status, said.json["findings"][0]["code"]) == (2, "SV-001")


def test_who_reads_json_is_told_the_address_in_the_end(folder: Path) -> None:
    with _started(folder, "--json") as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        out, _err = process.communicate(timeout=30)

    envelope = json.loads(out)
    conforms(envelope)
    assert envelope["data"]["address"] in line
    assert process.returncode == 0


@pytest.mark.parametrize("part", ["waitress", "werkzeug", "jinja2"])
def test_without_the_parts_that_serve_the_remedy_is_said(part: str, folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(part), "serve"],
        env={**os.environ, "KOTAK_LEDGER": str(folder / "ledger.db")},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert ran.returncode == 2
    assert ran.stderr.endswith("pip install 'kotak[serve]'\n")


def test_who_closes_it_at_the_keyboard_interrupts_nothing(folder: Path) -> None:
    with _started(folder) as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=30)

    assert (process.returncode, err) == (0, "")


def test_it_opens_the_browser_if_it_is_told_to(folder: Path, tmp_path: Path) -> None:
    programs, seen = tmp_path / "programs", tmp_path / "seen"
    programs.mkdir()
    browser = programs / "xdg-open"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {seen}\n')
    browser.chmod(0o755)

    with _started(folder, "--open", PATH=f"{programs}:{os.environ['PATH']}") as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        process.terminate()
        process.communicate(timeout=30)

    assert seen.read_text().startswith("http://127.0.0.1:")
    assert seen.read_text() in line


def test_without_a_ledger_nothing_is_served() -> None:
    said = kotak("serve", "--json", env={"KOTAK_LEDGER": "/nonexistent/ledger.db"})

    assert (said.status, said.json["findings"][0]["code"]) == (10, "DB-003")


def _started(folder: Path, *words: str, **env: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [EXECUTABLE, "serve", "--port", "0", *words],
        env={**os.environ, "KOTAK_LEDGER": str(folder / "ledger.db"), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
