import pytest

from ledger.domain.custody import states
from ledger.domain.custody.states import BoxState
from ledger.persistence.journal import open_journal
from tests.commands.office import SEEN, Office, facts
from tests.harness import ANI, BOXES, BUDI, CITRA, DEWI, DPD, EKO, KPPS, KPU, KPU_REGISTRAR, PPK, PPS, RINA

pytestmark = pytest.mark.slow

YES = ("--confirm", "yes")
REF = ("--ref", "persetujuan:5/2030:2030-03-01")


def box(office: Office, name: str = DPD) -> BoxState:
    with open_journal(office.path, read_only=True) as journal:
        value = journal.load([f"box:{name}"]).states[f"box:{name}"]
    state = states.decode(f"box:{name}", value)
    assert isinstance(state, BoxState)
    return state


def handed_over(office: Office) -> int:
    """The index at which Ani gave all five boxes to Budi."""
    given = office.laptop(ANI, BUDI)("handover", "004", *SEEN, "--to", PPS, "--with", BUDI, "--confirm", "5", "--json")
    index: int = facts(given)["index"]
    return index


def test_an_authority_holds_boxes_and_lifts_the_hold(office: Office) -> None:
    authority = office.laptop(RINA)

    held = facts(authority("hold", "004/DPD", "004/DPR", "--why", "dispute", *YES, "--json"))
    moved = office.laptop(ANI, BUDI)("handover", "004/DPD", *SEEN, "--to", PPS, "--with", BUDI, "--confirm", "1")
    part = authority("lift", str(held["index"]), "004/DPD", *YES, "--json")

    assert held["lines"] == 2
    assert moved.status == 12
    assert "DR-023" in moved.err
    assert facts(part)["lines"] == 1
    assert (box(office).holds, len(box(office, BOXES[1]).holds)) == ((), 1)


def test_a_hold_is_lifted_from_all_its_boxes(office: Office) -> None:
    authority = office.laptop(RINA)
    held = facts(authority("hold", "004", "--why", "dispute", "--confirm", "5", "--json"))

    lifted = authority("lift", held["digest"], *YES, "--json")

    assert facts(lifted)["lines"] == len(BOXES)


@pytest.mark.parametrize("officer", [ANI, BUDI, KPU_REGISTRAR])
def test_nobody_else_orders_a_hold(office: Office, officer: str) -> None:
    held = office.laptop(officer)("hold", DPD, "--why", "dispute", *YES)

    assert held.status == 12


def test_the_supervisor_holds_boxes_too(office: Office) -> None:
    held = office.laptop(EKO)("hold", DPD, "--why", "evidence", *YES, "--json")

    assert facts(held)["signers"][0]["part"] == "authorises"
    assert len(box(office).holds) == 1


def test_a_paper_about_no_boxes_is_not_corrected_box_by_box(office: Office) -> None:
    refused = office.laptop(ANI)(
        "correct", "1", "--why", "typing-error", "--custodian", PPS, "--confirm", "1", "--json"
    )

    assert (refused.status, refused.json["findings"][0]["code"]) == (2, "SU-113")


def test_what_is_no_hold_is_not_lifted(office: Office) -> None:
    index = handed_over(office)

    lifted = office.laptop(RINA)("lift", str(index), *YES)

    assert lifted.status == 2
    assert "CO-031" in lifted.err


def test_both_parties_correct_their_paper(office: Office) -> None:
    index = handed_over(office)
    words = ("correct", str(index), "004/DPD", "--why", "typing-error", "--stands", f"{PPK}/1", "--with", f"{ANI}=acts")

    corrected = office.laptop(BUDI, ANI)(*words, "--confirm", "1", "--json")

    assert facts(corrected)["contested"] == 0
    assert box(office).place == f"{PPK}/1"
    assert box(office, BOXES[1]).place == f"{PPS}/1"


