"""A log that lost its newest entries and the right to sign, and goes on under another name."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from commands.drafting import keyring
from ledger.signing.keyfile import write_demo_key
from tests.commands.cli import Result
from tests.commands.operators import Operator
from tests.harness import EKO, RINA, private
from tests.ledger.dishonest import ORIGIN, shown, story

SECOND = f"{ORIGIN}-2"
WITH = ("--with", EKO, "--confirm", SECOND)
RESTORED, SIGNED = 9, 12


class Lost:
    """A log that signed 12 entries; its machine has a copy of the first 9. The authorities' keys lie there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.operator = Operator(folder / "log", papers=RESTORED)
        self.operator.watched_by({"bawaslu": ""}, "none")
        self.operator.publish()
        copy = self.operator.copy(folder / "copy")
        self.operator.grow(to=SIGNED)
        self.operator.publish()
        shutil.copy(self.operator.folder / "checkpoints", folder / "last")
        self.operator.restore(copy)
        self.old_trust = folder / "old-trust.txt"
        shutil.copy(self.operator.trust_file, self.old_trust)
        self.give(self.operator.home, RINA, EKO)

    def give(self, home: Path, *officers: str) -> None:
        """Keys of these authorities, as if unlocked."""
        (home / "keys").mkdir(parents=True, exist_ok=True)
        for officer in officers:
            path = home / "keys" / f"{officer.replace('/', '_')}.pem"
            write_demo_key(path, story().key_of(officer))
            keyring.store_public(path, story().key_of(officer).public)

    def new_key(self) -> None:
        """The old key is laid aside and another one made."""
        home = self.operator.home
        (home / "log.pem").rename(home / "log.pem.lost")
        write_demo_key(home / "log.pem", private("the second log"))
        keyring.store_public(home / "log.pem", private("the second log").public)

    def go_on(self, *arguments: str, origin: str = SECOND) -> Result:
        return self.operator("--as", RINA, "continue", origin, "--last", self.folder / "last", *arguments, "--json")

    @property
    def new_trust(self) -> Path:
        return self.operator.home / "trust.new.txt"

    def trusting(self, *arguments: str) -> Result:
        """A command with the new trust file."""
        return self.operator("--trust", self.new_trust, *arguments, "--json")

    def recorded_again(self) -> Result:
        """What laptops hold is recorded."""
        file = self.folder / "held.papers"
        file.write_bytes(b"".join(shown()[RESTORED:]))
        return self.operator("paper", "record", file, "--json")


@pytest.fixture
def lost(tmp_path: Path) -> Lost:
    made = Lost(tmp_path)
    made.new_key()
    return made


def data(said: Result) -> Any:
    assert said.status == 0, said.out
    return said.json["data"]


def omitted(said: Result) -> set[str]:
    return {one["code"] for one in data(said)["not_checked"]}
