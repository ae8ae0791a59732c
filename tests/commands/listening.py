"""A log witness that serves over HTTP, in a process of its own as its holder would run it."""

import http.client
import os
import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.commands.cli import EXECUTABLE


class Served:
    """A running server, and what can be asked of it."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read()
        finally:
            connection.close()

    def add(self, data: bytes) -> tuple[int, str, bytes]:
        return self.ask("POST", "/add-checkpoint", data)

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(number)
        _out, err = self.process.communicate(timeout=30)
        return self.process.returncode, err.decode()


@contextmanager
def serving(home: Path, *arguments: str, **env: str) -> Iterator[Served]:
    with subprocess.Popen(
        [EXECUTABLE, "cosign", "serve", "--listen", "127.0.0.1:0", *arguments],
        env={**os.environ, "KOTAK_HOME": str(home), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        assert select.select([process.stderr], [], [], 60)[0]
        said = os.read(process.stderr.fileno(), 4096).decode()
        try:
            yield Served(process, int(said.partition("http://127.0.0.1:")[2].split()[0]))
        finally:
            process.kill()
