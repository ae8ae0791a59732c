"""What an auditor who has never seen the program answers from the page alone, held against what the desk says."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from commands.looking.sums import BOXES, STORES
from ledger import paper
from ledger.domain.documents.base import BoxLine
from tests.commands.cli import Result, kotak
from tests.reporting.conftest import Report
from tests.reporting.reading import Page

pytestmark = pytest.mark.slow

JUNREJO = "35.79.03"
MIDNIGHT = ("--as-of", "2029-02-15T00:00")


def test_it_says_whether_the_ledger_is_whole_and_what_was_not_checked(report: Report) -> None:
    page = report()

    assert "This copy of the ledger is whole: everything that was checked agrees." in page.under["verdict"]
    assert "SHA-256" in page.under["verdict"]
    assert "cosigned by" in page.under["verdict"]
    assert len([row for row in page.rows["verdict"] if "agrees" in row]) == 9
    assert "is what they say" in page.row("verdict", "read models not compared")
    (unchecked,) = re.findall(r"Not checked (.*?) Check it yourself", page.under["verdict"])
    assert "The verdict rests on the papers. The lists below rest on read models" in unchecked
    assert "step 3:" not in unchecked
    assert "No papers that an auditor kept were looked for." in page.html
    assert "SIMULASI" in page.under[""]


def test_it_says_which_boxes_of_junrejo_were_not_back_by_midnight_and_who_answers(
    report: Report, run: Callable[..., Result]
) -> None:
    cells = run("coverage", JUNREJO, *MIDNIGHT, "--json").json["data"]["cells"]
    away = [cell for cell in cells if cell["leg"] in {"kpps-pps", "pps-ppk"} and cell["state"] != "pending"]

    rows = report(JUNREJO, *MIDNIGHT).rows["back"][1:]

    assert len(rows) == len(away) > 0
    for cell in away:
        station, village = cell["boxes"][0].rpartition("/")[0], cell["unit"].partition("/")[2].partition("/")[0]
        assert any(station in row and village in row for row in rows)
        assert all(any(box.rpartition("/")[2] in row for row in rows if station in row) for box in cell["boxes"])


def test_a_box_that_came_after_midnight_is_late_in_the_end(report: Report) -> None:
    row = report(JUNREJO).row("back", "KPPS → PPS", "(35.79.03.1001/002): PPWP")

    assert "LATE: due 14 Feb 2029 23:59 WIB, accepted 15 Feb 2029" in row
    assert "KPPS TPS 002 Dadaprejo kpps/35.79.03.1001/002 KPU Batu" in row


def test_where_everything_was_back_it_says_so(report: Report) -> None:
    page = report("--tps", "35.79.01.1001/004")

    assert "On every leg home all boxes that were due were there in time." in page.under["back"]


def test_it_names_both_papers_between_which_seals_changed(report: Report, breaks: list[dict[str, Any]]) -> None:
    changed = [one for one in breaks if one["code"] in {"IR-01", "IR-11"} and one["case"] == "seals"]

    page = report()

    assert changed
    for one in changed:
        before, after = one["papers"]
        row = page.row("seals", f"entry {before['index']} ", f"entry {after['index']} ", "Seals stated last")
        assert one["boxes"][0].rpartition("/")[0] in row
        assert row.count("signed:") == 2
        assert page.row("papers", before["digest"], f"kotak paper show {before['index']}")
        assert page.row("papers", after["digest"], f"kotak paper show {after['index']}")


def test_it_lists_hand_overs_that_no_supervisor_signed_with_the_reason_or_that_there_is_none(
    report: Report, breaks: list[dict[str, Any]]
) -> None:
    (silent,) = (one for one in breaks if one["code"] == "IR-15" and one["case"] == "witness")
    rows = report().rows["unseen"][1:]

    assert [row for row in rows if f"entry {silent['papers'][-1]['index']} " in row and "no reason is given" in row]
    assert [row for row in rows if "was absent: ill" in row or "was absent: late" in row]


def test_it_says_which_numbers_of_devices_are_missing(report: Report, breaks: list[dict[str, Any]]) -> None:
    (gap,) = (one for one in breaks if one["code"] == "device-gap")

    row = report().row("lacking", *(f"entry {paper['index']} " for paper in gap["papers"]))
    assert f" number {gap['facts']['expected']}. " in row


def test_it_says_which_papers_of_the_auditor_the_copy_lacks(run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "report.html"

    ran = run("report", "--holding", "papers", "--html", str(file), "--json")

    assert ran.status == 3
    assert [found["code"] for found in ran.json["findings"]] == ["VE-082"]
    page = Page(file.read_bytes())
    assert "withheld-handover.paper is signed by officers of this ledger, and is not recorded" in page.html
    (withheld,) = (row for row in page.rows["lacking"] if "kotak paper show withheld-handover.paper" in row)
    assert "Hand-over of boxes, 13 Feb 2029" in withheld
    assert "the one who receives" in withheld


def test_it_says_which_papers_are_lacking_that_nobody_kept(report: Report, batu: Path) -> None:
    lacked = paper.read((batu / "papers" / "withheld-handover.paper").read_bytes())

    page = report()

    (row,) = (row for row in page.rows["lacking"] if "directly or behind others" in row)
    assert lacked.digest[:16] in row
    assert all(isinstance(line, BoxLine) and line.box.rpartition("/")[2] in row for line in lacked.lines)
    said = f"A paper that others here follow is not here (its SHA-256 begins {lacked.digest[:16]})."
    assert said in page.under["summary"]


def test_the_first_page_answers_in_the_names_of_places_and_without_codes_of_breaks(report: Report) -> None:
    page = report("--summary")

    row = page.row("summary", "Junrejo").strip()
    assert re.match(r"Junrejo 5 5 TPS 001 Dadaprejo \(5\): papers wait, entry \d+; TPS 002 Dadaprejo \(5\): ", row)
    assert re.search(r"\(5\): 1 h 31 min late, entry \d+ PPS Dadaprejo; KPPS TPS 002 Dadaprejo KPU Batu by ", row)
    assert len(re.findall(r"Box [-A-Z]+, TPS \d{3} \w+, (?:Batu|Bumiaji|Junrejo)", page.under["summary"])) == 5
    assert not re.search(r"IR-\d\d|LINE-|35\.79\.0", page.under["summary"])
    assert "verdict" not in page.under


def test_without_names_of_areas_codes_stand_alone(batu: Path, tmp_path: Path) -> None:
    (tmp_path / "nameless").mkdir()
    said = {"KOTAK_TRUST": str(batu / "trust.txt"), "KOTAK_LEDGER": str(batu / "ledger.db")}

    ran = kotak("report", "--html", "-", env={**said, "KOTAK_HOME": str(tmp_path / "nameless")})

    assert "Dadaprejo" not in ran.out
    assert "KPPS 35.79.03.1001 TPS 002" in ran.out
    assert ran.out.count("Areas stand here under their codes") == 1
    assert "kotak report --areas FILE" in ran.err


def test_the_command_and_the_report_count_alike_what_only_papers_say_of_the_time(
    report: Report, run: Callable[..., Result]
) -> None:
    rows = run("coverage", "--json").json["data"]["rows"]
    there, proved = (sum(row[name] for row in rows) for name in ("there", "proved"))

    said, page = run("coverage"), report()

    assert f"proved by the time from outside: {proved:,}. Of {there - proved:,} of these the deadline lies" in said.out
    assert f"{proved:,} are proved; of {there - proved:,} only the papers say it." in page.under["summary"]


def test_it_accounts_for_seals_and_ballots_and_for_the_time_from_outside(
    report: Report, run: Callable[..., Result]
) -> None:
    seals = run("seals", "--json").json["data"]["balances"][0]
    rows = run("coverage", "--json").json["data"]["rows"]
    home = [row for row in rows if row["leg"] == "pps-ppk"]

    page = report()

    assert f"cable ties {seals['delivered']:,}" in " ".join(page.rows["goods"])
    told = page.row("outside", "PPS → PPK")
    there, proved, late = (sum(row[name] for row in home) for name in ("there", "proved", "late"))
    assert told.split()[-5:-1] == [str(there), str(proved), str(there - proved), str(late)]


def test_every_seal_is_accounted_for_twice_and_no_number_is_below_nought(run: Callable[..., Result]) -> None:
    """Openings that wait, a seal that came off and one that nobody put on are in this city."""
    found = run("seals", "--json").json["data"]["balances"]

    assert {one["sort"] for one in found} == {"ties", "papers"}
    assert all(sum(one[name] for one in found) for name in ("waiting", "appeared", "gone"))
    for one in found:
        used = one["written_off"] + one["returned"] + one["put_on"] + one["left"]
        became = one["broken"] + one["waiting"] + one["on_boxes"] + one["gone"]
        assert (one["delivered"] + one["surplus"], one["put_on"] + one["appeared"]) == (used, became)
        assert min(number for number in one.values() if isinstance(number, int)) >= 0


def test_the_account_stands_in_the_report_and_its_tables_as_in_the_command(
    report: Report, run: Callable[..., Result], tmp_path: Path
) -> None:
    account = run("seals", "--json").json["data"]
    ties, numbered = account["balances"][0], [one for one in account["batches"] if one["serials"]]
    run("report", "--csv", str(tmp_path / "tables.zip"))

    with ZipFile(tmp_path / "tables.zip") as tables:
        (row, *_rest) = csv.DictReader(io.StringIO(tables.read("seals.csv").decode()))
        batches = list(csv.DictReader(io.StringIO(tables.read("batches.csv").decode())))
    page = " ".join(report().rows["goods"])

    assert {name: int(number) for name, number in row.items() if name != "sort"}.items() <= ties.items()
    assert [(one["batch"], one["stock"], int(one["unaccounted"])) for one in batches] == [
        (one["batch"], one["stock"], one["unaccounted"]) for one in numbered
    ]
    assert sum(one["unaccounted"] for one in numbered) > 0
    assert "cable ties " + " ".join(f"{ties[name]:,}" for name in BOXES) in page
    assert "cable ties " + " ".join(f"{ties[name]:,}" for name in STORES) in page


def test_the_boxes_to_open_first_have_the_gravest_open_breaks(
    run: Callable[..., Result], report: Report, breaks: list[dict[str, Any]], tmp_path: Path
) -> None:
    grave = {box for one in breaks if one["severity"] == "high" and not one["settled"] for box in one["boxes"]}

    first = run("report", "--html", str(tmp_path / "report.html"), "--json").json["data"]["first"]

    assert len(first) == 5
    assert set(first) <= grave
    assert all(f"kotak chain {box}" in report().under["first"] for box in first)


def test_each_open_break_has_its_code_question_source_and_papers(report: Report, breaks: list[dict[str, Any]]) -> None:
    page = report()

    for one in (one for one in breaks if not one["settled"]):
        assert one["question"] in page.html.replace("&#39;", "'")
        assert f'<h4 id="{one["code"]}">' in page.html
        assert all(page.row("papers", paper["digest"]) for paper in one["papers"])


def test_the_annex_has_the_chain_of_every_box_a_break_is_told_of(report: Report, breaks: list[dict[str, Any]]) -> None:
    short, full = report(JUNREJO), report(JUNREJO, "--annex")
    settled = [one for one in breaks if one["settled"] and all(box.startswith(JUNREJO) for box in one["boxes"])]

    assert "annex" not in short.under
    assert "35.79.03.1001/002/PPWP" in full.under["annex"]
    assert any(paper["digest"] in full.html for one in settled for paper in one["papers"])


def test_a_report_of_a_station_speaks_of_no_other(report: Report) -> None:
    page = report("--tps", "35.79.03.1001/002")

    assert "35.79.03.1001/001" not in page.html
    assert "TPS 002 Dadaprejo (35.79.03.1001/002)" in page.under[""]


def test_it_says_what_the_ledger_cannot_see_and_accuses_nobody(report: Report) -> None:
    english, indonesian = report(), report("--lang", "id")

    assert "Two officers who agree" in english.under["beyond"]
    assert "fraud" not in english.html.lower()
    assert not [word for word in ("kecurangan", "curang", "pelaku", "fraud") if word in indonesian.html.lower()]


def test_both_languages_have_the_same_headings_tables_and_numbers_of_papers(report: Report) -> None:
    english, indonesian = report(), report("--lang", "id")

    assert (english.values("html", "lang"), indonesian.values("html", "lang")) == (["en"], ["id"])
    assert english.under.keys() == indonesian.under.keys()
    assert english.tags == indonesian.tags
    assert "Ringkasan" in indonesian.under["summary"]
    assert "Everything" not in indonesian.html
