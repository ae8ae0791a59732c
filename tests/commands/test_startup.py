import os
import subprocess
import sys

import pytest

from tests.commands.cli import EXECUTABLE, kotak

HEAVY = ("sqlalchemy", "eventsourcing", "cryptography", "msgspec", "json", "ledger.domain")


def _imported(*arguments: str) -> set[str]:
    said = kotak(*arguments, env={"PYTHONPROFILEIMPORTTIME": "1"}).err
    return {line.rpartition("|")[2].strip() for line in said.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("arguments", [("--help",), ("--help", "--lang", "id"), ("--version",), ("confg",)])
def test_help_imports_nothing_heavy_and_no_command(arguments: tuple[str, ...]) -> None:
    imported = _imported(*arguments)

    assert "click" in imported
    assert not imported & {*HEAVY, "commands.machine.doctor", "commands.machine.config"}


@pytest.mark.slow
def test_help_takes_less_than_a_tenth_of_a_second_of_cpu() -> None:
    def seconds() -> float:
        before = os.times()
        subprocess.run([EXECUTABLE, "--help"], stdout=subprocess.DEVNULL, check=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert min(seconds() for _ in range(5)) < 0.1, sys.version
