"""Requests to a log witness through a pipe: the body comes out as over HTTP, and nothing that was not kept."""

import os
import resource
import subprocess
from pathlib import Path

import pytest

from ledger.log.cosigning import Cosigned, Request, read_answer
from ledger.log.witness import TEXT
from ledger.merkle import EMPTY_ROOT
from ledger.signing.keys import PrivateKey
from ledger.signing.note import sign
from ledger.signing.vkey import witness_key
from tests.commands.cli import EXECUTABLE, Result, kotak
from tests.commands.witnesses import LOG_KEY, asked, last, witness
from tests.harness import private
from tests.ledger.dishonest import note, shown

KEY = witness_key("bawaslu.example/saksi", private("witness bawaslu").public)


def piped(home: Path, data: bytes, *arguments: str) -> Result:
    return kotak("cosign", "stdin", *arguments, env={"KOTAK_HOME": str(home)}, input=data)


def test_through_a_pipe_the_body_comes_out_as_over_http_and_the_status_beside(home: Path) -> None:
    witness(home)

    signed, refused, behind = (piped(home, asked(old, size)) for old, size in ((0, 7), (0, 7), (5, 9)))

    assert isinstance(read_answer(200, signed.out.encode(), note(shown(), 7), [KEY], 2**62), Cosigned)
    assert (signed.status, signed.err) == (0, "200 signed\n")
    assert (refused.status, refused.out) == (9, "7\n")
    assert (behind.status, behind.err) == (9, "409 it signed 7 entries last; the log has to ask from there\n")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", (400, 4)),
        (b"garbage", (400, 4)),
        (asked(0, 7).replace(b"\n7\n", b"\n8\n"), (403, 4)),
        (asked(0, 7).replace(b"kpu.example", b"kpu.exampl"), (404, 5)),
        (bytes(Request(0, (EMPTY_ROOT,), note(shown(), 7))), (422, 3)),
    ],
)
def test_each_answer_has_its_exit_status(data: bytes, status: tuple[int, int], home: Path) -> None:
    witness(home)

    said = piped(home, data, "--json")

    assert (said.json["data"]["status"], said.status) == status
    assert said.json["data"]["content_type"] == TEXT


def test_a_dry_run_of_a_pipe_gives_no_lines(home: Path) -> None:
    witness(home)

    said = piped(home, asked(0, 7), "--dry-run")

    assert (said.status, said.out, last(home).size) == (0, "", 0)


def test_lines_stay_bytes_where_the_terminal_is_not_utf_8(home: Path) -> None:
    witness(home)

    said = kotak("cosign", "-", env={"KOTAK_HOME": str(home), "LC_ALL": "C", "PYTHONUTF8": "0"}, input=asked(0, 7))

    assert said.out.startswith("— bawaslu.example/saksi ")


def test_what_could_not_be_kept_is_not_given_away(home: Path) -> None:
    witness(home)

    ran = subprocess.run(
        [EXECUTABLE, "cosign", "stdin"],
        env={**os.environ, "KOTAK_HOME": str(home)},
        input=asked(0, 7),
        capture_output=True,
        check=False,
        # Every file that grows over so many bytes is a full disk.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"CL-021" in ran.stderr
    assert last(home).size == 0


def test_a_key_nobody_knows_signs_no_request(home: Path) -> None:
    witness(home)
    strange = sign(f"{LOG_KEY.name}\n7\n{'A' * 43}=\n", LOG_KEY.name, PrivateKey.generate())

    assert piped(home, b"old 0\n\n" + strange, "--json").json["data"]["status"] == 403
