"""
The machine of a log with a ledger that grows, and log witnesses on machines of their own.

    operator = Operator(folder, papers=9)
    operator("checkpoint", "publish")                the executable, on that machine
    operator.grow(to=12)                             three more papers of the story are recorded
    operator.watched_by({"bawaslu": url}, "bawaslu") the trust file asks for this witness from now on
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commands.evidence import reference
from commands.operating.state import LogState
from ledger.log import policy
from ledger.log.checkpoint import Opened, open_checkpoint
from ledger.log.policy import Trust
from ledger.persistence.journal import open_journal
from ledger.record import record
from ledger.signing.keyfile import write_demo_key
from ledger.signing.vkey import witness_key
from tests.commands.cli import EXECUTABLE, Result, Running, kotak
from tests.harness import private
from tests.ledger.dishonest import LOG, ORIGIN, story


class Operator:
    """A folder with ledger and trust file, and beside it the home of whoever runs the log."""

    def __init__(self, folder: Path, papers: int) -> None:
        self.folder, self.home = folder / "ledger", folder / "home"
        self.folder.mkdir(parents=True)
        self.home.mkdir()
        self.ledger = self.folder / "ledger.db"
        open_journal(self.ledger, create=True).close()
        self.trust_file = folder / "trust.txt"
        self.trust_file.write_text(policy.trust_text(ORIGIN, story().name, LOG.public))
        write_demo_key(self.home / "log.pem", LOG)
        self.state = LogState(self.home, ORIGIN)
        self.state.begin(self.trust)
        self.grow(papers)

    @property
    def trust(self) -> Trust:
        return policy.read(self.trust_file.read_bytes())

    @property
    def env(self) -> dict[str, str]:
        said = {"KOTAK_HOME": self.home, "KOTAK_LEDGER": self.ledger, "KOTAK_TRUST": self.trust_file}
        return {name: str(path) for name, path in said.items()}

    def __call__(self, *arguments: object, **env: str) -> Result:
        return kotak(*map(str, arguments), env={**self.env, **env})

    def publish(self, *arguments: object) -> Result:
        return self("checkpoint", "publish", "--json", *arguments)

    def grow(self, to: int) -> None:
        """Record the story up to here."""
        with open_journal(self.ledger) as journal:
            for paper in story().papers[journal.size() : to]:
                record(journal, paper)

    def watched_by(self, witnesses: Mapping[str, str], asked: str, *groups: str) -> None:
        """The trust file names these witnesses, each with its address; an empty one has none."""
        lines = [f"witness {name} {key_of(name)} {url}".strip() for name, url in witnesses.items()]
        self.trust_file.write_bytes(policy.extended(self.trust, [*lines, *groups], asked).data)

    def copy(self, to: Path) -> Path:
        """A copy of the ledger as somebody backs it up: database and published checkpoints."""
        return Path(shutil.copytree(self.folder, to))

    def restore(self, copy: Path) -> None:
        """The ledger is replaced by that copy."""
        shutil.rmtree(self.folder)
        shutil.copytree(copy, self.folder)

    @property
    def published(self) -> list[Opened]:
        notes = reference.read(self.folder / "checkpoints")
        return [open_checkpoint(note.data, self.trust) for note in notes]

    def running(self, *arguments: str, **settings: Any) -> Running:
        """A process that goes on."""
        return Running(
            [EXECUTABLE, "checkpoint", "publish", *arguments],
            env={**os.environ, **self.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **settings,
        )


def key_of(name: str) -> str:
    """The key of a witness of `tests.commands.witnesses`."""
    return str(witness_key(f"{name}.example/saksi", private(f"witness {name}").public))


def codes(said: Result) -> list[str]:
    """What was found."""
    return [found["code"] for found in said.json["findings"]]
