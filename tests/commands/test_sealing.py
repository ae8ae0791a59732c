import pytest

from ledger import paper as papers
from ledger.domain.documents.boxes import Opening, OpeningLine, Sealing, SealingLine
from ledger.paper import Paper
from ledger.persistence.journal import open_journal
from tests.commands.office import FIVE, SEEN, Office, facts
from tests.harness import ANI, BOXES, DPD

pytestmark = pytest.mark.slow

RESULTS = ("--purpose", "results")
RECAP = ("--purpose", "recap", "--confirm", "1", "--json")


def last(office: Office) -> Paper:
    with open_journal(office.path, read_only=True) as journal:
        return papers.read(list(journal.entries())[-1].data)


def test_what_went_in_is_said_for_all_boxes_and_otherwise_for_one(office: Office) -> None:
    contents = (
        "--packed",
        "275:BATU-2",
        "--packed",
        "DPD=260",
        "--item",
        "c-hasil",
        "--counts",
        "DPD=valid:200,unused:60",
    )

    sealed = office.laptop(ANI)("seal", "004", *SEEN, *RESULTS, *contents, "--ended", "21:30", *FIVE)

    lines = {line.box: line for line in last(office).lines if isinstance(line, SealingLine)}
    document = last(office).document
    assert sealed.status == 0
    assert isinstance(document, Sealing)
    assert document.times is not None
    assert (document.times.ended or "").endswith("T21:30:00+07:00")
    assert [lines[box].packed.ballots for box in BOXES[:2] if lines[box].packed] == [260, 275]  # type: ignore[union-attr]  # the filter has looked
    assert lines[DPD].items == ("c-hasil",)


def test_the_count_ended_on_the_day_the_paper_is_about(office: Office) -> None:
    at = ("--at", "2025-02-14T21:40")

    office.laptop(ANI)("seal", "004", *SEEN, *RESULTS, *at, "--ended", "21:30", *FIVE)

    document = last(office).document
    assert isinstance(document, Sealing)
    assert document.times is not None
    assert document.times.ended == "2025-02-14T21:30:00+07:00"


def test_seals_differ_from_box_to_box(office: Office) -> None:
    office.laptop(ANI)("seal", "004", *SEEN, "--seen", "DPD=ties:4,kertas:2/1,sobek,rain", *RESULTS, *FIVE)

    line = next(line for line in last(office).lines if isinstance(line, SealingLine) and line.box == DPD)

    assert line.seals.ties is not None
    assert line.seals.papers is not None
    assert (line.seals.ties.on, line.seals.papers.bad, line.state, line.cause) == (4, 1, "torn", "rain")


@pytest.mark.parametrize("said", ["ties:2,torn", "ties:2,rain", "ties:2@seal.jpg", "cut"])
def test_of_seals_that_were_broken_nothing_else_is_said_and_lost(office: Office, said: str) -> None:
    laptop = office.laptop(ANI)
    laptop("seal", DPD, *SEEN, *RESULTS, "--confirm", "1")

    refused = laptop("open", DPD, *SEEN, *RECAP, "--no-basis", "fire", "--broken", said)

    assert (refused.status, refused.json["findings"][0]["code"]) == (2, "CO-018")


@pytest.mark.parametrize(
    "said", ["ties", "ties:2/3", "ties:2,ties:1", "ties:2,utuh,sobek", "PPWP.2=ties:2", "ties:-1", "pos:1"]
)
def test_what_was_seen_is_understood_or_refused(office: Office, said: str) -> None:
    laptop = office.laptop(ANI)

    refused = laptop("seal", DPD, "--seen", said, *RESULTS, "--confirm", "1")

    assert refused.status in {2, 5}
    assert office.size == 7


@pytest.mark.parametrize("of", ["", "DPD=", "@held="])
@pytest.mark.parametrize("name", ["seal.jpg", "seal@B=7.jpg"])
def test_a_photograph_of_a_seal_is_bound_and_kept_beside(office: Office, of: str, name: str) -> None:
    laptop, photo = office.laptop(ANI), office.folder / name
    photo.write_bytes(b"\xff\xd8 a picture of a seal")

    laptop("seal", DPD, "--seen", f"{of}ties:2@{photo}", *RESULTS, "--confirm", "1")

    bound = last(office).document.files[0]
    assert (bound.what, bound.bytes) == ("photo", 22)
    assert (laptop.home / "files" / bound.hash).read_bytes().endswith(photo.read_bytes())


def test_a_box_is_opened_by_a_letter_a_name_or_without_a_basis(office: Office) -> None:
    laptop = office.laptop(ANI)
    laptop("seal", DPD, *SEEN, *RESULTS, "--confirm", "1")

    asked = laptop("open", DPD, *SEEN, *RECAP)
    lettered = laptop(
        "open", DPD, *SEEN, *RECAP, "--basis", "surat-dinas:547/PY.01.1:2029-07-01", "--resealed", "ties:2"
    )
    flagged = laptop("open", DPD, *SEEN, *RECAP, "--no-basis", "fire", "--broken", "ties:2", "--found", "275")

    document, line = last(office).document, last(office).lines[0]
    assert isinstance(document, Opening)
    assert isinstance(line, OpeningLine)
    assert (asked.status, lettered.status, flagged.status) == (2, 0, 0)
    assert (document.basis, document.reason, line.resealed) == ("none", "fire", None)
    assert "IR-12" not in facts(lettered)["flags"]
    assert "IR-12" in facts(flagged)["flags"]
