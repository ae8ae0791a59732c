import pytest

from ledger import paper
from ledger.domain.documents.base import Cited
from ledger.persistence.journal import open_journal
from tests.commands.office import SEEN, Office, facts, held
from tests.harness import ANI, BOXES, BUDI, CITRA, DEWI, DPD, EKO, KPPS, PPS, RINA, SALIM, WATI

pytestmark = pytest.mark.slow

YES = ("--confirm", "yes", "--json")
THERE = ("--place", f"{KPPS}/1")


def test_a_supervisor_says_what_she_sees_and_moves_nothing(office: Office) -> None:
    office.laptop(ANI)("seal", DPD, *SEEN, "--purpose", "results", "--confirm", "1")

    seen = office.laptop(DEWI)("inspect", "DPD", "--seen", "ties:1,papers:1,putus", *THERE, *YES)

    assert (seen.status, "IR-01" in facts(seen)["flags"]) == (0, True)
    assert held(office, ANI) == list(BOXES)


def test_a_supervisor_never_seals(office: Office) -> None:
    refused = office.laptop(DEWI)("seal", DPD, *SEEN, "--purpose", "results", *THERE, "--confirm", "1")

    assert (refused.status, "RO-004" in refused.err) == (12, True)


def test_whoever_holds_a_padlock_signs_or_is_named(office: Office) -> None:
    opened = ("access", "opened", "--why", "stock-taking", "--padlock", f"pintu-1={PPS}:utuh", "--boxes", "0")
    laptop = office.laptop(CITRA, BUDI)

    alone = laptop(*opened, *YES)
    named = laptop(*opened, "--present", f"{PPS}=absent:ill", *YES)
    together = laptop(*opened, "--with", BUDI, *YES)

    assert (alone.status, named.status, together.status) == (12, 0, 0)
    assert ("IR-11" in facts(named)["flags"], "IR-11" in facts(together)["flags"]) == (True, False)
    assert {one["part"] for one in facts(together)["signers"]} == {"acts", "unlocks"}


def test_a_witness_signs_later(office: Office) -> None:
    laptop = office.laptop(ANI, BUDI)
    laptop("handover", DPD, *SEEN, "--to", PPS, "--with", BUDI, "--confirm", "1")

    attested = office.laptop(DEWI)("attest", "7", *YES)

    assert facts(attested)["signers"][0]["part"] == "witnesses"
    assert facts(attested)["index"] == 8


def test_a_code_that_is_not_known_is_asked_about_before_it_is_recorded(
    office: Office,
) -> None:
    dewi = office.laptop(DEWI)

    slips = [
        dewi("finding", "add", DPD, "--code", code, *THERE, *YES) for code in ("IR-99", "ir-99", "meterai", "XX-99")
    ]
    slips.append(dewi("finding", "add", DPD, "--code", "XX-99", *THERE, *YES, "--anyway", "our decree"))
    said = [
        dewi("finding", "add", DPD, "--code", code, *THERE, *YES, *anyway)
        for code, anyway in (("ir-13", ()), *((own, ("--anyway", "our decree")) for own in ("meterai", "IR-99")))
    ]

    assert [(slip.status, slip.json["findings"][0]["code"]) for slip in slips] == [(12, "CO-083")] * 5
    (problem,) = slips[0].json["findings"]
    assert problem["code"] == "CO-083"
    assert problem["message"] == "No break has the code IR-99, so the finding is not drafted."
    assert any("kotak help flags" in one for one in slips[0].json["next"])
    assert [one.status for one in said] == [0, 0, 0]
    found = facts(dewi("finding", "list", "--json"))["findings"]
    assert {one["code"] for one in found} == {"IR-13", "meterai", "IR-99"}


