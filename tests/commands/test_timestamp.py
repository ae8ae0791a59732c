import hashlib
from pathlib import Path

import pytest

from commands.evidence import reference
from commands.main import main
from ledger.log import checkpoint
from ledger.signing import timestamp
from tests.authority import Authority, authority, openssl
from tests.commands.evidence import Kotak
from tests.harness import private
from tests.ledger.dishonest import note, shown


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("time") / "tsa")


@pytest.fixture
def folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The honest story with two published checkpoints, where commands are typed."""
    for size in (5, 9):
        reference.append(folder / "checkpoints", note(shown(), size))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def stamped(kotak: Kotak, folder: Path, tsa: Authority) -> str:
    """A stamp over the last checkpoint."""
    kotak("timestamp", "request", "checkpoints", "-o", "a.tsq")
    (folder / "a.tsr").write_bytes(tsa.answer((folder / "a.tsq").read_bytes()))
    return "a.tsr"


def text(size: int) -> str:
    return note(shown(), size).decode().partition("\n\n")[0] + "\n"


def test_a_stamp_is_asked_for_checked_and_kept(kotak: Kotak, folder: Path, tsa: Authority) -> None:
    asked = kotak("timestamp", "request", "checkpoints", "-o", "a.tsq")
    (folder / "a.tsr").write_bytes(tsa.answer((folder / "a.tsq").read_bytes()))
    kept = kotak("timestamp", "attach", "checkpoints", "a.tsr", "--roots", tsa.roots)
    said = kotak("timestamp", "verify", "checkpoints", kept.json["data"]["path"], "--roots", tsa.roots)

    assert (asked.status, kept.status, said.status) == (0, 0, 0)
    assert asked.json["data"]["sha256"] == hashlib.sha256(text(9).encode()).hexdigest()
    assert said.json["data"]["size"] == 9
    assert said.json["data"]["time"] == kept.json["data"]["time"]
    assert said.json["data"]["authority"] == "CN=Penera Waktu Uji"


def test_a_stamp_is_kept_under_a_name_that_tells_size_and_root_and_only_once(
    kotak: Kotak, folder: Path, tsa: Authority, stamped: str
) -> None:
    first = kotak("timestamp", "attach", "checkpoints", stamped, "--roots", tsa.roots)
    again = kotak("timestamp", "attach", "checkpoints", stamped, "--roots", tsa.roots)

    facts = first.json["data"]
    assert Path(facts["path"]).name.startswith(f"9-{facts['root']}-")
    assert Path(facts["path"]).read_bytes() == (folder / stamped).read_bytes()
    assert (facts["new"], again.json["data"]["new"], again.status) == (True, False, 0)
    assert len(list(folder.glob("9-*.tsr"))) == 1


def test_a_dry_run_checks_and_keeps_nothing(kotak: Kotak, folder: Path, tsa: Authority, stamped: str) -> None:
    said = kotak("timestamp", "attach", "checkpoints", stamped, "--roots", tsa.roots, "--dry-run")

    assert (said.status, said.json["data"]["dry_run"]) == (0, True)
    assert not list(folder.glob("9-*.tsr"))


def test_the_one_checkpoint_of_many_is_found_that_a_stamp_is_over(kotak: Kotak, folder: Path, tsa: Authority) -> None:
    (folder / "one").write_bytes(note(shown(), 5))
    kotak("timestamp", "request", "one", "-o", "a.tsq")
    (folder / "a.tsr").write_bytes(tsa.answer((folder / "a.tsq").read_bytes()))

    said = kotak("timestamp", "verify", "checkpoints", "a.tsr", "--roots", tsa.roots)

    assert (said.status, said.json["data"]["size"]) == (0, 5)


def test_checkpoints_of_a_log_that_the_ledger_went_on_under_do_no_harm(
    kotak: Kotak, folder: Path, tsa: Authority, stamped: str
) -> None:
    other = checkpoint.sign(checkpoint.Checkpoint("kpu.example/test/other", 9, bytes(32)), private("another log"))
    reference.append(folder / "checkpoints", other)

    said = kotak("timestamp", "verify", "checkpoints", stamped, "--roots", tsa.roots)

    assert (said.status, said.json["data"]["size"]) == (0, 9)


def test_openssl_checks_the_same_stamp_over_the_three_lines(folder: Path, tsa: Authority, stamped: str) -> None:
    (folder / "text").write_text(text(9))

    said = openssl("ts", "-verify", "-data", folder / "text", "-in", folder / stamped, "-CAfile", tsa.roots)

    assert b"Verification: OK" in said


def test_a_person_reads_what_a_stamp_proves_and_what_not(kotak: Kotak, tsa: Authority, stamped: str) -> None:
    said = kotak("timestamp", "verify", "checkpoints", stamped, "--roots", tsa.roots, json=False)

    assert "The 9 papers under this checkpoint existed at that time, as they are." in said.out
    assert "whether the authority's certificate was withdrawn later" in said.out


def test_a_stamp_over_another_checkpoint_is_refused(kotak: Kotak, folder: Path, tsa: Authority, stamped: str) -> None:
    (folder / "one").write_bytes(note(shown(), 5))

    said = kotak("timestamp", "attach", "one", stamped, "--roots", tsa.roots)

    assert (said.status, said.codes) == (4, ["TS-005"])
    assert not list(folder.glob("9-*.tsr"))


def test_a_stamp_of_somebody_nobody_named_is_not_kept(kotak: Kotak, folder: Path, tmp_path: Path, stamped: str) -> None:
    other = authority(tmp_path / "other")

    said = kotak("timestamp", "attach", "checkpoints", stamped, "--roots", other.roots)

    assert (said.status, said.codes) == (4, ["TS-008"])
    assert not list(folder.glob("9-*.tsr"))


def test_no_stamp_is_asked_for_what_the_log_did_not_sign(kotak: Kotak, folder: Path) -> None:
    (folder / "one").write_bytes(note(shown(), 5).replace(b"\n5\n", b"\n6\n"))

    said = kotak("timestamp", "request", "one", "-o", "a.tsq")

    assert (said.status, said.codes) == (4, ["NT-007"])
    assert not (folder / "a.tsq").exists()


def test_it_has_to_be_said_where_a_request_goes(kotak: Kotak) -> None:
    said = kotak("timestamp", "request", "checkpoints")

    assert (said.status, said.codes) == (2, ["TS-010"])


def test_a_request_can_go_to_stdout(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOTAK_TRUST", str(folder / "trust.txt"))

    status = main(["timestamp", "request", str(folder / "checkpoints"), "-o", "-"])

    assert status == 0
    assert timestamp.read_request(capfdbinary.readouterr().out).imprint == timestamp.hash_of(text(9))
