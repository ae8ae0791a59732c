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
