"""
A simulated Kota Batu on a server, played once; every test that writes gets a copy of its database and of its folder.

Two users are made beside the owner, with the rights that `docs/operating.md` lists: `recorder` and `auditor`.
"""

import re
import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.commands.cli import Result, kotak
from tests.postgres import Server

RELEASER, RECEIVER = "kpu/35.79#5", "ppk/35.79.01#1"
STATION = "35.79.01.1001/002"
OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"
_NUMBERS = count(1)


@dataclass(frozen=True)
class Served:
    """A ledger on a server, and the folder with its trust file and demo keys."""

    server: Server
    database: str
    folder: Path
    user: str = ""
    password: str = ""

    @property
    def url(self) -> str:
        """What `--ledger` takes."""
        said = f"{self.user or self.server.user}{f':{self.password}' if self.password else ''}"
        return self.server.url(self.database).replace(f"{self.server.user}@", f"{said}@")

    @property
    def env(self) -> dict[str, str]:
        """The environment of an officer's machine."""
        trust = str(self.folder / "trust.txt")
        return {"KOTAK_LEDGER": self.url, "KOTAK_TRUST": trust, "KOTAK_HOME": str(self.folder), "KOTAK_AS": RELEASER}

    def __call__(self, *arguments: str) -> Result:
        return kotak(*arguments, env=self.env)

    def data(self, *arguments: str) -> Any:
        """What a command that went well answers."""
        ran = self(*arguments, "--json")
        assert ran.status == 0, ran.out
        return ran.json["data"]

    def psql(self, statement: str) -> list[tuple[object, ...]]:
        """What the owner of the database does by hand."""
        with self.server.connect(self.database) as connection:
            connection.execute("SET search_path TO kotak")
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def by(self, user: str, password: str = "") -> "Served":
        """The same, as somebody else."""
        return Served(self.server, self.database, self.folder, user, password)

    def hand_over(self, box: str = f"{STATION}/DPR", *more: str) -> Result:
        """KPU hands one box to the PPK; both keys are here."""
        return self(*handing_over(box), *more)


def handing_over(box: str) -> tuple[str, ...]:
    """The words of that command."""
    whom = ("--to", "ppk/35.79.01", "--with", RECEIVER)
    return ("handover", box, *whom, "--seen", "ties:2,papers:1", "--at", "2029-03-01T10:00", "--confirm", "1")


@pytest.fixture(scope="session")
def played(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The one that nobody writes to."""
    served = Served(postgres_server, "batu", tmp_path_factory.mktemp("served") / "batu")
    with postgres_server.connect() as connection:
        connection.execute("CREATE DATABASE batu")
    ran = kotak("--ledger", served.url, "demo", str(served.folder), "--stations", "6", "--json")
    assert ran.status == 0, ran.err
    for statement in rights():
        served.psql(statement)
    return served


@pytest.fixture
def served(played: Served, tmp_path: Path) -> Served:
    """A copy."""
    name = f"batu_{next(_NUMBERS)}"
    with played.server.connect() as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {played.database}".encode())
    folder = tmp_path / "batu"
    shutil.copytree(played.folder, folder)
    return Served(played.server, name, folder)


def rights() -> list[str]:
    """The statements of the page for those who run a server."""
    found = re.findall(r"^    ((?:CREATE ROLE|GRANT|ALTER DEFAULT)[^;]*);", OPERATING.read_text(), re.MULTILINE)
    assert len(found) > len("two")
    return found
