"""A ledger without papers, one that was only founded, and words that name nothing: each question gets an answer."""

import json
from pathlib import Path

import pytest

from commands.main import main
from commands.table import SECTIONS
from ledger.log import policy
from ledger.persistence.journal import open_journal
from ledger.record import record
from ledger.signing.keys import PrivateKey
from tests.commands.cli import conforms
from tests.commands.tree import leaves
from tests.harness import DPD, STATION, founded

SAMPLE = ("--rate", "2%", "--confidence", "95%")
ELSEWHERE = frozenset({"check", "compare", "verifier", "cosign", "timestamp"})
"""Commands that look into files and not into the ledger in use."""
WRITES = frozenset({"publish", "adopt", "request", "collect", "keep"})

# What is asked, and the status: with no papers at all, and with no more than genesis.
QUESTIONS: dict[tuple[str, ...], tuple[int, int]] = {
    ("where",): (0, 0),
    ("where", DPD): (5, 5),
    ("where", "--area", STATION): (5, 5),
    ("where", "--unit", "kpu/35.79"): (5, 5),
    ("where", "--as-of", "0"): (5, 0),
    ("chain", DPD): (5, 5),
    ("coverage",): (0, 0),
    ("coverage", "35.79"): (5, 5),
    ("coverage", "--leg", "kpps-pps"): (5, 5),
    ("coverage", "--as-of", "0"): (5, 0),
    ("breaks",): (0, 0),
    ("breaks", "35.79"): (5, 5),
    ("seals",): (0, 0),
    ("ballots",): (0, 0),
    ("ballots", "--as-of", "2029-02-14T12:00"): (0, 0),
    ("officers",): (0, 0),
    ("officers", "35.79"): (5, 5),
    ("officers", "kpu/35.79#2"): (5, 5),
    ("finding", "list"): (0, 0),
    ("finding", "list", "35.79"): (5, 5),
    ("finding", "form", "0"): (5, 5),
    ("verify",): (3, 0),
    ("report", "--html", "{out}"): (3, 0),
    ("receipt", "0", "-o", "{out}"): (5, 5),
    ("passport", DPD, "-o", "{out}"): (5, 5),
    ("checkpoint", "show"): (0, 0),
    ("sample", "plan", *SAMPLE): (5, 5),
    ("sample", "draw", *SAMPLE, "--as-of", "0", "--seed", "1" * 20): (5, 5),
    ("sample", "results", "{sample}"): (5, 4),
    ("sample", "exposure", "--margin", "1"): (5, 5),
    ("export", "csv", "-o", "{out}"): (5, 0),
    ("export", "jsonl", "--table", "links", "-o", "{out}"): (5, 0),
    ("export", "xlsx", "-o", "{out}"): (5, 0),
    ("export", "parquet", "--table", "papers", "-o", "{out}"): (5, 0),
    ("export", "epcis", "-o", "{out}"): (5, 5),
    ("export", "tiles", "-o", "{out}"): (5, 5),
    ("names", "disclose", "0", "--order", "letter:1:2029-03-01"): (5, 9),
    ("units", "show"): (0, 0),
    ("manifest", "show"): (0, 0),
    ("plan", "show"): (0, 0),
    ("rules", "show"): (0, 0),
    ("stock", "show"): (0, 0),
}
# What is asked of a ledger with the boxes of one station.
FOUNDED: dict[tuple[str, ...], int] = {
    ("where", "--area", "35.79.99"): 5,
    ("where", "--area", "35.79.02.2009/005"): 5,
    ("where", "--area", STATION): 0,
    ("where", "--unit", "pps/35.79.02.2001"): 5,
    ("where", "--unit", "pps/35.79.02.2009"): 0,
    ("where", "--place", "pps/35.79.02.2009/9"): 5,
    ("where", "--place", "pps/35.79.02.2009/1"): 0,
    ("where", "--as-of", "7"): 5,
    ("where", "--as-of", "2099-01-01T00:00"): 0,
    ("where", "--as-of", "yesterday"): 2,
    ("chain", "005/DPD"): 5,
    ("chain", DPD, "--as-of", "99"): 5,
    ("chain", DPD, "--as-of", "0"): 0,
    ("coverage", "35.79.99"): 5,
    ("coverage", "--as-of", "99"): 5,
    ("breaks", "35.79.99"): 5,
    ("breaks", "--code", "IR-99"): 5,
    ("ballots", "35.79.99"): 5,
    ("units", "show", "35.79.99"): 5,
    ("manifest", "show", "35.79.99"): 5,
    ("manifest", "show", "35.79"): 0,
    ("plan", "show", "--as-of", "99"): 5,
    ("officers", "35.79.99"): 5,
    ("officers", "kpps/35.79.02.2009/004#9"): 5,
    ("officers", "kpps/35.79.02.2009/004#1"): 0,
    ("finding", "list", "35.79.99"): 5,
    ("finding", "list", "--unit", "kpps/35.79.02.2009/005"): 5,
    ("sample", "plan", "35.79.99", *SAMPLE): 5,
    ("sample", "plan", *SAMPLE, "--as-of", "99"): 5,
    ("sample", "exposure", "35.79.99", "--margin", "1"): 5,
    ("sample", "exposure", "--margin", "1", "--contest", "PILKADES"): 5,
    ("export", "csv", "35.79.99", "-o", "{out}"): 5,
    ("export", "epcis", "--as-of", "99", "-o", "{out}"): 5,
    ("report", "35.79.99", "--html", "{out}"): 5,
    ("report", "--as-of", "99", "--html", "{out}"): 5,
    ("names", "disclose", "99", "--order", "letter:1:2029-03-01"): 5,
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ledgers of 0, 1 and all founding papers, and a trust file."""
    folder, ledger = tmp_path_factory.mktemp("nothing"), founded()
    trust = policy.trust_text("kpu.example/test/kota-batu", ledger.name, PrivateKey.generate().public)
    (folder / "trust.txt").write_text(trust)
    for size in (0, 1, 7):
        with open_journal(folder / f"{size}.db", create=True) as journal:
            for paper in ledger.papers[:size]:
                record(journal, paper)
    listed = f"stratum all 1 {'0' * 64} 1\n{DPD}\n"
    head = f"kotak-sample/v1\nledger {'0' * 64}\nindex 0\narea all\nstrata none\n"
    (folder / "sample").write_text(f"{head}rate 1/50\nconfidence 19/20\nseed {'1' * 20}\n\n{listed}")
    return folder


def ask(folder: Path, size: int, words: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> int:
    """The status, once a sentence was said and JSON that follows its schemas."""
    files = {"out": str(folder / "out"), "sample": str(folder / "sample")}
    asked = [
        "--trust",
        str(folder / "trust.txt"),
        "--ledger",
        str(folder / f"{size}.db"),
        *(word.format(**files) for word in words),
    ]
    capfd.readouterr()
    status = main(asked)
    heard = capfd.readouterr()
    (folder / "out").unlink(missing_ok=True)
    assert (heard.out + heard.err).strip()
    assert " -1" not in heard.err

    assert main([*asked, "--json"]) == status
    envelope = json.loads(capfd.readouterr().out)
    (folder / "out").unlink(missing_ok=True)
    conforms(envelope)
    assert (envelope["exit_code"], envelope["ok"]) == (status, status == 0)
    return status


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_a_ledger_in_which_nothing_happened_yet_answers(
    said: Path, words: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    assert (ask(said, 0, words, capfd), ask(said, 1, words, capfd)) == QUESTIONS[words]


@pytest.mark.parametrize("words", FOUNDED, ids=" ".join)
def test_what_was_mistyped_is_no_empty_answer(
    said: Path, words: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(said, 7, words, capfd) == FOUNDED[words]


def test_every_command_that_looks_into_the_ledger_is_asked() -> None:
    looking = {
        entry.name for section in SECTIONS if section.title in {"looking", "evidence"} for entry in section.entries
    }
    paths = {path for path, _ in leaves() if path.split()[0] in looking - ELSEWHERE}
    asked = {" ".join(words) for words in QUESTIONS}

    left = {path for path in paths if not any(words == path or words.startswith(f"{path} ") for words in asked)}
    assert left == {path for path in paths if path.split()[-1] in WRITES}