def test_one_party_alone_corrects_nothing(office: Office) -> None:
    index = handed_over(office)

    corrected = office.laptop(BUDI)(
        "correct", str(index), "--why", "typing-error", "--stands", f"{PPK}/1", "--confirm", "5"
    )

    assert corrected.status == 12
    assert "HO-015" in corrected.err


def test_by_a_ruling_both_families_correct(office: Office) -> None:
    index = handed_over(office)
    words = ("correct", str(index), "--why", "ruling", "--custodian", PPK, "--place", f"{KPU}/1")
    ruling = ("--ref", "putusan:12/2029:2029-03-01", "--with", f"{EKO}=authorises")

    corrected = office.laptop(RINA, EKO)(*words, *ruling, "--confirm", "5", "--json")

    assert facts(corrected)["contested"] == 0
    assert box(office).custodian == PPK


@pytest.mark.parametrize(
    "options", [(), ("--custodian", "ppk"), ("--stands", PPS), ("--seals", "many"), ("--keeper", "PPS/1")]
)
def test_a_correction_says_what_holds_instead(office: Office, options: tuple[str, ...]) -> None:
    index, size = handed_over(office), office.size

    corrected = office.laptop(BUDI)("correct", str(index), "--why", "typing-error", *options, "--confirm", "5")

    assert corrected.status in {2, 4}
    assert office.size == size


def test_boxes_are_disposed_of_with_their_approvals(office: Office) -> None:
    done = office.laptop(ANI)(
        "dispose", "004/DPD", "--how", "pulp", *REF, *SEEN, "--kept", "forms", "--confirm", "1", "--json"
    )

    assert facts(done)["contested"] == 0
    assert box(office).disposed


def test_without_an_approval_nothing_is_disposed_of(office: Office) -> None:
    done = office.laptop(ANI)("dispose", "004/DPD", "--how", "pulp", *SEEN, "--confirm", "1")

    assert done.status == 2
    assert "SU-112" in done.err


@pytest.mark.parametrize("said", [("--confirm", "yes"), ("--confirm", "5"), ("--no-input",)])
def test_disposing_is_confirmed_by_typing_the_number_of_boxes(office: Office, said: tuple[str, ...]) -> None:
    size = office.size

    done = office.laptop(ANI)("dispose", "004/DPD", "--how", "pulp", *REF, *SEEN, *said)

    assert done.status == 8
    assert office.size == size


def test_only_the_custodian_disposes(office: Office) -> None:
    done = office.laptop(CITRA)("dispose", DPD, "--how", "pulp", *REF, *SEEN, "--confirm", "1")

    assert done.status == 12
    assert not box(office).disposed


@pytest.mark.parametrize(
    "words",
    [
        ("hold", DPD, "--why", "dispute"),
        ("dispose", DPD, "--how", "pulp", *REF, *SEEN),
        ("correct", "7", "--why", "ruling", "--custodian", PPK),
    ],
)
def test_an_order_can_be_tried_dry(office: Office, words: tuple[str, ...]) -> None:
    officer = {"hold": RINA, "dispose": ANI, "correct": BUDI}[words[0]]
    with_ani = ("--with", f"{ANI}=acts") if words[0] == "correct" else ()
    index, size = handed_over(office) if words[0] == "correct" else 0, office.size
    said = tuple(str(index) if word == "7" else word for word in words)

    tried = office.laptop(officer)(*said, *with_ani, "--dry-run", "--json", "--anyway", "rehearsal")

    assert tried.status == 0
    assert facts(tried)["dry_run"]
    assert office.size == size


def test_supervisors_correct_nothing_alone(office: Office) -> None:
    index = handed_over(office)

    where = ("--coordinates", "-7.87,112.52", "--place", "?")
    corrected = office.laptop(DEWI)(
        "correct", str(index), "--why", "ruling", "--keeper", KPPS, *where, "--confirm", "5"
    )

    assert corrected.status == 12
