import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.cli import kotak

HEAVY = ("sqlalchemy", "eventsourcing", "cryptography", "msgspec", "json", "ledger.domain")


def _imported(*arguments: str) -> set[str]:
    said = kotak(*arguments, env={"PYTHONPROFILEIMPORTTIME": "1"}).err
    return {line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("arguments", [("--help",), ("--help", "--lang", "id"), ("--version",), ("confg",)])
def test_help_imports_nothing_heavy_and_no_command(arguments: tuple[str, ...]) -> None:
    imported = _imported(*arguments)

    assert "click" in imported
    assert not imported & {*HEAVY, "commands.machine.doctor", "commands.machine.config"}


def test_a_ledger_in_a_file_does_not_wait_for_the_drivers_of_servers(tmp_path: Path) -> None:
    """They take as long to import as the answer to a question."""
    program = (
        "import sys; from ledger.persistence.journal import open_journal\n"
        "with open_journal(sys.argv[1], create=True) as journal: [*journal.states()]\n"
        "sys.exit('sqlalchemy.dialects.postgresql' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program, tmp_path / "ledger.db"], check=False)

    assert done.returncode == 0
