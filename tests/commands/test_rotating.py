import pytest

from ledger.domain.custody import states
from ledger.domain.custody.states import OfficerState
from ledger.persistence.journal import open_journal
from tests.commands.office import Laptop, Office, facts
from tests.harness import BUDI, DPD

pytestmark = pytest.mark.slow

WRONG, NONE = {"KOTAK_PASSPHRASE_COMMAND": "echo wrong"}, {"KOTAK_PASSPHRASE_COMMAND": "false"}
YES = ("--confirm", "yes")


def state(office: Office, subject: str) -> states.State | None:
    with open_journal(office.path, read_only=True) as journal:
        value = journal.load([subject]).states.get(subject)
    return states.decode(subject, value) if value else None


def _swapped(laptop: Laptop) -> list[str]:
    return sorted(path.relative_to(laptop.home).as_posix() for path in laptop.home.rglob("*.pem"))


def test_a_new_key_takes_the_place_of_the_old_one(office: Office) -> None:
    laptop, old = office.laptop(BUDI), office.ledger.key_of(BUDI).public.id

    rotated = laptop("rotate", *YES, "--json")

    assert rotated.status == 0
    shown = facts(laptop("key", "show", "--json"))
    known = state(office, f"officer:{BUDI}")
    assert isinstance(known, OfficerState)
    assert known.key == shown["key"] != old
    assert any(f".{old[:16]}.pem" in name for name in _swapped(laptop))
    assert laptop("inspect", DPD, "--seen", "ties:2,papers:1", *YES).status == 0


def test_an_interrupted_rotation_goes_on_with_the_same_key(office: Office) -> None:
    laptop = office.laptop(BUDI)
    interrupted = laptop("rotate", "--confirm", "no")
    waiting = [name for name in _swapped(laptop) if "next" in name]

    rotated = laptop("rotate", *YES)

    assert (interrupted.status, len(waiting), rotated.status) == (8, 1, 0)
    assert len(_swapped(laptop)) == 2


def test_a_dry_run_of_a_rotation_makes_no_key(office: Office) -> None:
    laptop = office.laptop(BUDI)
    before = laptop.everything()

    tried = laptop("rotate", "--dry-run", "--json", **NONE)

    assert facts(tried)["dry_run"]
    assert laptop.everything() == before


def test_a_wrong_passphrase_makes_no_new_key(office: Office) -> None:
    laptop = office.laptop(BUDI)
    before = _swapped(laptop)

    rotated = laptop("rotate", *YES, **WRONG)

    assert rotated.status == 7
    assert _swapped(laptop) == before
