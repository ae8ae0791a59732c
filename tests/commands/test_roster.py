import json
from pathlib import Path

import pytest

from ledger.domain.custody import states
from ledger.domain.custody.states import KeyState, OfficerState
from ledger.persistence.journal import open_journal
from tests.commands.office import Office, facts
from tests.harness import ANI, BAWASLU_REGISTRAR, BUDI, CITRA, DEWI, KPPS, KPU_REGISTRAR, RINA, VILLAGE

pytestmark = pytest.mark.slow

NONE = {"KOTAK_PASSPHRASE_COMMAND": "false"}
YES = ("--confirm", "yes")
TERM = ("--role", "member", "--from", "2029-01-25", "--until", "2029-02-25", "--decree", "sk:12/2029:2029-01-20")
NEW = f"{KPPS}#2"


def request(office: Office, officer: str, *, name: str | None = "Ani Wijaya", of: str | None = None) -> Path:
    """The request of an officer, made on a laptop of his own."""
    laptop = office.laptop(officer)
    file = office.folder / f"{officer.replace('/', '_')}-{of}.request"
    said = laptop("key", "request", *(("--name", name) if name else ()), "-o", str(file))
    assert said.status == 0
    return file


def state(office: Office, subject: str) -> states.State | None:
    with open_journal(office.path, read_only=True) as journal:
        value = journal.load([subject]).states.get(subject)
    return states.decode(subject, value) if value else None


def test_a_registrar_enrols_a_village_in_one_paper(office: Office) -> None:
    officers = [f"{KPPS}#{n}" for n in range(2, 7)]
    bundle = office.folder / "village.requests"
    bundle.write_bytes(b"".join(request(office, one, name=f"Anggota {one[-1]}").read_bytes() for one in officers))

    enrolled = office.laptop(KPU_REGISTRAR)("enrol", str(bundle), *TERM, *YES, "--json")

    (paper,) = facts(enrolled)["papers"]
    assert (paper["lines"], paper["index"]) == (5, office.size - 1)
    known = state(office, f"officer:{NEW}")
    assert isinstance(known, OfficerState)
    assert known.term.until == "2029-02-25T23:59:59+07:00"


def test_a_file_without_requests_enrols_nobody_and_says_so(office: Office) -> None:
    empty = office.folder / "empty.request"
    empty.touch()

    refused = office.laptop(KPU_REGISTRAR)("enrol", str(empty), *TERM, *YES, "--json")

    assert (refused.status, refused.json["findings"][0]["code"]) == (4, "SU-016")


def test_enrolling_twice_says_already_there(office: Office) -> None:
    file, laptop = request(office, NEW), office.laptop(KPU_REGISTRAR)
    laptop("enrol", str(file), *TERM, *YES)
    size = office.size

    again = laptop("enrol", str(file), *TERM, *YES, "--json")

    assert (again.status, facts(again)["papers"], office.size) == (0, [], size)


def test_a_list_says_for_each_what_differs(office: Office) -> None:
    first, second, terms = request(office, NEW), request(office, f"{KPPS}#3"), office.folder / "terms.csv"
    terms.write_text(f"officer,roles,until\n{KPPS}#3,deputy guard,2029-03-01\n")

    office.laptop(KPU_REGISTRAR)("enrol", str(first), str(second), "--terms", str(terms), *TERM, *YES)

    one, other = (state(office, f"officer:{KPPS}#{n}") for n in (2, 3))
    assert isinstance(one, OfficerState)
    assert isinstance(other, OfficerState)
    assert (one.roles, other.roles) == (("member",), ("deputy", "guard"))
    assert other.term.until == "2029-03-01T23:59:59+07:00"


def test_a_dry_run_of_an_enrolment_writes_no_name(office: Office) -> None:
    file, laptop, size = request(office, NEW), office.laptop(KPU_REGISTRAR), office.size

    tried = laptop("enrol", str(file), *TERM, "--dry-run", "--json", **NONE)

    assert facts(tried)["papers"][0]["dry_run"]
    assert office.size == size
    assert not list(office.folder.glob("*.names.json"))


def test_whoever_has_no_name_is_not_enrolled(office: Office) -> None:
    enrolled = office.laptop(KPU_REGISTRAR)("enrol", str(request(office, NEW, name=None)), *TERM, *YES)

    assert enrolled.status == 5
    assert f"kotak names add {NEW} NAME" in enrolled.err


def test_a_name_kept_before_is_the_one_enrolled_under(office: Office) -> None:
    laptop = office.laptop(KPU_REGISTRAR)
    laptop("names", "add", NEW, "Dewi Ayu")

    enrolled = laptop("enrol", str(request(office, NEW, name=None)), *TERM, *YES)

    assert enrolled.status == 0
    assert facts(laptop("names", "show", NEW, "--json"))["names"][0]["agrees"]


def _borrowed(said: dict[str, object], other: dict[str, object]) -> dict[str, object]:
    return {**said, "key": other["key"]}


def _other_officer(said: dict[str, object], _other: dict[str, object]) -> dict[str, object]:
    return {**said, "officer": f"{KPPS}#4"}


def _other_ledger(said: dict[str, object], _other: dict[str, object]) -> dict[str, object]:
    return {**said, "ledger": "0" * 64}


def _extra(said: dict[str, object], _other: dict[str, object]) -> dict[str, object]:
    return {**said, "nik": "3579020101900001"}


