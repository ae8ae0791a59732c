import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.cli import EXECUTABLE, kotak


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed_as_it_is_installed(shell: str, tmp_path: Path) -> None:
    printed = kotak("completion", shell)
    installed = kotak("completion", "install", "--shell", shell, "--json", env={"HOME": str(tmp_path)})

    assert Path(installed.json["data"]["path"]).read_text() == printed.out
    assert printed.out.startswith(("_kotak", "#compdef", "function"))
    assert kotak("completion", shell, "--json").json["data"]["script"] == printed.out


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_understands_the_script() -> None:
    ran = subprocess.run(["bash", "-n"], input=kotak("completion", "bash").out.encode(), check=False)  # noqa: S607

    assert ran.returncode == 0


def test_a_dry_run_installs_nothing(tmp_path: Path) -> None:
    result = kotak("completion", "install", "--dry-run", env={"HOME": str(tmp_path), "SHELL": "/usr/bin/fish"})

    assert result.status == 0
    assert "config.fish" not in result.err
    assert not list(tmp_path.iterdir())


def test_a_shell_without_script_is_wrong_usage(tmp_path: Path) -> None:
    assert kotak("completion", "install", env={"HOME": str(tmp_path), "SHELL": "/bin/tcsh"}).status == 2


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("kotak co", {"config", "completion"}),
        ("kotak set", {"setelan"}),
        ("kotak config u", {"unset"}),
        ("kotak setelan u", {"unset"}),
        ("kotak --l", {"--ledger", "--lang"}),
        ("kotak nothing ", set()),
    ],
)
def test_the_shell_is_offered_what_fits(typed: str, offered: set[str]) -> None:
    words = typed.split(" ")
    env = {"_KOTAK_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}

    lines = kotak(env=env).out.splitlines()

    assert offered <= {line.partition(",")[2] for line in lines}


def test_nothing_is_imported_to_complete_a_command() -> None:
    env = {
        "_KOTAK_COMPLETE": "bash_complete",
        "COMP_WORDS": "kotak ",
        "COMP_CWORD": "1",
        "PYTHONPROFILEIMPORTTIME": "1",
    }

    assert "commands.machine.doctor" not in kotak(env=env).err
    assert EXECUTABLE.exists()
