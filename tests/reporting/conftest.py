"""A simulated city of twelve stations, played once, and its report."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.cli import Result, kotak
from tests.reporting.reading import Page

Report = Callable[..., Page]


def _prints() -> bool:
    try:
        import weasyprint  # type: ignore[import-untyped] # noqa: F401, PLC0415 - it ships no types, and needs Pango
    except OSError:
        return False
    return True


prints = pytest.mark.skipif(not _prints(), reason="needs the library Pango")


@pytest.fixture(scope="session")
def batu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "batu"
    played = kotak("demo", str(folder), "--stations", "12", "--quiet")
    assert played.status == 0, played.err
    return folder


@pytest.fixture(scope="session")
def run(batu: Path) -> Callable[..., Result]:
    """`kotak` as an auditor of that ledger has it."""
    here = {"KOTAK_LEDGER": "ledger.db", "KOTAK_TRUST": "trust.txt", "KOTAK_HOME": str(batu)}
    return lambda *words, folder=batu: kotak(*words, env={**here, "KOTAK_HOME": str(folder)}, cwd=folder)


@pytest.fixture(scope="session")
def report(run: Callable[..., Result], tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The page that these words ask for."""
    known: dict[tuple[str, ...], Page] = {}

    def made(*words: str) -> Page:
        if words not in known:
            file = tmp_path_factory.mktemp("page") / "report.html"
            ran = run("report", *words, "--html", str(file))
            assert ran.status in {0, 3}, ran.err
            known[words] = Page(file.read_bytes())
        return known[words]

    return made


@pytest.fixture
def breaks(run: Callable[..., Result]) -> list[dict[str, Any]]:
    """What the desk says, as programs read it."""
    found: list[dict[str, Any]] = json.loads(run("breaks", "--all", "--json").out)["data"]["breaks"]
    return found
