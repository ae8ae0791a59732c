"""
One simulated Kota Batu, played by the real program, whose log is cosigned by Bawaslu and the witnesses of five parties.
Bawaslu and four of them are asked for, and the fifth was not there at the end.

Every tool here is somebody else's. Where one is not installed its tests are skipped and say so.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from commands.evidence import reference
from ledger import merkle
from ledger.log import checkpoint, policy
from ledger.log.cosigning import Request
from ledger.log.policy import Trust
from ledger.persistence.journal import open_journal
from tests.commands.cli import Result, kotak

SOURCES = Path(__file__).parents[2]
GO = Path(__file__).with_name("go")
LIBRARY = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb")
OFFLINE = {"GO111MODULE": "off", "GOPROXY": "off", "GOFLAGS": "", "GOPATH": "/usr/share/gocode"}
BAWASLU, PARTIES = "bawaslu", ("saksi-2", "saksi-3", "saksi-4", "saksi-5")
BOX = "35.79.01.1001/001/DPR"

Checker = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Batu:
    """The folder in which it was played."""

    folder: Path

    @property
    def trust_file(self) -> Path:
        return self.folder / "trust.txt"

    @property
    def trust(self) -> Trust:
        return policy.read(self.trust_file.read_bytes())

    @property
    def size(self) -> int:
        """Entries under the last checkpoint."""
        return checkpoint.open_checkpoint(self.notes[-1], self.trust).checkpoint.size

    @property
    def notes(self) -> list[bytes]:
        """Every published checkpoint, with its cosignatures."""
        return [kept.data for kept in reference.read(self.folder / "checkpoints")]

    def __call__(self, *words: object) -> Result:
        """Run a command on its ledger."""
        env = {"KOTAK_LEDGER": str(self.folder / "ledger.db"), "KOTAK_TRUST": str(self.trust_file)}
        return kotak(*map(str, words), env={**env, "KOTAK_HOME": str(self.folder)})

    def make(self, name: str, *words: str) -> Path:
        """The file a command writes."""
        ran = self(*words, "-o", self.folder / name, "--force")
        assert ran.status == 0, ran.err
        return self.folder / name


@pytest.fixture(scope="session")
def batu(tmp_path_factory: pytest.TempPathFactory) -> Batu:
    played = Batu(tmp_path_factory.mktemp("crosscheck") / "batu")
    ran = kotak("demo", str(played.folder), "--stations", "6", "--quiet")
    assert ran.status == 0, ran.err
    return played


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """The program around golang.org/x/mod/sumdb, built offline."""
    program = tmp_path_factory.mktemp("go") / "checker"
    cache = {"GOCACHE": str(program.parent / "cache"), "PATH": os.environ["PATH"]}
    sources = [str(path) for path in sorted(GO.glob("*.go"))]
    subprocess.run([go(), "build", "-o", program, *sources], env={**OFFLINE, **cache}, check=True)

    def check(*words: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)

    return check


@pytest.fixture(scope="session")
def exported(batu: Batu) -> Path:
    """The log as plain files, up to the last published checkpoint."""
    folder = batu.folder / "tiles"
    ran = batu("export", "tiles", "-o", folder)
    assert ran.status == 0, ran.err
    return folder


def add_checkpoint(batu: Batu, before: bytes, after: bytes) -> bytes:
    """What the log asks a witness who signed `before`."""
    old, new = (checkpoint.open_checkpoint(one, batu.trust).checkpoint.size for one in (before, after))
    with open_journal(batu.folder / "ledger.db", read_only=True) as journal:
        proof = merkle.prove_consistency(old, new, journal.nodes_at)
    return bytes(Request(old, tuple(proof), after))


def go() -> str:
    """The Go compiler, and its library for logs beside it."""
    found = shutil.which("go") or pytest.skip("LOUD: there is no go here; Debian: golang-go")
    if not LIBRARY.exists():
        pytest.skip("LOUD: golang.org/x/mod is not here; Debian: golang-golang-x-mod-dev")
    return found


def tool(name: str, package: str) -> str:
    """A program of the distribution."""
    return shutil.which(name) or pytest.skip(f"LOUD: there is no {name} here; Debian: {package}")
