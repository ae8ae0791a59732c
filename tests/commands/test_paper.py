import json

import pytest

from ledger import paper as papers
from ledger.domain.documents.base import LinkLine
from ledger.paper import Paper
from tests.commands.office import SEEN, Office, facts
from tests.harness import ANI, BOXES, BUDI, DEWI, DPD, KPPS, PPK, PPS, TIES

ONE = ("--confirm", "1", "--json")


def released(office: Office, box: str = DPD, to: str = PPS, by: str = ANI) -> Paper:
    lines = [LinkLine(box=box, after=office.ledger.last(box), seals=TIES, state="intact")]
    return office.ledger.sign(office.ledger.draft("release", {by: "releases"}, lines, unit=by.partition("#")[0], to=to))


def test_any_kind_is_drafted_from_json(office: Office) -> None:
    line = {"box": DPD, "seals": {"ties": {"on": 2}}, "state": "intact"}
    said = {
        "signers": [{"officer": DEWI, "part": "inspects"}],
        "document": {"unit": DEWI.partition("#")[0], "place": f"{KPPS}/1", "purpose": "patrol"},
        "lines": [line],
    }

    drafted = office.laptop(DEWI)("paper", "draft", "inspection", "--confirm", "yes", "--json", input=json.dumps(said))

    assert (facts(drafted)["kind"], facts(drafted)["index"]) == ("inspection", 7)


@pytest.mark.parametrize(
    ("kind", "said", "status"),
    [
        ("inspection", "{", 4),
        ("inspection", '{"signers":[],"document":{"unit":"x"}}', 4),
        ("inspection", '{"signers":[],"document":{"device_seq":0}}', 4),
        ("anchor", '{"signers":[],"document":{"note":"bm90ZQ=="},"lines":[{"box":"x"}]}', 4),
        ("blockchain", '{"signers":[]}', 5),
    ],
)
def test_json_that_is_no_paper_is_refused(office: Office, kind: str, said: str, status: int) -> None:
    laptop = office.laptop(DEWI)

    refused = laptop("paper", "draft", kind, "--confirm", "yes", input=said)

    assert (refused.status, office.size) == (status, 7)


def test_an_indonesian_is_told_in_indonesian_where_json_is_no_paper(office: Office) -> None:
    draft = '{"signers":[],"document":{"unit":"x"},"lines":[{"box":"35.79.02.2009/004/DPD","state":5}]}'

    refused = office.laptop(DEWI)("--lang", "id", "paper", "draft", "inspection", "--confirm", "yes", input=draft)

    assert refused.err.splitlines()[0].endswith("pada $.state ada int, bukan str.")


def test_recording_twice_says_already_there(office: Office) -> None:
    laptop, data = office.laptop(ANI), bytes(released(office))

    first = laptop("paper", "record", "-", "--json", input=data)
    again = laptop("paper", "record", "-", "--json", input=data)

    assert [facts(run)["papers"][0]["already"] for run in (first, again)] == [False, True]
    assert (again.status, facts(again)["papers"][0]["index"], office.size) == (0, 7, 8)


def test_a_file_of_many_papers_is_recorded_whatever_one_of_them_lacks(office: Office) -> None:
    good, contested = released(office), released(office, BOXES[1], PPK, by=BUDI)
    draft = office.ledger.draft("release", {ANI: "releases"}, good.lines, unit=KPPS, to=PPK)
    file = office.folder / "papers"
    file.write_bytes(b"".join(map(bytes, (contested, draft, good))))

    recorded = office.laptop(ANI)("paper", "record", str(file), "--json")

    assert [paper["index"] for paper in facts(recorded)["papers"]] == [7, None, 8]
    assert (recorded.status, {one["code"] for one in recorded.json["findings"]}) == (4, {"LINE-not-held", "EN-008"})


def test_one_refused_paper_is_refused(office: Office) -> None:
    paper = released(office, by=DEWI)

    refused = office.laptop(ANI)("paper", "record", "-", input=bytes(paper))

    assert (refused.status, office.size) == (12, 7)


