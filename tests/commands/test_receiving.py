import pytest

from ledger import paper as papers
from ledger.domain.documents.base import LinkLine
from ledger.signing.envelope import Envelope, Signature
from tests.commands.office import FIVE, SEEN, Office, facts, held
from tests.harness import ANI, BOXES, BUDI, DPD, KPPS, PPK, PPS, TIES

pytestmark = pytest.mark.slow


def test_the_receiver_counts_seals_before_any_count_is_shown(office: Office) -> None:
    office.laptop(ANI)("release", DPD, "--seen", "ties:7,papers:7", "--to", PPS, "--confirm", "1")

    accepted = office.laptop(BUDI).typing("accept", "7", answers=("6/1", "4", "utuh", "1"))

    asked, _, shown = accepted.err.partition("Acceptance of boxes")
    assert accepted.status == 0
    assert "7" not in asked
    assert "cable ties 6" in shown


def test_accepting_twice_says_where_it_is(office: Office) -> None:
    laptop = office.laptop(BUDI)
    office.laptop(ANI)("release", "004", *SEEN, "--to", PPS, *FIVE)
    first = facts(laptop("accept", "7", *SEEN, *FIVE, "--json"))

    again = laptop("accept", "7", *SEEN, *FIVE, "--json")

    assert (again.status, facts(again)["already"], facts(again)["index"]) == (0, True, 8)
    assert facts(again)["digest"] == first["digest"]


def test_some_boxes_are_refused_missing_or_too_many(office: Office) -> None:
    office.laptop(ANI)("release", *BOXES[:3], *SEEN, "--to", PPS, "--confirm", "3")
    exceptions = ("--except", "DPD=refused:seal-torn", "--except", "DPR=tidak-ada", "--extra", BOXES[4])

    accepted = office.laptop(BUDI)("accept", "7", *SEEN, *exceptions, "--confirm", "3", "--json")

    assert (accepted.status, facts(accepted)["lines"]) == (0, 4)
    assert held(office, BUDI) == [BOXES[2]]
    assert held(office, ANI) == [BOXES[0], BOXES[1], *BOXES[3:]]


def test_of_one_box_two_things_are_not_said(office: Office) -> None:
    office.laptop(ANI)("release", *BOXES[:3], *SEEN, "--to", PPS, "--confirm", "3")
    exceptions = ("--except", "004=refused", "--except", "DPD=missing")

    refused = office.laptop(BUDI)("accept", "7", *SEEN, *exceptions, "--confirm", "3", "--json")

    finding = refused.json["findings"][0]
    assert (refused.status, finding["code"], finding["box"]) == (2, "CO-011", DPD)
    assert office.size == 8


def test_where_nothing_was_scanned_nothing_is_answered(office: Office) -> None:
    office.laptop(ANI)("release", "004", *SEEN, "--to", PPS, *FIVE)

    refused = office.laptop(BUDI)("accept", "7", *SEEN, "--scan", "-", "--confirm", "0", "--json")

    assert (refused.status, refused.json["findings"][0]["code"]) == (2, "CO-004")


def test_an_interrupted_scan_goes_on_where_it_stopped(office: Office) -> None:
    office.laptop(ANI)("release", *BOXES[:3], *SEEN, "--to", PPS, "--confirm", "3")
    laptop = office.laptop(BUDI)
    stopped = laptop("accept", "7", "--scan", "-", *SEEN, input=f"{BOXES[0]}\n")

    accepted = laptop(
        "accept", "7", "--scan", "-", *SEEN, "--confirm", "2", "--json", input=f"{BOXES[1]}\n{BOXES[0]}\n"
    )

    assert (stopped.status, accepted.status) == (8, 0)
    assert "scanned already" in accepted.err
    assert held(office, BUDI) == list(BOXES[:2])


def test_a_line_that_the_power_left_unfinished_is_no_box(office: Office) -> None:
    office.laptop(ANI)("release", *BOXES[:3], *SEEN, "--to", PPS, "--confirm", "3")
    laptop = office.laptop(BUDI)
    laptop("accept", "7", "--scan", "-", *SEEN, input=f"{BOXES[0]}\n{BOXES[1]}\n")
    (scanned,) = (laptop.home / "scans").iterdir()
    scanned.write_bytes(scanned.read_bytes()[:-2])

    stopped = laptop("accept", "7", "--scan", "-", *SEEN, input=f"{BOXES[2]}\n")

    assert BOXES[2] in stopped.err
    assert scanned.read_text() == f"{BOXES[0]}\n{BOXES[2]}\n"


