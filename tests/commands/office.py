"""
Laptops of Ani, Budi, Citra and Dewi, and the founded ledger of `tests.harness` on a disk.

Each officer's key lies on his own laptop under a passphrase that is his first name; some laptops hold two.
"""

import os
import pty
import select
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commands.drafting import keyring
from ledger.log import policy
from ledger.persistence.journal import open_journal
from ledger.record import record
from ledger.signing import keyfile
from ledger.signing.keys import PrivateKey
from tests import harness
from tests.commands.cli import EXECUTABLE, Result, kotak
from tests.harness import TestLedger
from tests.projections.story import lay_out

SEEN = ("--seen", "ties:2,papers:1")
FIVE = ("--confirm", "5")
CHEAP = 2**14


@dataclass
class Laptop:
    """One machine: its home, and how `kotak` runs on it."""

    home: Path
    env: dict[str, str]

    def __call__(self, *arguments: str, input: str | bytes = b"", **env: str) -> Result:  # noqa: A002 - as subprocess has it
        return kotak(*arguments, env={**self.env, **env}, input=input)

    @property
    def unsent(self) -> list[Path]:
        return sorted((self.home / "unsent").glob("*.paper"))

    def everything(self) -> dict[str, bytes]:
        """All files of this machine."""
        return {str(path): path.read_bytes() for path in sorted(self.home.rglob("*")) if path.is_file()}

    def typing(self, *arguments: str, answers: tuple[str, ...]) -> Result:
        """Run it on a terminal where somebody types these answers, one whenever it asks."""
        return on_a_terminal(arguments, self.env, answers)


@dataclass
class Office:
    """The ledger, and what laptops are set up with."""

    folder: Path
    ledger: TestLedger = field(default_factory=harness.founded)

    def __post_init__(self) -> None:
        self.path = self.folder / "ledger.db"
        self.trust = self.folder / "trust.txt"
        origin = "kpu.example/test/kota-batu"
        self.trust.write_text(policy.trust_text(origin, self.ledger.name, PrivateKey.generate().public))
        lay_out(self.path, self.ledger)

    def sync(self) -> None:
        """Record what happened in the story so far."""
        with open_journal(self.path) as journal:
            for paper in self.ledger.papers:
                record(journal, paper)

    @property
    def size(self) -> int:
        with open_journal(self.path, read_only=True) as journal:
            return journal.size()

    def laptop(self, *officers: str, online: bool = True, catalogue: bool = False, **env: str) -> Laptop:
        """A machine with the keys of these officers."""
        home = self.folder / f"home-{len(list(self.folder.glob('home-*')))}"
        (home / "keys").mkdir(parents=True)
        (home / "trust.txt").write_bytes(self.trust.read_bytes())
        if catalogue:
            (home / "catalogue.papers").write_bytes(b"".join(map(bytes, self.ledger.papers)))
        for officer in officers:
            path = home / "keys" / f"{officer.replace('/', '_')}.pem"
            key = self.ledger.key_of(officer)
            keyfile.write_key(path, key, passphrase(officer), cost=CHEAP)
            keyring.store_public(path, key.public)
        remembered = """sh -c 'echo "frasa sandi $KOTAK_OFFICER"'"""
        said = {"KOTAK_HOME": str(home), "KOTAK_PASSPHRASE_COMMAND": remembered, "KOTAK_AS": officers[0], **env}
        return Laptop(home, {**said, "KOTAK_LEDGER": str(self.path)} if online else said)

    def catalogue(self) -> bytes:
        """The election file: trust, and the founding papers."""
        return self.trust.read_bytes() + b"".join(map(bytes, self.ledger.papers))


def passphrase(officer: str) -> bytes:
    """The passphrase of an officer's key."""
    return f"frasa sandi {officer}".encode()


def on_a_terminal(arguments: tuple[str, ...], env: Mapping[str, str], answers: tuple[str, ...]) -> Result:
    """The program with a terminal for stdin and stderr, and stdout in a pipe."""
    here = {name: value for name, value in os.environ.items() if not name.startswith(("KOTAK_", "LC_", "LANG"))}
    master, slave = pty.openpty()
    ran = subprocess.Popen(
        [EXECUTABLE, *arguments],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
        env={**here, "LC_ALL": "C.UTF-8", **env},
        start_new_session=True,
    )
    os.close(slave)
    heard = _converse(master, ran, list(answers))
    out, _ = ran.communicate(timeout=60)
    os.close(master)
    return Result(ran.returncode, out.decode(), heard)


def _converse(master: int, ran: "subprocess.Popen[bytes]", answers: list[str]) -> str:
    heard = b""
    while True:
        ready, _, _ = select.select([master], [], [], 0.3)
        if ready:
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            heard += piece
        elif ran.poll() is not None:
            break
        elif answers and heard.rstrip(b" ").endswith((b":", b"]")):
            os.write(master, answers.pop(0).encode() + b"\n")
    return heard.decode()


def facts(result: Result) -> Any:
    """The data of a JSON answer that follows its schemas."""
    return result.json["data"]


def held(office: Office, officer: str) -> list[str]:
    """The boxes an officer's unit answers for, as his laptop says."""
    boxes: list[str] = facts(office.laptop(officer)("status", "--json"))["held"]
    return boxes


HEADINGS = "box,type,dapil,voters,ballots,unit,place"


def sheet(office: Office, *lines: str, headings: str = HEADINGS) -> str:
    """A CSV list."""
    file = office.folder / "list.csv"
    file.write_text("\n".join([headings, *lines, ""]))
    return str(file)
