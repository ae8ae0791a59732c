"""
What every answer to an attack has to be: the exit status of the contract, in both languages and in JSON, with a remedy,
and nothing in it that a terminal would obey.
"""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from commands.main import main
from tests.commands.cli import conforms
from tests.harness import CITRA, PPK
from tests.ledger import attacks, dishonest

_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SPEAKS_FOR_ITSELF = (0, 3, 9)


@dataclass
class Lab:
    """A folder with a ledger, a trust file and the key of the log, and the program as an attacker's target."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.db"

    def file(self, data: bytes, name: str = "given") -> str:
        """A file somebody was sent."""
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    def run(self, *arguments: object) -> tuple[int, str, str]:
        """Status, stdout, stderr."""
        self.capture.readouterr()
        status = main([str(argument) for argument in arguments])
        said = self.capture.readouterr()
        return status, said.out, said.err

    def answer(self, expected: int | Collection[int], *arguments: object) -> list[str]:
        """Run it in both languages and in JSON; the codes of what was found."""
        statuses = (expected,) if isinstance(expected, int) else expected
        spoken = [self._spoken(statuses, language, arguments) for language in ("en", "id")]
        status, out, _ = self.run("--json", *arguments)
        envelope = json.loads(out)
        conforms(envelope)
        assert (envelope["exit_code"], envelope["ok"]) == (status, status == 0)
        assert status in statuses
        if status not in _SPEAKS_FOR_ITSELF:
            assert envelope["findings"]
            assert envelope["next"]
            assert spoken[0] != spoken[1], "said in one language only"
        return [finding["code"] for finding in envelope["findings"]]

    def _spoken(self, statuses: Collection[int], language: str, arguments: Sequence[object]) -> str:
        status, out, err = self.run("--lang", language, *arguments)
        assert status in statuses, out + err
        harmless(out + err)
        if status not in _SPEAKS_FOR_ITSELF:
            assert len((out + err).strip().splitlines()) > 1, "no remedy"
        return err

    def honest(self) -> None:
        """The ledger is still what it was, or more."""
        status, out, err = self.run("verify", self.ledger)
        assert status == 0, out + err


def harmless(text: str) -> None:
    """Nothing a terminal obeys, nothing only a programmer reads."""
    assert not _OBEYED.search(text), ascii(text)
    assert "Traceback" not in text
    assert "CL-002" not in text, text


def good() -> bytes:
    """A paper that may be recorded."""
    return attacks.sealed(CITRA, unit=PPK)(dishonest.story())