def test_a_finding_is_reported_answered_and_closed_by_who_raised_it(office: Office) -> None:
    dewi, budi = office.laptop(DEWI), office.laptop(BUDI)
    dewi("finding", "add", DPD, "--code", "IR-01", "--words", "segel atas sobek", *THERE, *YES)

    explained = budi("finding", "answer", "7", "--does", "explains", "--words", "hujan", *YES)
    refused = budi("finding", "answer", "7", "--does", "closes", *YES)
    still_open = facts(dewi("finding", "list", "--open", "--json"))["findings"]
    dewi("finding", "answer", "7", "--does", "closes", *YES)

    assert (explained.status, refused.status) == (0, 12)
    assert [(one["sort"], one["boxes"], one["answers"][0]["does"]) for one in still_open] == [
        ("supervision", [DPD], "explains")
    ]
    assert facts(dewi("finding", "list", "--open", "--json"))["findings"] == []
    assert b"sobek" not in office.path.read_bytes()


def test_supervision_closes_for_some_boxes_what_a_hand_over_shows(office: Office) -> None:
    ani, dewi = office.laptop(ANI, BUDI), office.laptop(DEWI)
    given = facts(ani("handover", "004", *SEEN, "--to", PPS, "--with", BUDI, "--confirm", "5", "--json"))["index"]

    refused = ani("finding", "answer", str(given), "--does", "closes", *YES)
    closed = dewi("finding", "answer", str(given), "004/DPD", "--does", "closes", *YES)

    with open_journal(office.path, read_only=True) as journal:
        (entry,) = journal.entries(given + 1, given + 2)
    answer = paper.read(entry.data)
    assert (refused.status, refused.json["findings"][0]["code"], closed.status) == (12, "RE-002", 0)
    assert [line.box for line in answer.lines if isinstance(line, Cited)] == [DPD]


def test_a_ruling_of_both_families_is_recorded_and_closes_a_finding_of_somebody_else(office: Office) -> None:
    place = ("--place", f"{KPPS}/1")
    office.laptop(DEWI)("finding", "add", "004/DPD", "--code", "IR-01", *place, *YES)
    letter, authorities = ("--ref", "putusan:12/2029:2029-03-01"), (f"{RINA}=authorises", f"{EKO}=authorises")
    table = office.laptop(BUDI, RINA, EKO)

    alone = table("finding", "answer", "7", "--does", "closes", *letter, "--with", RINA, *YES)
    closed = table("finding", "answer", "7", "--does", "closes", *letter, "--with", RINA, "--with", EKO, *YES)
    ruled = ("--ruling", "--code", "IR-01", *(word for one in authorities for word in ("--with", one)), *letter)
    ruling = table("finding", "add", "004/DPD", *ruled, *YES)

    found = table("finding", "list", "--json").json["data"]["findings"]
    assert alone.status == 12
    assert (facts(closed)["index"], facts(ruling)["index"]) == (8, 9)
    assert [(one["index"], one["sort"], one["open"]) for one in found] == [
        (9, "ruling", True),
        (7, "supervision", False),
    ]


def test_a_finding_counts_as_what_its_unit_may_find(office: Office) -> None:
    sorts = [
        facts(office.laptop(officer)("finding", "add", "--code", "IR-15", *THERE, *YES))["kind"]
        for officer in (WATI, SALIM)
    ]
    listed = facts(office.laptop(WATI)("finding", "list", "--json"))["findings"]

    assert sorts == ["finding", "finding"]
    assert [one["sort"] for one in listed] == ["event", "objection"]


def test_a_form_written_by_hand_is_recorded_as_what_it_is(office: Office) -> None:
    form = office.folder / "form.jpg"
    form.write_bytes(b"a photograph of the form")
    written = ("--form", "bast", "--number", "12/2029", "--written-at", "2029-02-14T23:10", "--signed-on-paper", KPPS)
    copied = ("transcribe", "handover", DPD, *SEEN, "--unit", KPPS, "--to", PPS, *written, "--confirm", "1", "--json")

    without = office.laptop(BUDI)(*copied)
    recorded = office.laptop(BUDI)(*copied, "--file", f"form:{form}")

    assert (without.status, recorded.status) == (12, 0)
    assert facts(recorded)["signers"][0]["part"] == "reports"
    assert held(office, BUDI) == [DPD]
