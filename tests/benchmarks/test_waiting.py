"""
How long somebody waits at the terminal: start-up by CPU, and what `where` and `chain` add to it on the ledger of Kota
Batu.

    python -m pytest -s -m slow tests/benchmarks
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.persistence.journal import Journal, open_journal
from projections import links, looking, where
from tests.benchmarks.measuring import least_of_processes, milliseconds
from tests.harness import DPD
from tests.ledger.dishonest import HANDED, story
from tests.ledger.receipt import pocket
from tests.ledger.receipt.pocket import cosigned_trust

pytestmark = pytest.mark.slow
KOTAK = Path(sys.executable).with_name("kotak")
BOX = "35.79.02.2009/004/DPD"
TIMES = 9


@pytest.fixture(scope="module")
def batu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole demo, played once; what it took is printed."""
    folder = tmp_path_factory.mktemp("waiting") / "batu"
    begun = time.perf_counter()
    subprocess.run([KOTAK, "demo", folder, "--quiet"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = (folder / "ledger.db").stat().st_size / 1e6
    print(f"\ndemo, 611 stations: {took:.0f} s, {memory:.0f} MB of memory, ledger file {size:.0f} MB")
    return folder


@pytest.fixture(scope="module")
def journal(batu: Path) -> Iterator[Journal]:
    with open_journal(batu / "ledger.db", read_only=True) as journal:
        yield journal


def test_help_does_not_wait_for_what_it_does_not_need() -> None:
    help_, python = least_of_processes([KOTAK, "--help"], [sys.executable, "-c", "import click"])

    print(f"\nkotak --help: {help_ * 1000:.0f} ms of CPU; python with click alone {python * 1000:.0f} ms")
    assert help_ < 3 * python


def test_a_receipt_is_checked_without_waiting_for_what_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "trust.txt").write_bytes(cosigned_trust(story().name).data)
    (tmp_path / "dpd.tlog-proof").write_bytes(pocket.of_box(story(), HANDED, DPD))
    check: list[Path | str] = [KOTAK, "check", tmp_path / "dpd.tlog-proof"]
    libraries = [sys.executable, "-c", "import click, msgspec, cryptography.hazmat.primitives.asymmetric.ed25519"]

    checked, python = least_of_processes(check, libraries, env={"KOTAK_TRUST": str(tmp_path / "trust.txt")})

    print(f"\nkotak check: {checked * 1000:.0f} ms of CPU; python with its libraries alone {python * 1000:.0f} ms")
    assert checked < 4 * python


def test_where_and_chain_answer_at_once(journal: Journal) -> None:
    with looking.look(journal, None) as view:
        there = milliseconds(lambda: where.where(view, where.Question(words=(BOX,))), TIMES)
        chain = milliseconds(lambda: links.of_box(view, BOX), TIMES)
        everything = milliseconds(lambda: where.where(view, where.Question()), TIMES)

    print(f"\nafter start-up: where {there:.1f} ms, chain {chain:.1f} ms, where of all 3,055 boxes {everything:.1f} ms")
    assert there < everything
