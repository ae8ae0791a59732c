"""`kotak finding list` and `kotak finding form`: what an auditor asks of findings."""

import hashlib
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from ledger.domain.custody import Effects
from ledger.domain.documents.base import Cited, File
from ledger.log import policy
from ledger.persistence.journal import open_journal
from projections import looking
from projections.findings import findings
from projections.moment import as_at
from tests.commands.evidence import Kotak, speaking
from tests.commands.witnessed import FOUND, HANDED, lay_out_witnessed
from tests.harness import (
    ANI,
    BOXES,
    BUDI,
    CITRA,
    DEWI,
    DPD,
    KPPS,
    KPU,
    PPK,
    PPS,
    PTPS,
    SAKSI,
    SALIM,
    TestLedger,
)
from tests.ledger.dishonest import LOG, ORIGIN
from tests.ledger.domain.custody import stories
from tests.projections.story import lay_out, record_all, recorded

WORDS = "segel atas sobek <script>alert(1)</script>\x1b[2J\u202e & lainnya"
TAGS = frozenset(
    ("html", "meta", "title", "style", "h1", "h2", "p", "br", "wbr", "table", "thead", "tbody", "tr", "th", "td")
)


def _raise(ledger: TestLedger, by: str, *boxes: str, sort: str = "supervision", **members: Any) -> Effects:
    said = {"unit": by.partition("#")[0], "sort": sort, "code": "IR-01", "place": f"{KPPS}/1", **members}
    return ledger.put("finding", {by: "reports"}, [Cited(box=box) for box in boxes], **said)


def _answer(ledger: TestLedger, of: str, by: str, does: str) -> Effects:
    return ledger.put("answer", {by: "reports"}, unit=by.partition("#")[0], of=of, does=does)


@pytest.fixture
def told(ledger: TestLedger) -> TestLedger:
    """One finding that was closed, two that are open; of them Ani's is older."""
    ledger.at = "2029-02-14T18:00:00+07:00"
    closed = _raise(ledger, DEWI, DPD)
    ledger.at = "2029-02-15T08:00:00+07:00"
    _raise(ledger, ANI, *BOXES[1:3], sort="event", code="IR-13")
    disputed = _raise(ledger, DEWI, DPD)
    _answer(ledger, disputed.digest, BUDI, "disputes")
    _answer(ledger, disputed.digest, DEWI, "explains")
    _answer(ledger, closed.digest, DEWI, "closes")
    ledger.at = "2029-02-20T12:00:00+07:00"
    _raise(ledger, SALIM, sort="objection", code="too-few-witnesses", place="?", unit=SAKSI)
    return ledger


