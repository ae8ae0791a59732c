"""
A real PostgreSQL for the tests: started from the programs of the distribution, as an ordinary user, on a free port and
a socket folder of its own, and stopped at the end. Where the programs are absent the tests are skipped, and say so.

    from tests.postgres import postgres_server, postgres_url     # in a conftest.py
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

_PLACES = "/usr/lib/postgresql"
_NUMBERS = count(1)


@dataclass(frozen=True)
class Server:
    """A running server, and how to reach it as its owner."""

    programs: Path
    folder: Path
    user: str
    port: int

    @property
    def sockets(self) -> Path:
        return self.folder / "sockets"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def connect(self, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        """A connection that commits each statement by itself."""
        return psycopg.connect(host=str(self.sockets), port=self.port, user=self.user, dbname=database, autocommit=True)

    def url(self, database: str) -> str:
        """What `--ledger` takes."""
        return f"postgresql+psycopg://{self.user}@/{database}?host={self.sockets}&port={self.port}"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs as its owner."""
        done = subprocess.run(
            [*_become(self.user), str(self.programs / program), *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
        )
        if done.returncode:
            log = self.folder / "log"
            pytest.fail(
                f"{program} ended with {done.returncode}: {done.stdout}{log.read_text() if log.exists() else ''}"
            )

    def start(self) -> None:
        """Start it, and make sure that it is ours before anything is written."""
        said = f"-k {self.sockets} -p {self.port} -c listen_addresses= -c max_connections=60 -c shared_buffers=16MB"
        self.run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-o", said, "-t", "180", "-w", "start")
        with self.connect() as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        if row != (str(self.data),):
            pytest.fail(f"Another PostgreSQL answered: its data lies in {row}, ours in {self.data}.")

    def stop(self) -> None:
        """Stop it, with its work on the disk, so that it starts again at once."""
        self.run("pg_ctl", "-D", str(self.data), "-m", "fast", "-t", "180", "-w", "stop")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for all tests of a session."""
    server = Server(_programs(), Path(tempfile.mkdtemp(prefix="kotak-pg-")), _owner(), _free_port())
    try:
        server.sockets.mkdir()
        for folder in (server.folder, server.sockets):
            shutil.chown(folder, server.user)
        server.run("initdb", "-D", str(server.data), "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(server.folder)


@pytest.fixture
def postgres_url(postgres_server: Server) -> str:
    """An empty database, as a ledger is named."""
    name = f"ledger_{next(_NUMBERS)}"
    with postgres_server.connect() as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return postgres_server.url(name)


def _programs() -> Path:
    versions = sorted(Path(_PLACES).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = next(iter(versions), None) or shutil.which("initdb")
    if not found:
        pytest.skip("PostgreSQL is not installed: no initdb in /usr/lib/postgresql/*/bin nor on the PATH.")
    return Path(found).resolve().parent


def _owner() -> str:
    """Who runs it: initdb refuses root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    if not shutil.which("setpriv"):
        pytest.skip("PostgreSQL does not run as root, and setpriv is not here to run it as nobody.")
    return "nobody"


def _become(user: str) -> list[str]:
    if os.geteuid() != 0:
        return []
    group = str(pwd.getpwnam(user).pw_gid)
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def server_setting(server: Server, name: str, value: str) -> Iterator[None]:
    """A setting of the server, for a while."""
    with server.connect() as connection:
        connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
        connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.3)
        try:
            yield
        finally:
            connection.execute(f"ALTER SYSTEM RESET {name}".encode())
            connection.execute("SELECT pg_reload_conf()")
            time.sleep(0.3)


def interrupt_the_wait(server: Server, how: str) -> None:
    """Wait until a commit waits for its standby, then end the wait."""
    waiting = "SELECT HOW(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'".replace("HOW", how)
    with server.connect() as connection:
        for _ in range(200):
            if connection.execute(waiting.encode()).fetchall():
                return
            time.sleep(0.05)
