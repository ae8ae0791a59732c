"""A server on this machine that answers as a test wants: what a log must be ready for."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import NamedTuple


class Reply(NamedTuple):
    """What is answered."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class Witness:
    """What a server answers to each of the two questions, and what it was asked."""

    def __init__(self, post: Callable[[bytes], Reply], get: Callable[[str], Reply]) -> None:
        self.post, self.get = post, get
        self.asked: list[bytes] = []
        self.url = ""


@contextmanager
def answering(
    post: Callable[[bytes], Reply] = lambda _body: Reply(404), get: Callable[[str], Reply] = lambda _path: Reply(404)
) -> Iterator[Witness]:
    """Serve until the block ends."""
    witness = Witness(post, get)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(witness.get(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            witness.asked.append(body)
            self._reply(witness.post(body))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
            pass

        def _reply(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    witness.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield witness
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def silent() -> Iterator[str]:
    """An address at which somebody takes the request and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def dripping() -> Iterator[str]:
    """An address at which the answer comes byte by byte and has no end."""
    ended = Event()

    def drip(server: socket.socket) -> None:
        with suppress(OSError):
            while not ended.is_set():
                connection, _ = server.accept()
                Thread(target=drop, args=(connection,), daemon=True).start()

    def drop(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while not ended.wait(0.1):
                connection.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=drip, args=(server,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        ended.set()
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