def test_a_contested_paper_is_recorded_and_said_to_be(office: Office) -> None:
    recorded = office.laptop(ANI)("paper", "record", "-", "--json", input=bytes(released(office, to=PPK, by=BUDI)))

    assert (recorded.status, recorded.json["findings"][0]["box"]) == (9, DPD)
    assert facts(recorded)["papers"][0]["contested"] == 1


def test_a_paper_changed_by_one_byte_is_not_recorded(office: Office) -> None:
    data = bytes(released(office)).replace(b'"on":2', b'"on":3')

    refused = office.laptop(ANI)("paper", "record", "-", input=data)

    assert (refused.status, "PA-006" in refused.err, office.size) == (4, True, 7)


def test_a_dry_run_of_recording_records_nothing(office: Office) -> None:
    before = office.path.read_bytes()

    tried = office.laptop(ANI)("paper", "record", "-", "--dry-run", "--json", input=bytes(released(office)))

    assert facts(tried)["papers"][0]["dry_run"]
    assert office.path.read_bytes() == before


def test_a_dry_run_of_recording_foresees_what_is_contested_and_flagged(office: Office) -> None:
    laptop = office.laptop(BUDI)
    office.ledger.at = "2030-01-05T08:00:00+07:00"
    data = bytes(released(office, BOXES[1], PPK, by=BUDI))

    tried = laptop("paper", "record", "-", "--dry-run", "--json", input=data)
    done = laptop("paper", "record", "-", "--json", input=data)

    foreseen, recorded = (facts(run)["papers"][0] for run in (tried, done))
    assert (tried.status, done.status) == (9, 9)
    assert (foreseen["contested"], foreseen["flags"]) == (recorded["contested"], recorded["flags"])
    assert recorded["flags"]


def test_a_paper_is_shown_by_file_index_or_digest(office: Office) -> None:
    laptop, paper = office.laptop(ANI), released(office)
    file = office.folder / "release.paper"
    file.write_bytes(bytes(paper))
    laptop("paper", "record", str(file))

    shown = [facts(laptop("paper", "show", name, "--json")) for name in (str(file), "7", paper.digest[:12])]

    assert shown[0] == shown[1] == shown[2]
    assert (shown[0]["index"], shown[0]["signers"][0]["signed"]) == (7, True)
    assert laptop("paper", "show", "99").status == 5


def test_each_signer_adds_his_signature_where_the_file_lies(office: Office) -> None:
    lines = [office.ledger.accepted(DPD, office.ledger.last())]
    draft = office.ledger.draft("handover", {ANI: "releases", BUDI: "receives"}, lines, unit=KPPS, to=PPS)
    file = office.folder / "handover.paper"
    file.write_bytes(bytes(draft))
    before = papers.read(file.read_bytes()).digest

    office.laptop(BUDI, online=False)("paper", "sign", str(file), "--confirm", "1")
    signed = office.laptop(ANI)("paper", "sign", str(file), *ONE)

    assert facts(signed)["papers"][0]["digest"] == before
    assert len(papers.read(file.read_bytes()).envelope.signatures) == 2
    assert facts(signed)["papers"][0]["index"] == 7


def test_nobody_signs_for_another(office: Office) -> None:
    file = office.folder / "release.paper"
    draft = papers.draft(released(office).document, released(office).lines)
    file.write_bytes(bytes(draft))
    before = file.read_bytes()

    refused = office.laptop(BUDI)("paper", "sign", str(file), "--confirm", "1")

    assert (refused.status, "CO-072" in refused.err) == (7, True)
    assert file.read_bytes() == before


def test_what_waits_is_recorded_without_naming_it(office: Office) -> None:
    laptop = office.laptop(ANI, catalogue=True)
    laptop("release", DPD, *SEEN, "--to", PPS, "--confirm", "1", "--offline")
    waiting = len(laptop.unsent)

    recorded = laptop("paper", "record", "--json")
    nothing = laptop("paper", "record", "--json")

    assert (waiting, len(laptop.unsent)) == (1, 0)
    assert (len(facts(recorded)["papers"]), facts(nothing)["papers"]) == (1, [])
