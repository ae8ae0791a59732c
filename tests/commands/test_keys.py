import json
import re
import stat
import subprocess
from pathlib import Path

import pytest

from tests.commands.cli import kotak
from tests.commands.office import Laptop, Office, facts
from tests.harness import ANI, BUDI

NOBODY = {"KOTAK_PASSPHRASE_FILE": "/nowhere"}
FINGERPRINT = re.compile(r"(?:[0-9a-f]{4} ){7}[0-9a-f]{4}")


@pytest.fixture
def empty(tmp_path: Path) -> Laptop:
    """A machine on which nothing was ever done."""
    secret = tmp_path / "secret"
    secret.write_text("kuda tepat\n")
    secret.chmod(0o600)
    return Laptop(
        tmp_path / "home", {"KOTAK_HOME": str(tmp_path / "home"), "KOTAK_PASSPHRASE_FILE": str(secret), "KOTAK_AS": ANI}
    )


def test_a_key_is_made_for_its_owner_alone(empty: Laptop) -> None:
    made = facts(empty("key", "new", "--json"))

    path = Path(made["path"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"ENCRYPTED" in path.read_bytes()
    assert FINGERPRINT.fullmatch(made["fingerprint"])
    assert facts(empty("key", "show", "--json"))["key"] == made["key"]


def test_a_key_is_never_overwritten(empty: Laptop) -> None:
    empty("key", "new")
    before = empty.everything()

    again = empty("key", "new", "--force")

    assert again.status == 7
    assert "SU-031" in again.err
    assert empty.everything() == before


def test_a_dry_run_makes_no_key_and_asks_no_passphrase(empty: Laptop) -> None:
    tried = empty("key", "new", "--dry-run", "--json", **NOBODY)

    assert tried.status == 0
    assert facts(tried)["officer"] == ANI
    assert not empty.home.exists()


def test_a_key_is_for_somebody_who_is_named(tmp_path: Path) -> None:
    made = kotak("key", "new", env={"KOTAK_HOME": str(tmp_path / "home")})

    assert made.status == 2
    assert "CL-042" in made.err


def test_an_empty_passphrase_makes_no_key(empty: Laptop, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("\n")

    made = empty("key", "new")

    assert made.status == 7
    assert not list(empty.home.glob("keys/*"))


def test_the_log_has_a_key_of_its_own(empty: Laptop) -> None:
    made = facts(empty("key", "new", "--log", "--json"))

    listed = facts(empty("key", "list", "--json"))["keys"]
    assert [one["officer"] for one in listed] == ["log"]
    assert made["path"] == str(empty.home / "log.pem")


def test_with_a_trust_file_a_new_key_comes_with_the_request(empty: Laptop, office: Office) -> None:
    empty.home.mkdir()
    (empty.home / "trust.txt").write_bytes(office.trust.read_bytes())

    made = facts(empty("key", "new", "--name", "Ani Wijaya", "--json"))

    request = json.loads(Path(made["request"]).read_text())
    assert (request["officer"], request["ledger"], request["name"]) == (ANI, office.ledger.name, "Ani Wijaya")
    assert stat.S_IMODE(Path(made["request"]).stat().st_mode) == 0o600


def test_where_the_request_cannot_go_no_key_is_made(empty: Laptop, office: Office, tmp_path: Path) -> None:
    empty.home.mkdir()
    (empty.home / "trust.txt").write_bytes(office.trust.read_bytes())
    (tmp_path / "ani.request").write_text("mine")

    refused = empty("key", "new", "-o", str(tmp_path / "ani.request"))

    assert (refused.status, refused.err[:6]) == (2, "CL-022")
    assert not list(empty.home.glob("keys/*"))


@pytest.mark.parametrize("name", ["Ani 3579020101900001", "3579.0201.0190.0001", "\uff13\uff15" * 8])
def test_a_request_holds_no_nik(empty: Laptop, office: Office, name: str) -> None:
    empty.home.mkdir()
    (empty.home / "trust.txt").write_bytes(office.trust.read_bytes())

    made = empty("key", "new", "--name", name)

    assert made.status == 4
    assert "SU-022" in made.err
    assert "3579" not in made.err
    assert not list(empty.home.glob("keys/*"))


def test_a_name_without_a_ledger_to_ask_is_not_lost_silently(empty: Laptop) -> None:
    made = empty("key", "new", "--name", "Ani Wijaya")

    assert made.status == 2
    assert not empty.home.exists()


def test_others_who_may_read_a_key_file_are_told_of(office: Office) -> None:
    laptop = office.laptop(ANI)
    path = next(laptop.home.glob("keys/*.pem"))
    path.chmod(0o644)

    shown = laptop("key", "show", "--json")

    assert shown.json["next"] == [f"chmod 600 '{path}'"]
    assert len(shown.json["warnings"]) == 1


def test_a_key_that_is_not_here_is_not_shown(office: Office) -> None:
    shown = office.laptop(ANI)("key", "show", BUDI)

    assert shown.status == 7
    assert f"kotak --as {BUDI} key new" in shown.err


def test_openssl_reads_an_exported_key(office: Office, tmp_path: Path) -> None:
    laptop, file, public = office.laptop(ANI), tmp_path / "ani.pem", tmp_path / "ani.pub.pem"

    laptop("key", "export", "--openssl", "-o", str(file))
    laptop("key", "export", "-o", str(public))

    read = subprocess.run(
        ["openssl", "pkey", "-in", file, "-passin", f"pass:frasa sandi {ANI}", "-pubout"],  # noqa: S607 - as users have it
        capture_output=True,
        check=False,
    )
    assert read.stdout == public.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_exported_private_key_goes_into_no_pipe_and_over_no_file(office: Office, tmp_path: Path) -> None:
    laptop, file = office.laptop(ANI), tmp_path / "ani.pem"
    file.write_text("something")

    assert laptop("key", "export", "--openssl", "-o", "-").status == 2
    assert laptop("key", "export").status == 2
    assert laptop("key", "export", "--openssl", "--force", "-o", str(file)).status == 7
    assert file.read_text() == "something"
