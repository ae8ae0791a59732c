"""What the README shows is what the terminal shows."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.typed import understood

README = Path(__file__).parents[1] / "README.md"
PAGES = (README, *sorted((README.parent / "docs").glob("*.md")))
CHANGING = re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4})+\b")
"""Keys and digests, which are new in every demo."""


def _typed() -> list[tuple[str, str]]:
    """Each line a page shows to be typed, without what is said beside it."""
    lines = ((page.name, line.strip()) for page in PAGES for line in page.read_text("utf-8").splitlines())
    return [
        (page, re.split(r" {2,}", line)[0]) for page, line in lines if line.startswith("kotak ") and "…" not in line
    ]


def _commands_named() -> list[tuple[str, str]]:
    named = (
        (page.name, re.findall(r"`kotak ([a-z][a-z-]*(?: [a-z]+)?)[^`]*`", page.read_text("utf-8"))) for page in PAGES
    )
    return [(page, words) for page, found in named for words in sorted(set(found)) if "`" not in words]


@pytest.mark.slow
def test_the_session_of_the_readme_is_what_the_terminal_shows(tmp_path: Path) -> None:
    told = _session(README.read_text("utf-8"))
    (tmp_path / ".venv").symlink_to(sys.prefix)
    environment = {"PATH": os.defpath, "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    _run(".venv/bin/kotak demo demo-batu --quiet", tmp_path, environment)

    exports, shown = "", []
    for command, _ in told:
        shown.append((command, _run(f"{exports}{command}", tmp_path, environment)))
        exports += f"{command}\n" if command.startswith("export ") else ""

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


def _run(typed: str, folder: Path, environment: dict[str, str]) -> str:
    """What a shell shows, in which nothing but the commands before was typed."""
    done = subprocess.run(
        ["/bin/sh", "-ec", typed],
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


@pytest.mark.parametrize(("page", "typed"), _typed())
def test_every_line_of_the_pages_can_be_typed(page: str, typed: str) -> None:
    assert understood(shlex.split(typed)[1:]), page


@pytest.mark.parametrize(("page", "words"), _commands_named())
def test_every_command_a_page_names_is_there(page: str, words: str) -> None:
    assert understood([*words.split(), "--help"]), page
