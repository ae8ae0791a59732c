"""What the README shows is what the terminal shows."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
KOTAK = Path(sys.executable).with_name("kotak")
CHANGING = re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4})+\b")
"""Keys and digests, which are new in every demo."""


@pytest.mark.slow
def test_the_session_of_the_readme_is_what_the_terminal_shows(tmp_path: Path) -> None:
    told = _session(README.read_text("utf-8"))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    _run(["kotak", "demo", "demo-batu", "--quiet"], tmp_path, environment)

    shown = []
    for command, _ in told:
        words = shlex.split(command)
        if words[0] == "export":
            environment |= dict(word.split("=", 1) for word in words[1:])
            shown.append((command, ""))
        else:
            shown.append((command, _run(words, tmp_path, environment)))

    assert [_masked(output) for _, output in shown] == [_masked(output) for _, output in told]


def test_the_readme_says_how_to_try_it_and_how_to_test_it() -> None:
    text = README.read_text("utf-8")

    assert "kotak demo demo-batu" in text
    assert (README.parent / "tests" / "run").exists()
    assert "    sh tests/run\n" in text


def _session(text: str) -> list[tuple[str, str]]:
    """Each command of the session with what the terminal showed."""
    block = text.split("## One hand-over")[1].split("\n## ", maxsplit=1)[0]
    lines = [line[4:] for line in block.splitlines() if line.startswith("    ")]
    told: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("$ "):
            told.append((line[2:], []))
        else:
            told[-1][1].append(line)
    return [(command, "\n".join(output)) for command, output in told]


def _run(words: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [KOTAK, *words[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def _masked(text: str) -> list[str]:
    """The lines without what changes. Signers are told in the order of their keys, so theirs comes out either way."""
    return sorted(CHANGING.sub("…", text).splitlines())
