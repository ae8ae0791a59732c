"""What the page rests on is named on it: papers, inputs, what was compared. What it counts can be counted again."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.commands.cli import Result
from tests.reporting.conftest import Report
from tests.reporting.reading import Page

pytestmark = pytest.mark.slow

JUNREJO = "35.79.03"
MIDNIGHT = ("--as-of", "2029-02-15T00:00")
SEVERITIES = ("high", "medium", "low")
_PAPERS = {
    "breaks": ("papers", "answers", "settled_by"),
    "not-in-time": ("last_paper", "closed_by"),
    "unseen": ("index", "signed_later_by"),
    "findings": ("index", "answers"),
    "lacking": ("followed_by",),
}
"""The columns of tables in which papers stand by their index."""

Tables = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def tables(run: Callable[..., Result], tmp_path_factory: pytest.TempPathFactory) -> Tables:
    file = tmp_path_factory.mktemp("tables") / "tables.zip"
    run("report", "--csv", str(file))
    with ZipFile(file) as archive:
        return {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
        }


@pytest.mark.parametrize("words", [(), ("--annex",), (JUNREJO, *MIDNIGHT), ("--as-of", "150")])
def test_every_paper_that_is_named_anywhere_stands_in_the_list_of_papers(
    report: Report, words: tuple[str, ...]
) -> None:
    page = report(*words)
    listed = {row.split()[0] for row in page.rows["papers"][1:]}

    named = set(re.findall(r"\bentry (\d+)", " ".join(page.under.values())))
    chained = {row.split()[0] for row in page.rows.get("annex", []) if row.split()[0].isdecimal()}
    linked = {target.removeprefix("#p") for target in page.values("a", "href") if re.match(r"#p\d", target)}

    assert named
    assert named | linked | chained == listed
    assert bool(chained) == ("--annex" in words)


def test_what_settled_answered_or_closed_something_is_a_paper_of_the_list(
    report: Report, breaks: list[dict[str, Any]]
) -> None:
    changed = [one for one in breaks if one["code"] in {"IR-01", "IR-11"} and one["settled"]]
    page = report()

    assert changed
    for one in changed:
        assert any(row.endswith(f"kotak paper show {one['settled']['index']}") for row in page.rows["papers"])


def test_every_paper_a_table_names_stands_in_the_table_of_papers(tables: Tables) -> None:
    listed = {row["index"] for row in tables["papers"]}

    named = {
        each.split()[0]
        for table, columns in _PAPERS.items()
        for row in tables[table]
        for column in columns
        for each in row[column].split("; ")
        if each
    }

    assert {row["settled_by"] for row in tables["breaks"]} & named
    assert named == listed


def test_only_what_was_late_or_did_not_come_is_not_in_time(
    tables: Tables, run: Callable[..., Result], report: Report
) -> None:
    """Boxes on a road they may still be on are counted, and named nowhere as not back."""
    cells = run("coverage", "--as-of", "2029-02-26T00:00", "--json").json["data"]["cells"]
    moving = {box for cell in cells if cell["state"] == "in-transit" for box in cell["boxes"]}

    page = report("--as-of", "2029-02-26T00:00")

    assert moving
    assert "ON THE WAY" not in page.html
    assert not [row for row in page.rows["back"] if row.startswith(" PPK → KPU")]
    assert {row["state"] for row in tables["not-in-time"]} == {"late", "missing"}
    assert "open breaks / boxes late or not come" in page.html


def test_the_boxes_to_open_first_follow_from_the_tables_by_the_rule_on_the_page(
    tables: Tables, run: Callable[..., Result], report: Report, tmp_path: Path
) -> None:
    open_ = [row for row in tables["breaks"] if not row["settled_by"] and row["boxes"]]
    of = {row["box"]: [one for one in open_ if row["box"] in one["boxes"].split("; ")] for row in tables["boxes"]}
    lost = {box for box, found in of.items() if any(one["code"] == "IR-13" for one in found)}

    def rank(row: dict[str, str]) -> tuple[Any, ...]:
        counted = Counter(one["severity"] for one in of[row["box"]])
        return *(-counted[severity] for severity in SEVERITIES), -int(row["weak_links"]), row["box"]

    groups: dict[tuple[int, ...], str] = {}
    for row in sorted((row for row in tables["boxes"] if not row["cannot_be_opened"]), key=rank):
        groups.setdefault(tuple(map(id, of[row["box"]])), row["box"])
    said = run("report", "--html", str(tmp_path / "r"), "--json").json["data"]

    assert said["first"] == list(groups.values())[:5]
    assert lost
    assert not lost & set(said["first"])
    assert lost <= {row["box"] for row in tables["boxes"] if row["cannot_be_opened"] == "lost"}
    assert [row for row in tables["boxes"] if row["told_with"] != row["box"]]
    assert all(f"kotak chain {box}" in report().under["first"] for box in said["first"] + said["sought"][:5])


def test_a_box_stands_for_those_of_which_the_same_is_open(report: Report, tables: Tables) -> None:
    page = report("--tps", "35.79.01.1001/005")
    everything = report()

    assert re.search(r"The same is open of \d+ other boxes: if this one does not agree, open those too\.", page.html)
    assert "Boxes to look for" not in page.under["first"]
    assert "Boxes to look for before they can be opened" in everything.under["first"]
    assert {row["cannot_be_opened"] for row in tables["boxes"]} == {"", "lost", "refused", "waits"}


def test_hand_overs_without_a_reason_are_the_breaks_of_that_code(
    report: Report, breaks: list[dict[str, Any]], tables: Tables
) -> None:
    silent = {str(one["papers"][-1]["index"]) for one in breaks if one["code"] == "IR-15" and one["case"] == "witness"}
    rows = [row for row in tables["unseen"] if not row["signed_later_by"]]

    page = report()

    assert {row["index"] for row in rows if not row["reasons"]} == silent
    assert {row["index"] for row in rows if row["wanted"] == "true"} == silent
    assert f"it is a break (IR-15): {len(silent)} of these." in page.under["unseen"]
    assert f"no reason is given: {len(silent)}" in page.under["summary"]
    named = " / ".join(row["index"] for row in rows)
    said = page.under["summary"].replace(" / ", "/").replace("/ ", "/").replace(" /", "/")
    assert f"(entry {named.replace(' / ', '/')} )" in said


def test_hand_overs_that_were_signed_later_are_told_with_the_paper_and_when(report: Report, tables: Tables) -> None:
    (row,) = (row for row in tables["unseen"] if row["signed_later_by"])

    page = report()

    told = page.row("later", f"entry {row['index']} ", f"entry {row['signed_later_by']} ")
    assert "Attestation, 15 Feb 2029" in told
    assert "PTPS" in told
    handed, signed = row["index"], row["signed_later_by"]
    said = f"1 more (entry {handed} ) was signed by a supervisor only later (entry {signed} )."
    assert said in page.under["summary"]


def test_a_release_with_a_stolen_key_handed_nothing_over(tables: Tables, breaks: list[dict[str, Any]]) -> None:
    (revoked,) = (one for one in breaks if one["code"] == "LINE-revoked")

    assert str(revoked["papers"][-1]["index"]) not in {row["index"] for row in tables["unseen"]}


def test_it_says_which_kinds_of_paper_are_witnessed_badly(report: Report, tables: Tables) -> None:
    (row,) = (row for row in tables["grades"] if row["grade"] == "D")
    kinds = dict(each.rsplit(" ", 1) for each in row["kinds"].split("; "))

    told = report().under["witnessed"]

    assert sum(map(int, kinds.values())) == int(row["papers"])
    assert f"Papers of grade D: Deposit of boxes: {kinds['deposit']};" in told
    assert "A deposit changes who keeps a box" in told
    beside = f"Not counted there: {kinds['deposit']} deposits have no witness either (grade D)"
    assert beside in report("--summary").under["summary"]


def test_who_had_a_late_box_at_the_deadline_is_told_beside_who_has_it_now(report: Report, tables: Tables) -> None:
    boxes = f"{JUNREJO}.1001/002/PPWP"
    late = next(row for row in tables["not-in-time"] if row["boxes"] == boxes and row["leg"] == "kpps-pps")

    page = report()

    assert (late["had_at_deadline"], late["has_now"]) == (f"kpps/{JUNREJO}.1001/002", "kpu/35.79")
    assert "unit" not in late
    for leg in ("KPPS → PPS", "PPS → PPK"):
        told = page.row("back", leg, "(35.79.03.1001/002): PPWP")
        assert "had it when the time ran out has it now" in page.under["back"]
        assert re.search(r"KPPS TPS 002 Dadaprejo kpps/35\.79\.03\.1001/002 .*KPU Batu entry", told)
        came = "They came to PPS Dadaprejo only 15 Feb 2029 00:50 WIB, after the deadline."
        assert (came in told) == (leg == "PPS → PPK")


def test_the_summary_says_of_how_many_arrivals_the_time_is_proved(report: Report, run: Callable[..., Result]) -> None:
    rows = run("coverage", "--json").json["data"]["rows"]
    home = [row for row in rows if row["leg"] == "pps-ppk"]
    there, proved, late = (sum(row[name] for row in rows) for name in ("there", "proved", "late"))
    own = {name: sum(row[name] for row in home) for name in ("there", "proved")}

    said = report("--summary").under["summary"]

    first = f"PPS → PPK: of {own['there']} boxes that came in time by the papers only {own['proved']} are proved"
    every = f"On all legs: of {there} in time by the papers {proved} are proved; of {there - proved} only"
    assert said.index(first) < said.index(every)
    assert re.search(rf"Of {late} late by the papers \d+ are proved to have been late\.", said)


def test_it_says_whether_its_tables_were_compared_and_how_to_do_it_again(report: Report) -> None:
    without, compared = report(), report("--projections", "--holding", "papers")

    assert "These tables were not compared with the papers" in without.under["summary"]
    assert "kotak verify --trust FILE LEDGER " in without.under["verdict"] + " "
    assert "These tables were compared with the papers and agree." in compared.under["summary"]
    assert "kotak verify --trust FILE LEDGER --projections --holding FOLDER" in compared.under["verdict"]


def test_it_names_the_folder_of_kept_papers_and_counts_what_lies_in_it(
    report: Report, batu: Path, tmp_path: Path
) -> None:
    papers = sorted((batu / "papers").iterdir())
    for paper in papers[:3]:
        (tmp_path / paper.name).write_bytes(paper.read_bytes())
    (tmp_path / "checkpoints").write_bytes((batu / "checkpoints").read_bytes())
    (tmp_path / "notes.txt").write_text("Monday")

    own, mixed = report("--holding", "papers"), report("--holding", str(tmp_path))

    assert (
        f"folder papers, files: {len(papers)}; in them papers: {len(papers)}; checkpoints: 0; receipts: 0" in own.html
    )
    counted = re.search(r"folder \S+, files: 5; in them papers: 3; checkpoints: (\d+); receipts: 0", mixed.html)
    assert counted
    assert int(counted[1]) > 1
    assert str(tmp_path.parent) not in mixed.html


def test_asked_as_at_an_earlier_entry_it_says_that_what_was_checked_is_the_whole_ledger(report: Report) -> None:
    now, then = report(), report("--as-of", "0")

    told = {
        "summary": "These are those of the whole ledger, and the answers below as at the moment named above.",
        "verdict": "Checked, and counted here, is the whole ledger, with what came after the moment named above.",
    }
    for heading, said in told.items():
        assert said in then.under[heading]
        assert said not in now.under[heading]


def test_a_folder_without_papers_is_told_as_papers_that_were_not_looked_for(
    report: Report, run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("Monday")

    page = report("--holding", str(tmp_path))
    ran = run("report", "--holding", str(tmp_path), "--html", str(tmp_path / "report.html"))

    for heading in ("summary", "verdict", "lacking"):
        assert "lies none that could be compared. " in page.under[heading]
    assert "files: 1; in them papers: 0" in page.under["lacking"]
    assert "are in this ledger" not in page.html
    assert "files: 1; in them papers: 0" in ran.err


def test_papers_of_the_reader_that_are_all_here_are_counted(report: Report, batu: Path, tmp_path: Path) -> None:
    for paper in sorted((batu / "papers").iterdir())[:3]:
        (tmp_path / paper.name).write_bytes(paper.read_bytes())

    page = report("--holding", str(tmp_path))

    for heading in ("summary", "lacking"):
        assert "All 3 papers found in the folder you named are in this ledger." in page.under[heading]


@pytest.mark.parametrize(
    ("spoken", "told"),
    [
        (
            "en",
            {
                "summary": "These are those of the whole ledger, and the answers below about Batu (35.79.01).",
                "verdict": "Checked, and counted here, is the whole ledger and not Batu (35.79.01) alone.",
                "goods": "Seals are those of the whole ledger, not of Batu (35.79.01) alone.",
            },
        ),
        (
            "id",
            {
                "summary": "Angka ini dari seluruh buku; jawaban di bawah tentang Batu (35.79.01).",
                "verdict": "Yang diperiksa dan dihitung di sini ialah seluruh buku, bukan Batu (35.79.01) saja.",
                "goods": "Yang dihitung ialah segel seluruh buku, bukan Batu (35.79.01) saja.",
            },
        ),
    ],
)
def test_numbers_of_the_whole_ledger_say_so_in_a_report_about_an_area(
    run: Callable[..., Result], tmp_path: Path, spoken: str, told: dict[str, str]
) -> None:
    file = tmp_path / "report.html"

    run("--lang", spoken, "report", "35.79.01", "--html", str(file))

    page = Page(file.read_bytes())
    assert all(said in page.under[heading] for heading, said in told.items())
    gaps = {"en": "In the whole ledger: 1 number of a device", "id": "Dalam seluruh buku: 1 nomor"}
    assert gaps[spoken] in page.under["lacking"]
