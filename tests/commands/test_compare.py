"""A forked operator, two databases and one key, exposed by the files that two auditors hold."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from commands.evidence.tilefolder import TileFolder
from ledger.export import frame, write_papers
from ledger.log.tiler import Tiler
from ledger.persistence.journal import open_journal
from ledger.receipt import clash
from ledger.record import record
from tests.commands.cli import kotak as run
from tests.commands.evidence import Kotak, speaking
from tests.harness import DPD, TestLedger
from tests.ledger.receipt import pocket
from tests.ledger.receipt.forked import PARTED, honest, other


class Auditors(NamedTuple):
    """What the two hold, each a folder: `ledger.db`, `copy.papers`, `checkpoints`, `note`, `box.tlog-proof`."""

    eko: Path
    dewi: Path


def _lay_out(folder: Path, ledger: TestLedger, *sizes: int) -> Path:
    folder.mkdir()
    with open_journal(folder / "ledger.db", create=True) as journal:
        for paper in ledger.papers:
            record(journal, paper)
    notes = [pocket.published(ledger, size) for size in sizes]
    (folder / "checkpoints").write_bytes(b"".join(map(frame, notes)))
    (folder / "copy.papers").write_bytes(b"".join(write_papers(map(bytes, ledger.papers))))
    (folder / "note").write_bytes(notes[-1])
    (folder / "box.tlog-proof").write_bytes(pocket.of_box(ledger, PARTED, DPD))
    _write_tiles(TileFolder(folder / "www"), ledger, notes[-1])
    (folder / "handed.paper").write_bytes(bytes(ledger.papers[PARTED]))
    return folder


def _write_tiles(folder: TileFolder, ledger: TestLedger, head: bytes) -> None:
    tiler = Tiler(0, folder.open)
    for paper in ledger.papers:
        for file, data in tiler.append(paper.cover, paper.annex):
            folder.put(file, data)
    for file, data in tiler.rest():
        folder.put(file, data)
    folder.settle(frame(head), head)


@pytest.fixture(scope="module")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Auditors:
    folder = tmp_path_factory.mktemp("forked")
    return Auditors(_lay_out(folder / "eko", honest(), 8, 11), _lay_out(folder / "dewi", other(), 9, 10))


@pytest.fixture
def two(forked: Auditors, tmp_path: Path) -> Auditors:
    return Auditors(*(Path(shutil.copytree(one, tmp_path / one.name)) for one in forked))


@pytest.fixture
def kotak(two: Auditors, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kotak:
    (two.eko / "trust.txt").write_bytes(pocket.cosigned_trust(honest().name).data)
    monkeypatch.chdir(two.eko)
    return speaking(two.eko, capfd, monkeypatch)


PAIRS = {
    "two ledgers": ("ledger.db", "ledger.db"),
    "a ledger and a copy": ("ledger.db", "copy.papers"),
    "two copies": ("copy.papers", "copy.papers"),
    "a ledger and a checkpoint": ("ledger.db", "note"),
    "checkpoints and a copy": ("copy.papers", "checkpoints"),
    "a receipt and a copy": ("box.tlog-proof", "copy.papers"),
    "two folders of tiles": ("www", "www"),
    "a receipt and a folder of tiles": ("box.tlog-proof", "www"),
    "two receipts": ("box.tlog-proof", "box.tlog-proof"),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_a_forked_operator_is_exposed_by_what_two_auditors_hold(kotak: Kotak, two: Auditors, pair: str) -> None:
    mine, theirs = PAIRS[pair]

    said = kotak("compare", two.eko / mine, two.dewi / theirs)

    assert said.status == 6
    files = [one["file"] for one in said.json["data"]["contradictions"] if one["file"]]
    assert files
    for file in files:
        assert clash.open_contradiction(Path(file).read_bytes(), pocket.cosigned_trust(honest().name))


@pytest.mark.parametrize(
    ("kind", "status"),
    [("ledger.db", 9), ("copy.papers", 9), ("checkpoints", 6), ("note", 6), ("box.tlog-proof", 6), ("handed.paper", 9)],
)
def test_whatever_somebody_holds_may_come_through_a_pipe(two: Auditors, tmp_path: Path, kind: str, status: int) -> None:
    """Away from the checkpoints beside it, as anything on stdin is."""
    alone, theirs = tmp_path / "alone" / kind, str(two.eko / "copy.papers")
    alone.parent.mkdir()
    shutil.copy(two.dewi / kind, alone)
    (two.eko / "trust.txt").write_bytes(pocket.cosigned_trust(honest().name).data)
    env = {"KOTAK_HOME": str(tmp_path / "home"), "KOTAK_TRUST": str(two.eko / "trust.txt")}

    named = run("compare", str(alone), theirs, "--dry-run", "--json", env=env)
    piped = run("compare", "-", theirs, "--dry-run", "--json", env=env, input=alone.read_bytes())

    assert (named.status, piped.json) == (status, named.json)


def test_a_contradiction_is_checked_by_anybody_and_not_compared_again(kotak: Kotak, two: Auditors) -> None:
    made = kotak("compare", "ledger.db", two.dewi / "note").json["data"]["contradictions"]

    checked = kotak("check", made[0]["file"])

    assert (checked.status, checked.codes) == (3, ["RE-067"])
    assert "contradiction" in kotak("check", made[0]["file"], json=False).out
    assert kotak("compare", made[0]["file"], "note").status == 4


def test_the_same_proof_is_written_once(kotak: Kotak, two: Auditors) -> None:
    first = kotak("compare", two.eko / "ledger.db", two.dewi / "note")
    again = kotak("compare", two.eko / "ledger.db", two.dewi / "note")

    assert first.json["data"] == again.json["data"]
    assert len(list(two.eko.glob("*.contradiction"))) == 1


def test_a_dry_run_proves_and_writes_nothing(kotak: Kotak, two: Auditors) -> None:
    said = kotak("compare", "ledger.db", two.dewi / "note", "--dry-run")

    assert said.status == 6
    assert list(two.eko.glob("*.contradiction")) == []


def test_a_folder_for_the_proofs_can_be_named(kotak: Kotak, two: Auditors, tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()

    kotak("compare", "ledger.db", two.dewi / "note", "-d", tmp_path / "evidence")

    assert len(list((tmp_path / "evidence").iterdir())) == 1


def test_copies_of_one_history_agree(kotak: Kotak, two: Auditors) -> None:
    said = kotak("compare", "ledger.db", two.eko / "checkpoints")

    assert said.status == 0
    assert said.json["data"]["joined"] == [8, 11]
    assert "Nothing contradicts." in kotak("compare", "copy.papers", "note", json=False).out


def test_what_cannot_be_joined_is_said_and_is_no_agreement(kotak: Kotak, two: Auditors) -> None:
    said = kotak("compare", "note", two.dewi / "note")

    assert said.status == 9
    assert said.json["data"] == {"joined": [], "apart": [10, 11], "contradictions": [], "dry_run": False}
    assert "Nothing could be compared." in kotak("compare", "note", two.dewi / "note", json=False).out


def test_a_box_handed_over_twice_is_found_in_papers_and_not_proved_without_keys(kotak: Kotak, two: Auditors) -> None:
    said = kotak("compare", "handed.paper", two.dewi / "handed.paper")

    assert said.status == 6
    assert said.codes == ["RE-065"]
    assert said.json["data"]["contradictions"] == [{"sort": "same-after", "file": None}]


def test_a_file_that_holds_nothing_to_compare_is_named(kotak: Kotak, two: Auditors) -> None:
    (two.eko / "photo.jpg").write_bytes(b"\xff\xd8\xff")

    said = kotak("compare", "photo.jpg", "note", json=False)

    assert said.status == 4
    assert "photo.jpg cannot be compared" in said.err
    assert kotak("compare", "nowhere", "note").status == 2


def test_a_checkpoint_of_another_log_is_not_compared(kotak: Kotak, two: Auditors) -> None:
    elsewhere = (two.eko / "note").read_bytes().replace(b"kota-batu", b"kota-lain")
    (two.eko / "other").write_bytes(elsewhere)

    assert kotak("compare", "other", "note").status == 4


def test_a_paper_larger_than_any_in_a_copy_is_refused(kotak: Kotak, two: Auditors) -> None:
    with (two.eko / "copy.papers").open("ab") as file:
        file.write(b'{"payload":"' + b"A" * 2**22 + b"\n")

    assert kotak("compare", "copy.papers", "note").status == 4


def test_a_kept_receipt_is_missed_in_a_ledger_that_has_another_paper_there(kotak: Kotak, two: Auditors) -> None:
    kept = two.eko / "kept"
    kept.mkdir()
    shutil.copy(two.eko / "box.tlog-proof", kept)
    (kept / "torn.tlog-proof").write_bytes((kept / "box.tlog-proof").read_bytes()[:500])

    mine, theirs = (kotak("verify", one / "copy.papers", "--holding", kept) for one in (two.eko, two.dewi))

    assert mine.codes == ["RE-021"]
    assert set(theirs.codes) == {"RE-021", "VE-070", "VE-083"}


def test_a_kept_receipt_is_missed_in_a_ledger_whose_end_was_cut_off(kotak: Kotak, two: Auditors) -> None:
    kept = two.eko / "kept"
    kept.mkdir()
    shutil.copy(two.eko / "box.tlog-proof", kept)
    (two.dewi / "cut.papers").write_bytes(b"".join(map(bytes, honest().papers[:PARTED])))
    (two.dewi / "gap.papers").write_bytes(b"".join(map(bytes, [*honest().papers[:3], *honest().papers[4:]])))

    assert "VE-084" in kotak("verify", two.dewi / "cut.papers", "--holding", kept).codes
