"""A log witness over HTTP: the published paths, the limits, and a clean end, all with the real server."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from commands.witnessing.web import Limiter
from ledger.log.cosigning import LONGEST, Cosigned, read_answer
from ledger.log.witness import origin_hash
from ledger.signing.note import open_note
from ledger.signing.vkey import witness_key
from tests.commands.cli import kotak
from tests.commands.listening import Served, serving
from tests.commands.witnesses import FORKED, LOG_KEY, asked, last, witness
from tests.harness import private
from tests.ledger.dishonest import note, shown

KEY = witness_key("bawaslu.example/saksi", private("witness bawaslu").public)
PATH = f"/{origin_hash(LOG_KEY.name)}/checkpoint"


@pytest.fixture
def server(home: Path) -> Iterator[Served]:
    witness(home)
    with serving(home) as served:
        yield served


def test_a_request_over_http_is_answered_as_on_a_stick(server: Served, home: Path) -> None:
    before = server.ask("GET", PATH)

    status, content_type, body = server.add(asked(0, 7))

    assert (before[0], status, content_type) == (404, 200, "text/plain; charset=utf-8")
    assert isinstance(read_answer(status, body, note(shown(), 7), [KEY], 2**62), Cosigned)
    assert server.add(asked(0, 9)) == (409, "text/x.tlog.size", b"7\n")
    assert server.add(asked(7, 9, FORKED))[0] == 422
    assert last(home).size == 7


def test_the_last_checkpoint_signed_is_there_for_whoever_watches(server: Served) -> None:
    server.add(asked(0, 7))
    server.add(asked(7, 9))

    status, content_type, body = server.ask("GET", PATH)

    assert (status, content_type) == (200, "text/plain; charset=utf-8")
    assert open_note(body, [LOG_KEY, KEY]).signed_by.keys() == {LOG_KEY, KEY}
    assert body.startswith(note(shown(), 9))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/add-checkpoint", 405),
        ("POST", PATH, 405),
        ("GET", "/", 404),
        ("GET", f"/{'0' * 64}/checkpoint", 404),
        ("GET", "/../witness", 404),
        ("GET", "/key.pem", 404),
    ],
)
def test_nothing_else_is_served(method: str, path: str, status: int, server: Served) -> None:
    found = server.ask(method, path, asked(0, 7))

    assert found[0] == status
    assert b"PRIVATE" not in found[2]


def test_what_is_not_a_request_is_told_apart(server: Served, home: Path) -> None:
    assert server.add(b"")[0] == 400
    assert server.add(b"garbage")[0] == 400
    assert server.add(asked(0, 7).replace(b"kpu.example", b"kpu.exampl"))[0] == 404
    assert server.add(asked(0, 7).replace(b"\n7\n", b"\n8\n"))[0] == 403
    assert last(home).size == 0


def test_an_endless_request_is_not_read(server: Served) -> None:
    # It is refused by what it says of itself, and the connection ends before all of it was sent.
    with suppress(ConnectionError):
        assert server.add(b"a" * (LONGEST + 1))[0] == 413

    assert server.add(asked(0, 7))[0] == 200


def test_a_connection_that_says_nothing_does_not_hold_up_the_others(server: Served) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    for each in silent[:10]:
        each.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 500\r\n\r\nold")

    assert server.add(asked(0, 7))[0] == 200
    for each in silent:
        each.close()


def test_a_log_that_asks_too_often_is_told_to_wait(home: Path) -> None:
    witness(home)

    with serving(home, "--rate", "2") as server:
        found = [server.add(data)[0] for data in (asked(0, 5), asked(5, 7), asked(7, 9))]

    assert found == [200, 200, 429]
    assert last(home).size == 7


def test_nobody_can_use_up_what_is_the_logs(home: Path) -> None:
    witness(home)
    strange, forged = (asked(0, 7).replace(*words) for words in ((b"kpu.ex", b"kpu.eks"), (b"\n7\n", b"\n8\n")))

    with serving(home, "--rate", "2") as server:
        server.add(asked(0, 5))
        nonsense = [server.add(data)[0] for data in (strange, strange, strange, forged, forged, forged)]
        repeated = [server.add(asked(5, 5))[0] for _ in range(3)]
        new = server.add(asked(5, 7))[0]

    assert (nonsense, repeated, new) == ([404, 404, 404, 403, 403, 403], [200, 200, 429], 200)


def test_after_a_minute_a_log_may_ask_again() -> None:
    now = 0.0
    limiter = Limiter(2, lambda: now)
    found = []

    for now in (0.0, 1.0, 59.0, 60.0, 60.5, 61.0):  # noqa: B007 - the clock reads it
        found.append(limiter.allows("a", new=True))
        if found[-1]:
            limiter.count("a", new=True)

    assert found == [True, True, False, True, False, True]
    assert limiter.allows("b", new=True)
    assert limiter.allows("a", new=False)


def test_a_server_that_is_told_to_stop_ends_well(server: Served) -> None:
    server.add(asked(0, 7))

    status, said = server.stop()

    assert (status, said) == (0, f"200 {LOG_KEY.name}: signed\n")


def test_a_server_that_is_interrupted_says_so(server: Served) -> None:
    status, said = server.stop(signal.SIGINT)

    assert status == 130
    assert "CL-003" in said


def test_where_a_request_that_does_not_continue_is_kept_is_said_on_the_screen(server: Served, home: Path) -> None:
    server.add(asked(0, 7))
    server.add(asked(7, 7, FORKED))

    _status, said = server.stop()

    [kept] = (home / "witness").glob("*/refused/*.add-checkpoint")
    assert f"kept at {kept}" in said


def test_a_state_that_was_damaged_while_serving_is_no_beginning(server: Served, home: Path) -> None:
    server.add(asked(0, 7))
    [path] = (home / "witness").glob("*/signed")
    path.write_bytes(path.read_bytes()[:-1])

    found = server.add(asked(7, 9)), server.ask("GET", PATH)

    assert [status for status, _type, _body in found] == [500, 500]
    assert "WI-012" in server.stop()[1]


def test_two_servers_do_not_listen_in_one_place(server: Served, home: Path) -> None:
    said = kotak("cosign", "serve", "--listen", f"127.0.0.1:{server.port}", "--json", env={"KOTAK_HOME": str(home)})

    assert (said.status, said.json["findings"][0]["code"]) == (2, "WI-021")


@pytest.mark.parametrize("address", ["", "7380", "localhost:7380", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", ":1"])
def test_an_address_is_numbers(address: str, home: Path) -> None:
    witness(home)

    said = kotak("cosign", "serve", f"--listen={address}", "--json", env={"KOTAK_HOME": str(home)})

    assert (said.status, said.json["findings"][0]["code"]) == (4, "WI-020")


def test_a_dry_run_serves_nothing(home: Path) -> None:
    witness(home)

    said = kotak("cosign", "serve", "--listen", "[::1]:0", "--dry-run", "--json", env={"KOTAK_HOME": str(home)})

    assert (said.status, said.json["data"]["dry_run"]) == (0, True)


def test_without_the_part_that_serves_the_remedy_is_said(home: Path) -> None:
    witness(home)
    program = "import sys; sys.modules['waitress'] = None; from commands.main import main; sys.exit(main(sys.argv[1:]))"

    ran = subprocess.run(
        [sys.executable, "-c", program, "cosign", "serve"],
        env={**os.environ, "KOTAK_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert ran.returncode == 2
    assert ran.stderr.endswith("pip install 'kotak[serve]'\n")