@pytest.fixture
def kotak(
    told: TestLedger, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Kotak:
    return _speaking_of(told, tmp_path, capfd, monkeypatch)


def _speaking_of(
    ledger: TestLedger, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Kotak:
    lay_out(folder / "ledger.db", ledger)
    (folder / "trust.txt").write_text(policy.trust_text(ORIGIN, ledger.name, LOG.public))
    return speaking(folder, capfd, monkeypatch)


def test_open_findings_come_first_with_the_answers_of_both_sides(kotak: Kotak) -> None:
    data = kotak("finding", "list", "--as-of", "2029-02-20T12:00").json["data"]

    assert [(one["index"], one["open"], one["days"]) for one in data["findings"]] == [
        (8, True, 5),
        (9, True, 5),
        (13, True, 0),
        (7, False, 5),
    ]
    assert (data["open"], data["closed"]) == (3, 1)
    assert [(a["side"], a["does"]) for a in data["findings"][1]["answers"]] == [
        ("custody", "disputes"),
        ("supervision", "explains"),
    ]


def test_each_finding_says_who_may_close_it(kotak: Kotak) -> None:
    found = {one["index"]: one["may_close"] for one in kotak("finding", "list").json["data"]["findings"]}

    assert found[8] == [KPPS, PPS, PPK, KPU]
    assert found[9] == [PTPS, "bawaslu/35.79"]
    assert found[13] == [SAKSI]
    assert all(one["ruling_may_close"] for one in kotak("finding", "list").json["data"]["findings"])


@pytest.mark.parametrize(
    ("words", "indexes"),
    [
        (("--open",), [8, 9, 13]),
        (("35.79.02.2009/004",), [8, 9, 7]),
        (("35.79",), [8, 9, 13, 7]),
        (("--code", "IR-13"), [8]),
        (("--code", "ir-13"), [8]),
        (("--code", "IR-02"), []),
        (("--code", "too-few-witnesses"), [13]),
        (("--sort", "objection"), [13]),
        (("--unit", KPPS), [8, 9]),
        (("--days", "6", "--as-of", "2029-02-21T12:00"), [8, 9, 7]),
        (("--as-of", "9"), [7, 8, 9]),
        (("--as-of", "11", "--open"), [7, 8, 9]),
        (("--as-of", "2029-02-14T20:00"), [7]),
    ],
)
def test_findings_are_narrowed_by_area_and_moment(kotak: Kotak, words: tuple[str, ...], indexes: list[int]) -> None:
    assert [one["index"] for one in kotak("finding", "list", *words).json["data"]["findings"]] == indexes


def test_a_code_that_is_none_is_refused_and_not_counted(kotak: Kotak) -> None:
    refused = kotak("finding", "list", "--code", "IR-99")

    assert (refused.status, refused.codes) == (5, ["XP-018"])


def test_a_word_that_is_no_number_of_an_entry_is_told_so(kotak: Kotak) -> None:
    refused = kotak("finding", "form", "abc")

    assert (refused.status, refused.codes) == (2, ["CL-001"])
    assert refused.json["findings"][0]["message"].endswith("abc is not a whole number.")


def test_a_person_sees_each_side_and_that_one_is_silent(kotak: Kotak) -> None:
    lines = kotak("finding", "list", "--as-of", "2029-02-20T12:00", json=False).out.splitlines()

    at = next(n for n, line in enumerate(lines) if line.startswith("9  result of supervision, IR-01, open for 5 days"))
    assert lines[at + 3].startswith(f"    the commission: 10 disputes ({PPS})")
    assert lines[at + 4].startswith(f"    supervision: 11 explains ({PTPS})")
    assert lines[at + 5] == f"    to answer: {KPPS}"
    assert lines[at + 6] == f"    may close it: {PTPS}, bawaslu/35.79, or a ruling"
    assert "    the commission: no answer" in lines


def test_a_box_reported_lost_that_was_seen_since_is_told_so_while_its_finding_stays_open(
    told: TestLedger, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = told.hand_over(BOXES[1], by=ANI, to=BUDI)
    kotak = _speaking_of(told, tmp_path, capfd, monkeypatch)

    data = kotak("finding", "list").json["data"]["findings"]
    lines = kotak("finding", "list", json=False).out.splitlines()
    form = kotak("finding", "form", 8).json["data"]["text"]

    again = {"boxes": [BOXES[1]], "index": seen.index, "at": told.at}
    assert [(one["index"], one["open"], one["seen_again"]) for one in data if one["seen_again"]] == [(8, True, [again])]
    assert [line for line in lines if "seen again" in line] == [
        f"    seen again: 35.79.02.2009/004  DPR (entry {seen.index}, 20 Feb 2029 12:00 WIB)"
    ]
    assert f"(entry {seen.index}, 20 Feb 2029 12:00 WIB)" in form


def test_an_answer_that_came_before_its_finding_is_told_with_it(told: TestLedger, tmp_path: Path) -> None:
    members = {"unit": PTPS, "sort": "supervision", "code": "IR-01", "place": f"{KPPS}/1"}
    raised = told.write("finding", {DEWI: "reports"}, [Cited(box=DPD)], **members)
    _answer(told, raised.digest, BUDI, "explains")
    told.record(raised)

    with recorded(tmp_path / "ledger.db", told) as journal, looking.look(journal) as view:
        found = findings(view, as_at(view, index=None, time=None, clock=told.at))

    assert [answer.index for one in found if one.digest == raised.digest for answer in one.answers] == [14]


class _Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.said = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.fixture
def spoken(told: TestLedger, home: Path) -> int:
    """A finding with words beside it that somebody wrote to do harm; its index."""
    data = b"s" * 32 + WORDS.encode()
    file = File(what="words", bytes=len(WORDS.encode()), hash=hashlib.sha256(data).hexdigest())
    told.hand_over(DPD, by=ANI, to=BUDI)
    _raise(told, DEWI, DPD, files=(file,), refs=stories.LETTER)
    (home / "files").mkdir()
    (home / "files" / file.hash).write_bytes(data)
    return len(told.papers) - 1


def test_a_form_gathers_what_the_ledger_knows_and_says_that_it_is_not_the_form(spoken: int, kotak: Kotak) -> None:
    text = kotak("finding", "form", spoken).json["data"]["text"]

    assert (
        text.splitlines()[2]
        == "This is material, and not Form A: it is no form of Bawaslu and takes the place of none."
    )
    for part in ("THE FINDING", "WORDS BESIDE IT", "THE BOXES AS THEY STAND NOW", f"PAPERS ABOUT {DPD}", "ANSWERS"):
        assert part in text
    assert "custodian: pps/35.79.02.2009" in text
    assert "letter 547/PY.01.1" in text
    assert f"kotak paper show {spoken}" in text


@pytest.mark.parametrize("form", ["--text", "--html"])
def test_hostile_words_are_harmless_in_it(spoken: int, kotak: Kotak, tmp_path: Path, form: str) -> None:
    kotak("finding", "form", spoken, form, "-o", tmp_path / "form")

    text = (tmp_path / "form").read_text()
    page = _Page(text)
    assert "segel atas sobek" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    if form == "--html":
        assert page.tags <= TAGS
        assert "<script>alert(1)</script>" in page.said


def test_words_that_are_not_here_or_are_others_are_not_shown(spoken: int, kotak: Kotak, home: Path) -> None:
    (kept,) = (home / "files").iterdir()
    kept.write_bytes(b"s" * 32 + b"something else")

    changed = kotak("finding", "form", spoken).json["data"]["text"]
    kept.unlink()
    gone = kotak("finding", "form", spoken).json["data"]["text"]

    assert "something else" not in changed
    assert "They are not on this machine" in changed
    assert changed == gone


def test_a_form_tells_what_else_does_not_agree_about_the_boxes(spoken: int, kotak: Kotak) -> None:
    text = kotak("finding", "form", spoken).json["data"]["text"]

    assert "WHAT DOES NOT AGREE ABOUT THESE BOXES" in text
    assert "code: IR-01; severity: high" in text


def test_a_form_gives_each_paper_the_grade_that_its_chain_gives(
    ledger: TestLedger, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out_witnessed(ledger, tmp_path)
    kotak = speaking(tmp_path, capfd, monkeypatch)
    chain = kotak("chain", DPD).json["data"]["links"]

    said = kotak("finding", "form", FOUND).json["data"]["text"].splitlines()

    told = {one["index"]: next(line for line in said if line.startswith(f"- entry: {one['index']};")) for one in chain}
    assert [one["index"] for one in chain if one["grade"] == "A"] == [HANDED]
    assert all(f"grade: {one['grade']};" in told[one["index"]] for one in chain)


def test_a_form_tells_in_words_which_papers_took_no_effect(told: TestLedger, tmp_path: Path, kotak: Kotak) -> None:
    lines = [told.accepted(DPD, told.last(DPD))]
    told.hand_over(DPD, by=ANI, to=BUDI)
    told.put("handover", {ANI: "releases", CITRA: "receives"}, lines, unit=KPPS, to=PPK, place=f"{PPK}/1")
    _raise(told, DEWI, DPD)
    with open_journal(tmp_path / "ledger.db") as journal:
        record_all(journal, told)

    text = kotak("finding", "form", len(told.papers) - 1, "--lang", "id").json["data"]["text"]

    assert "Serah terima kotak. TIDAK SESUAI, tidak berlaku." in text
    assert "contested" not in text
    assert "foreign" not in text


def test_among_all_breaks_the_findings_of_json_are_the_open_ones(kotak: Kotak) -> None:
    """As the help of `--all` and docs/auditing.md say."""
    some, every = kotak("breaks").json, kotak("breaks", "--all").json

    settled = [one for one in every["data"]["breaks"] if one["settled"]]
    assert len(settled) == every["data"]["settled"] > 0
    assert every["findings"] == some["findings"] != []


def test_a_finding_without_boxes_has_its_form_too(kotak: Kotak) -> None:
    said = kotak("finding", "form", 13, "-o", "-", json=False)

    assert "too-few-witnesses" in said.out
    assert "PAPERS ABOUT" not in said.out


def test_only_findings_have_a_form(kotak: Kotak) -> None:
    refused = kotak("finding", "form", 6)

    assert (refused.status, refused.codes) == (5, ["XP-010"])


def test_no_person_is_named_in_it(spoken: int, kotak: Kotak, tmp_path: Path) -> None:
    kept = {DEWI: {"commitment": "00" * 32, "name": "Dewi Lestari", "salt": "00" * 32}}
    (tmp_path / "ledger.names.json").write_text(json.dumps({"names": kept}))

    text = kotak("finding", "form", spoken).json["data"]["text"]

    assert f"{DEWI} (the one who reports)" in text
    assert "Lestari" not in text


def test_an_area_of_which_nothing_was_ever_heard_is_no_area_without_findings(kotak: Kotak) -> None:
    said = kotak("finding", "list", "35.79.03", json=False)

    assert (said.status, said.out) == (5, "")
    assert "Nothing was ever heard of 35.79.03 here" in said.err


def test_an_overview_says_by_area_how_old_the_oldest_is_and_whose_turn_it_is(kotak: Kotak) -> None:
    data = kotak("finding", "list", "--as-of", "2029-02-20T12:00").json["data"]

    assert data["overview"] == [
        {"area": "35.79", "open": 1, "oldest_days": 0, "to_answer": [KPU]},
        {"area": "35.79.02", "open": 2, "oldest_days": 5, "to_answer": [KPPS]},
    ]


def test_the_turn_goes_from_who_answered_for_the_boxes_to_who_raised_it_and_back(
    told: TestLedger, tmp_path: Path
) -> None:
    raised = _raise(told, DEWI, DPD)
    turns = []
    with open_journal(tmp_path / "turns.db", create=True) as journal:
        for by, does in ((None, ""), (ANI, "explains"), (DEWI, "disputes"), (DEWI, "closes")):
            if by:
                _answer(told, raised.digest, by, does)
            record_all(journal, told)
            with looking.look(journal) as view:
                found = findings(view, as_at(view, index=None, time=None, clock=told.at))
                turns += [one.to_answer for one in found if one.digest == raised.digest]

    assert turns == [(KPPS,), (PTPS,), (KPPS,), ()]
