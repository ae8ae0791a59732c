"""A time-stamping authority on 127.0.0.1, honest and otherwise."""

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import cast

import pytest

from commands.evidence.timestamps import LONGEST
from commands.program import web
from ledger.signing import timestamp
from tests.authority import Authority, authority
from tests.commands.evidence import Kotak, Said, speaking
from tests.ledger.dishonest import note, shown

Answer = Callable[[bytes], bytes]


class Server(ThreadingHTTPServer):
    """Answers as the test wants; `asked` are the requests it got."""

    status = 200
    answer: Answer = staticmethod(lambda _asked: b"")
    pause = 0.0
    asked: list[tuple[str | None, bytes]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/tsa"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast("Server", self.server)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.asked.append((self.headers["Content-Type"], body))
        self.send_response(server.status)
        self.send_header("Location", server.url)
        self.end_headers()
        try:
            self._drip(server.answer(body), server.pause)
        except ConnectionError:
            self.close_connection = True

    def _drip(self, data: bytes, pause: float) -> None:
        step = 1 if pause else len(data)
        for at in range(0, len(data), step or 1):
            self.wfile.write(data[at : at + step])
            time.sleep(pause)

    def log_message(self, *_said: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        thread = Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("time") / "tsa")


@pytest.fixture
def kotak(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    """In a folder with the request for a stamp, and nothing else: no ledger and no trust file."""
    monkeypatch.chdir(tmp_path)
    asked = timestamp.request(note(shown(), 9).decode().partition("\n\n")[0] + "\n")
    (tmp_path / "a.tsq").write_bytes(bytes(asked))
    return speaking(tmp_path, capfd, monkeypatch)


def fetch(kotak: Kotak, url: str) -> Said:
    return kotak("timestamp", "fetch", "a.tsq", "--tsa", url, "-o", "a.tsr")


def test_an_authority_is_asked_over_http_and_its_answer_saved(
    kotak: Kotak, server: Server, tsa: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy named in the environment is not asked."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    server.answer = tsa.answer

    said = fetch(kotak, server.url)

    asked = Path("a.tsq").read_bytes()
    assert said.status == 0
    assert server.asked == [("application/timestamp-query", asked)]
    assert timestamp.imprint(Path("a.tsr").read_bytes()) == timestamp.read_request(asked).imprint


def test_where_nobody_listens_the_work_stays_queued(kotak: Kotak) -> None:
    said = fetch(kotak, "http://127.0.0.1:1/")

    assert (said.status, said.codes) == (11, ["TS-011"])
    assert "Connection refused" in said.json["findings"][0]["message"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1", "http://[", "http:///tsa", ""])
def test_what_is_no_address_of_a_server_is_not_opened(kotak: Kotak, url: str) -> None:
    said = fetch(kotak, url)

    assert (said.status, said.codes) == (11, ["TS-011"])
    assert not Path("a.tsr").exists()


@pytest.mark.parametrize("status", [204, 302, 307, 404, 500, 503])
def test_a_server_that_answers_with_anything_else_was_not_reached(kotak: Kotak, server: Server, status: int) -> None:
    """Nobody is sent elsewhere by an answer."""
    server.status = status

    said = fetch(kotak, server.url)

    assert (said.status, said.codes) == (11, ["TS-012"])
    assert len(server.asked) == 1


def test_a_huge_answer_is_read_no_further_than_an_answer_may_be_long(kotak: Kotak, server: Server) -> None:
    server.answer = lambda _asked: bytes(2**26)

    said = fetch(kotak, server.url)

    assert (said.status, said.codes) == (11, ["TS-012"])
    assert f"{LONGEST + 1} bytes" in said.json["findings"][0]["message"]


@pytest.mark.parametrize("pause", [0.05, 1.0])
def test_an_answer_that_drips_is_not_waited_for(
    kotak: Kotak, server: Server, pause: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte by byte, each in time; or the next one too late."""
    monkeypatch.setattr(web, "PATIENCE", 0.3)
    server.pause, server.answer = pause, lambda _asked: bytes(20)

    said = fetch(kotak, server.url)

    assert (said.status, said.codes) == (11, ["TS-011"])
    assert "there was no answer in time" in said.json["findings"][0]["message"]


def test_a_page_of_a_hotel_is_no_time_stamp(kotak: Kotak, server: Server) -> None:
    server.answer = lambda _asked: b"<!DOCTYPE html><title>Selamat datang</title>"

    said = fetch(kotak, server.url)

    assert (said.status, said.codes) == (4, ["TS-003"])
    assert not Path("a.tsr").exists()


def test_an_old_answer_played_again_is_refused(kotak: Kotak, server: Server, tsa: Authority) -> None:
    server.answer = tsa.answer
    fetch(kotak, server.url)
    old = Path("a.tsr").read_bytes()
    server.answer = lambda _asked: old
    text = note(shown(), 9).decode().partition("\n\n")[0] + "\n"
    Path("a.tsq").write_bytes(bytes(timestamp.request(text)))
    Path("a.tsr").unlink()

    said = fetch(kotak, server.url)

    assert (said.status, said.codes) == (4, ["TS-006"])
    assert not Path("a.tsr").exists()


def test_only_a_request_is_sent(kotak: Kotak, server: Server) -> None:
    Path("a.tsq").write_bytes(b"names of voters")

    said = fetch(kotak, server.url)

    assert (said.status, said.codes) == (4, ["TS-002"])
    assert not server.asked
