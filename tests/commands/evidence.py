"""A folder with the honest story: `ledger.db`, `trust.txt`, and the key of its log in `log.pem`."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from commands.main import main
from commands.operating.state import LogState
from ledger.log import policy
from ledger.persistence.journal import open_journal
from ledger.record import record
from ledger.signing.keyfile import write_demo_key
from tests.commands.cli import conforms
from tests.ledger.dishonest import LOG, ORIGIN, story, trust


class Said(NamedTuple):
    """How a run ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout, which follows its schemas."""
        envelope = json.loads(self.out)
        conforms(envelope)
        return envelope

    @property
    def codes(self) -> list[str]:
        """What was found."""
        return [found["code"] for found in self.json["findings"]]


Kotak = Callable[..., Said]


def lay_out(folder: Path) -> Path:
    """Make such a folder."""
    folder.mkdir()
    with open_journal(folder / "ledger.db", create=True) as journal:
        for paper in story().papers:
            record(journal, paper)
    (folder / "trust.txt").write_text(policy.trust_text(ORIGIN, story().name, LOG.public))
    write_demo_key(folder / "log.pem", LOG)
    return folder


def speaking(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    """`kotak` in this process, on that folder, in JSON unless told; its log has signed nothing yet."""
    LogState(Path(os.environ["KOTAK_HOME"]), ORIGIN).begin(trust())
    monkeypatch.setenv("KOTAK_TRUST", str(folder / "trust.txt"))
    monkeypatch.setenv("KOTAK_LEDGER", str(folder / "ledger.db"))

    def kotak(*arguments: object, json: bool = True) -> Said:
        capfd.readouterr()
        status = main([*map(str, arguments), *(["--json"] if json else [])])
        return Said(status, *capfd.readouterr())

    return kotak