@pytest.mark.parametrize("forge", [_borrowed, _other_officer, _other_ledger, _extra])
def test_nobody_is_enrolled_with_a_key_he_does_not_hold(office: Office, forge: object) -> None:
    file, other = request(office, NEW), request(office, f"{KPPS}#3")
    said = forge(json.loads(file.read_text()), json.loads(other.read_text()))  # type: ignore[operator] # one of those above
    file.write_text(json.dumps(dict(sorted(said.items())), separators=(",", ":")) + "\n")
    size = office.size

    enrolled = office.laptop(KPU_REGISTRAR)("enrol", str(file), *TERM, *YES)

    assert enrolled.status == 4
    assert office.size == size


def test_two_requests_of_one_officer_are_not_chosen_between(office: Office) -> None:
    file = request(office, NEW)
    office.ledger.private[NEW] = office.ledger.key_of(f"{KPPS}#5")
    other = request(office, NEW, of="another key")

    enrolled = office.laptop(KPU_REGISTRAR)("enrol", str(file), str(other), *TERM, *YES)

    assert enrolled.status == 4
    assert "SU-012" in enrolled.err


def test_the_commission_does_not_enrol_supervisors(office: Office) -> None:
    file, size = request(office, f"ptps/{VILLAGE}/004#2"), office.size

    refused = office.laptop(KPU_REGISTRAR)("enrol", str(file), *TERM, *YES)
    enrolled = office.laptop(BAWASLU_REGISTRAR)("enrol", str(file), *TERM, *YES)

    assert (refused.status, enrolled.status) == (12, 0)
    assert "RO-011" in refused.err
    assert office.size == size + 1


def test_a_registrar_is_enrolled_by_the_authorities(office: Office) -> None:
    officer = "kpu/35.79#7"
    file = request(office, officer)
    registrar = ("--role", "registrar", *TERM[2:])

    by_registrar = office.laptop(KPU_REGISTRAR)("enrol", str(file), *registrar, *YES)
    by_authority = office.laptop(RINA)("enrol", str(file), *registrar, "--area", "35.79.02", *YES)

    assert (by_registrar.status, by_authority.status) == (12, 0)
    known = state(office, f"officer:{officer}")
    assert isinstance(known, OfficerState)
    assert known.term.area == "35.79.02"


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (("--role", "member", "--from", "2029-01-25", "--decree", "sk:1:2029-01-01"), 2),
        (("--role", "member", "--from", "2029-03-25", "--until", "2029-01-01", "--decree", "sk:1:2029-01-01"), 4),
        (("--role", "member", "--from", "soon", "--until", "2029-01-01", "--decree", "sk:1:2029-01-01"), 4),
        (("--role", "king", "--from", "2029-01-01", "--until", "2029-01-01", "--decree", "sk:1:2029-01-01"), 2),
        (("--role", "member", "--from", "2029-01-01", "--until", "2029-02-01", "--decree", "nothing"), 2),
        (("--role", "member", "--from", "2029-01-01", "--until", "2029-02-01"), 2),
    ],
)
def test_an_enrolment_says_role_term_and_decree(office: Office, options: tuple[str, ...], status: int) -> None:
    file, size = request(office, NEW), office.size

    enrolled = office.laptop(KPU_REGISTRAR)("enrol", str(file), *options, *YES)

    assert enrolled.status == status
    assert office.size == size


def test_a_stolen_key_counts_no_longer(office: Office) -> None:
    revoked = office.laptop(KPU_REGISTRAR)("revoke", BUDI, "--why", "stolen", "--confirm", BUDI, "--json")

    assert facts(revoked)["index"] == office.size - 1
    key = state(office, f"key:{office.ledger.key_of(BUDI).public.id}")
    assert isinstance(key, KeyState)
    assert key.ended
    assert key.ended.why == "stolen"


def test_a_key_to_revoke_is_named_by_its_id(office: Office) -> None:
    said = ("--key", "zzz", "--confirm", BUDI)

    refused = office.laptop(KPU_REGISTRAR)("revoke", BUDI, "--why", "stolen", *said)

    assert (refused.status, refused.err.splitlines()[0]) == (2, "SU-074  zzz is not the id of a key.")
    assert refused.err.splitlines()[-1].endswith(f"kotak officers {BUDI}")


@pytest.mark.parametrize("said", [("--confirm", "yes"), ("--confirm", ANI), ("--no-input",)])
def test_a_revocation_is_confirmed_by_typing_the_officer(office: Office, said: tuple[str, ...]) -> None:
    size = office.size

    revoked = office.laptop(KPU_REGISTRAR)("revoke", BUDI, "--why", "stolen", *said)

    assert revoked.status == 8
    assert office.size == size


def test_at_a_terminal_the_officer_is_typed(office: Office) -> None:
    laptop = office.laptop(KPU_REGISTRAR)

    revoked = laptop.typing("revoke", BUDI, "--why", "lost", answers=(BUDI,))

    assert revoked.status == 0
    assert f"type {BUDI}:" in revoked.err


def test_the_commission_cannot_revoke_a_supervisor(office: Office) -> None:
    by_commission = office.laptop(KPU_REGISTRAR)("revoke", DEWI, "--why", "stolen", "--confirm", DEWI)
    by_its_own = office.laptop(BAWASLU_REGISTRAR)("revoke", DEWI, "--why", "stolen", "--confirm", DEWI)

    assert (by_commission.status, by_its_own.status) == (12, 0)


def test_nobody_unknown_is_revoked(office: Office) -> None:
    revoked = office.laptop(KPU_REGISTRAR)("revoke", "pps/35.79.02.2009#9", "--why", "lost", "--confirm", "x")

    assert revoked.status == 5


def test_only_registrars_enrol(office: Office) -> None:
    enrolled = office.laptop(CITRA)("enrol", str(request(office, NEW)), *TERM, *YES)

    assert enrolled.status == 12
    assert not list(office.folder.glob("*.names.json"))