@pytest.mark.parametrize("damage", [b"", b"{}\n", b'{"payload":"e30=","payloadType":"x","signatures":[]}\n'])
def test_a_file_that_is_no_paper_is_not_accepted(office: Office, damage: bytes) -> None:
    file = office.folder / "broken.paper"
    file.write_bytes(damage)

    refused = office.laptop(BUDI)("accept", str(file), *SEEN, *FIVE)

    assert refused.status in {2, 4}
    assert office.size == 7


def test_a_release_nobody_signed_is_not_accepted(office: Office) -> None:
    file = office.folder / "release.paper"
    lines = [LinkLine(box=DPD, after=office.ledger.last(), seals=TIES, state="intact")]
    draft = office.ledger.draft("release", {ANI: "releases"}, lines, unit=KPPS, to=PPS)
    file.write_bytes(bytes(draft))

    refused = office.laptop(BUDI)("accept", str(file), *SEEN, "--confirm", "1")

    assert (refused.status, "CO-033" in refused.err) == (4, True)


def test_a_release_with_a_forged_signature_is_not_accepted(office: Office) -> None:
    file = office.folder / "release.paper"
    lines = [LinkLine(box=DPD, after=office.ledger.last(), seals=TIES, state="intact")]
    draft = office.ledger.draft("release", {ANI: "releases"}, lines, unit=KPPS, to=PPS)
    other = office.ledger.draft("release", {ANI: "releases"}, lines, unit=KPPS, to=PPK)
    signature = papers.sign(other, [office.ledger.key_of(ANI)]).envelope.signatures
    file.write_bytes(bytes(Envelope(draft.envelope.payload, signature)) + b"\n" + draft.annex)

    refused = office.laptop(BUDI)("accept", str(file), *SEEN, "--confirm", "1")

    assert (refused.status, "KE-009" in refused.err) == (4, True)


def test_a_release_of_another_ledger_is_not_accepted(office: Office) -> None:
    file = office.folder / "release.paper"
    lines = [LinkLine(box=DPD, after=office.ledger.last(), seals=TIES, state="intact")]
    draft = office.ledger.draft("release", {ANI: "releases"}, lines, unit=KPPS, to=PPS, ledger="0" * 64)
    file.write_bytes(bytes(office.ledger.sign(draft)))

    refused = office.laptop(BUDI)("accept", str(file), *SEEN, "--confirm", "1")

    assert (refused.status, "HO-011" in refused.err) == (4, True)


def test_without_a_network_accepting_twice_makes_one_paper(office: Office) -> None:
    file = office.folder / "release.paper"
    office.laptop(ANI)("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "-o", str(file))
    laptop = office.laptop(BUDI, online=False)
    accept = ("accept", str(file), *SEEN, "--confirm", "1", "--place", f"{PPS}/1", "--json")

    first, again = facts(laptop(*accept)), facts(laptop(*accept))

    assert (again["already"], again["digest"]) == (True, first["digest"])
    assert len(laptop.unsent) == 1


def test_an_acceptance_waits_for_its_release_and_says_so(office: Office) -> None:
    file = office.folder / "release.paper"
    lines = [LinkLine(box=DPD, after=office.ledger.last(), seals=TIES, state="intact")]
    draft = office.ledger.draft("release", {ANI: "releases"}, lines, unit=KPPS, to=PPS)
    file.write_bytes(bytes(office.ledger.sign(draft)))
    laptop = office.laptop(BUDI)

    accepted = laptop("accept", str(file), *SEEN, "--confirm", "1", "--json")
    before = held(office, BUDI)
    laptop(*accepted.json["next"][0].split()[1:])

    assert (accepted.status, accepted.json["next"]) == (0, [f"kotak paper record {file}"])
    assert len(accepted.json["warnings"]) == 1
    assert (before, held(office, BUDI)) == ([], [DPD])


def test_a_forged_release_is_refused_without_a_network_too(office: Office) -> None:
    file = office.folder / "release.paper"
    lines = [LinkLine(box=DPD, after=office.ledger.last(), seals=TIES, state="intact")]
    draft = office.ledger.draft("release", {ANI: "releases"}, lines, unit=KPPS, to=PPS)
    signature = papers.sign(draft, [office.ledger.key_of(ANI)]).envelope.signatures[0]
    forged = Signature(signature.keyid, signature.sig[:-1] + bytes([signature.sig[-1] ^ 1]))
    file.write_bytes(bytes(Envelope(draft.envelope.payload, (forged,))) + b"\n" + draft.annex)

    refused = office.laptop(BUDI, online=False, catalogue=True)("accept", str(file), *SEEN, "--confirm", "1")

    assert refused.status == 4
