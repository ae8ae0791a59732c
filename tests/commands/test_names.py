import hashlib
import stat
from pathlib import Path

import pytest

from tests.commands.office import Laptop, Office, facts
from tests.harness import ANI, BUDI, CITRA

pytestmark = pytest.mark.slow

ORDER = ("--order", "surat:17/2030:2030-01-31")


@pytest.fixture
def laptop(office: Office) -> Laptop:
    return office.laptop(ANI)


@pytest.fixture
def alone(office: Office) -> Laptop:
    """A laptop without a ledger, which keeps its own registry."""
    return office.laptop(ANI, online=False)


def test_a_name_is_kept_under_a_salt_beside_the_ledger(office: Office, laptop: Laptop) -> None:
    officer = "kpps/35.79.02.2009/004#5"

    added = facts(laptop("names", "add", officer, "Siti Nurbayánah", "--json"))

    path = Path(added["path"])
    assert path == office.path.with_suffix(".names.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (shown,) = facts(laptop("names", "show", officer, "--json"))["names"]
    salted = bytes.fromhex(shown["salt"]) + shown["name"].encode()
    assert shown["commitment"] == hashlib.sha256(salted).hexdigest()
    assert shown["agrees"] is None


def test_adding_a_name_twice_says_already_there(alone: Laptop) -> None:
    alone("names", "add", ANI, "Ani")
    before = alone.everything()

    again = alone("names", "add", ANI, "Ani", "--json")

    assert facts(again)["known"] == [ANI]
    assert alone.everything() == before


def test_a_name_is_not_replaced_by_another(alone: Laptop) -> None:
    alone("names", "add", ANI, "Ani")

    added = alone("names", "add", ANI, "Ana")

    assert added.status == 6
    assert "SU-024" in added.err


@pytest.mark.parametrize(
    "name",
    ["3579020101900001", "Ani (3579-0201-0190-0001)", "Ani 357902 010190 0001", "\uff13\uff15" * 8],
)
def test_a_nik_is_refused_and_never_repeated(alone: Laptop, name: str) -> None:
    added = alone("names", "add", ANI, name, "--json")

    assert added.status == 4
    assert added.json["findings"][0]["code"] == "SU-022"
    assert name not in added.out + added.err
    assert not (alone.home / "names.json").exists()


@pytest.mark.parametrize("name", ["", "  ", "A" * 121, "Ani\x1b[2J", "Ani\u202e", "Ani\nBudi", "Ane\u0301"])
def test_what_is_no_name_is_refused(alone: Laptop, name: str) -> None:
    added = alone("names", "add", ANI, name)

    assert added.status == 4
    assert "SU-021" in added.err


def test_a_name_is_asked_for_at_the_terminal(alone: Laptop) -> None:
    added = alone.typing("names", "add", ANI, answers=("Ani Wijaya",))

    assert added.status == 0
    assert facts(alone("names", "show", ANI, "--json"))["names"][0]["name"] == "Ani Wijaya"


def test_names_come_from_a_list(alone: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(f'officer,name\n{ANI},Ani Wijaya\n{BUDI},"Budi, S.H."\n')

    added = facts(alone("names", "add", "--from-file", str(file), "--json"))

    assert added["added"] == sorted([ANI, BUDI])


def test_the_officers_of_a_list_do_not_share_a_salt(alone: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(f"officer,name\n{ANI},Ani Wijaya\n{BUDI},Budi Santoso\n")

    refused = alone("names", "add", "--from-file", str(file), "--salt", "0f" * 32)

    assert refused.status == 2
    assert not list(alone.home.glob("*names.json"))


def test_a_list_with_a_nik_is_not_taken_at_all(alone: Laptop, tmp_path: Path) -> None:
    file = tmp_path / "names.csv"
    file.write_text(f"officer,name\n{ANI},Ani Wijaya\n{BUDI},3579020101900001\n")

    added = alone("names", "add", "--from-file", str(file))

    assert added.status == 4
    assert "line 3" in added.err
    assert "3579020101900001" not in added.err
    assert not (alone.home / "names.json").exists()


def test_a_dry_run_keeps_no_name(alone: Laptop) -> None:
    before = alone.everything()

    tried = alone("names", "add", ANI, "Ani", "--dry-run", "--json")

    assert facts(tried)["dry_run"]
    assert alone.everything() == before


def test_the_name_of_an_enrolled_officer_needs_the_salt_of_then(laptop: Laptop) -> None:
    without = laptop("names", "add", ANI, "Ani")
    wrong = laptop("names", "add", ANI, "Ani", "--salt", "0" * 64)
    broken = laptop("names", "add", ANI, "Ani", "--salt", "salty")

    assert [without.status, wrong.status, broken.status] == [5, 6, 4]
    assert "SU-091" in wrong.err


def test_another_name_than_that_of_the_enrolment_is_found_out(office: Office, laptop: Laptop, alone: Laptop) -> None:
    alone("names", "add", CITRA, "Somebody Else")
    office.path.with_suffix(".names.json").write_bytes((alone.home / "names.json").read_bytes())

    shown = laptop("names", "show", "--json")

    assert shown.status == 3
    assert facts(shown)["names"][0]["agrees"] is False
    assert facts(shown)["names"][0]["salt"] is None


def test_erasing_destroys_name_and_salt_and_notes_the_order(alone: Laptop) -> None:
    alone("names", "add", ANI, "Ani Wijaya")
    salt = facts(alone("names", "show", ANI, "--json"))["names"][0]["salt"]

    erased = facts(alone("names", "erase", ANI, *ORDER, "--confirm", ANI, "--json"))

    assert erased["erased"]["order"] == "surat:17/2030:2030-01-31"
    assert (erased["name"], erased["salt"]) == (None, None)
    everything = b"".join(alone.everything().values())
    assert b"Wijaya" not in everything
    assert salt.encode() not in everything


@pytest.mark.parametrize("said", [("--confirm", "yes"), ("--no-input",)])
def test_erasing_is_confirmed_by_typing_the_officer(alone: Laptop, said: tuple[str, ...]) -> None:
    alone("names", "add", ANI, "Ani Wijaya")

    erased = alone("names", "erase", ANI, *ORDER, *said)

    assert erased.status == 8
    assert facts(alone("names", "show", ANI, "--json"))["names"][0]["name"] == "Ani Wijaya"


def test_erasing_needs_an_order(alone: Laptop) -> None:
    alone("names", "add", ANI, "Ani")

    assert alone("names", "erase", ANI, "--confirm", ANI).status == 2
    assert alone("names", "erase", ANI, "--order", "my boss", "--confirm", ANI).status == 2


def test_erasing_can_be_tried_and_done_once(alone: Laptop) -> None:
    alone("names", "add", ANI, "Ani")

    tried = alone("names", "erase", ANI, *ORDER, "--dry-run")
    first, second = (alone("names", "erase", ANI, *ORDER, "--confirm", ANI) for _ in range(2))

    assert [tried.status, first.status, second.status] == [0, 0, 0]
    assert "erased before" in second.out


def test_an_erased_name_does_not_come_back(alone: Laptop) -> None:
    alone("names", "add", ANI, "Ani")
    alone("names", "erase", ANI, *ORDER, "--confirm", ANI)

    added = alone("names", "add", ANI, "Ani")

    assert added.status == 6
    assert "SU-025" in added.err


def test_nobody_of_that_name_is_kept(alone: Laptop) -> None:
    assert alone("names", "show", ANI).status == 5
    assert alone("names", "erase", ANI, *ORDER, "--confirm", ANI).status == 5
    assert alone("names", "add").status == 2


@pytest.mark.parametrize("text", ["", "[]", '{"names":{"ani":{}}}', "{", '{"names":{},"x":1}'])
def test_a_damaged_registry_is_left_alone(alone: Laptop, text: str) -> None:
    (alone.home / "names.json").write_text(text)

    added = alone("names", "add", ANI, "Ani")

    assert added.status == 4
    assert "SU-020" in added.err
    assert (alone.home / "names.json").read_text() == text
