import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.cli import kotak
from tests.harness import BOXES
from tests.ledger.dishonest import HANDED, story
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import cosigned_trust

HEAVY = ("sqlalchemy", "eventsourcing", "cryptography", "msgspec", "json", "ledger.domain")

NOT_TO_CHECK = {
    "sqlalchemy",
    "eventsourcing",
    "cryptography.hazmat.primitives.serialization",
    "ledger.receipt.clash",
    "ledger.receipt.twice",
    "secrets",
    "tempfile",
    "_strptime",
}
"""What reads private keys, compares files with each other, makes files, or is dear for what it does."""


def _imported(*arguments: str, **env: str) -> set[str]:
    said = kotak(*arguments, env={"PYTHONPROFILEIMPORTTIME": "1", **env}).err
    return {line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("arguments", [("--help",), ("--help", "--lang", "id"), ("--version",), ("confg",)])
def test_help_imports_nothing_heavy_and_no_command(arguments: tuple[str, ...]) -> None:
    imported = _imported(*arguments)

    assert "click" in imported
    assert not imported & {*HEAVY, "commands.machine.doctor", "commands.machine.config"}


@pytest.mark.parametrize(
    ("file", "needs"), [("station.passport", "ledger.domain.custody"), ("dpd.tlog-proof", "ledger.receipt.check")]
)
def test_a_check_imports_what_it_checks_with_and_nothing_else(tmp_path: Path, file: str, needs: str) -> None:
    trust, path = tmp_path / "trust.txt", tmp_path / file
    trust.write_bytes(cosigned_trust(story().name).data)
    made = pocket.passport(story(), *BOXES) if file.endswith("passport") else pocket.of_box(story(), HANDED, BOXES[0])
    path.write_bytes(made)

    imported = _imported("check", str(path), KOTAK_TRUST=str(trust))

    assert needs in imported
    assert not imported & NOT_TO_CHECK


def test_a_ledger_in_a_file_does_not_wait_for_the_drivers_of_servers(tmp_path: Path) -> None:
    """They take as long to import as the answer to a question."""
    program = (
        "import sys; from ledger.persistence.journal import open_journal\n"
        "with open_journal(sys.argv[1], create=True) as journal: [*journal.states()]\n"
        "sys.exit('sqlalchemy.dialects.postgresql' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program, tmp_path / "ledger.db"], check=False)

    assert done.returncode == 0
