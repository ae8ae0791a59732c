"""The page as an object: the same bytes, nothing from elsewhere, readable by all, harmless whatever a ledger holds."""

import hashlib
import re
import shutil
import sqlite3
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from commands.pages import cartogram, drawing
from commands.pages.cartogram import District, Spot
from commands.pages.drawing import Bar, Line
from tests.commands.cli import Result, kotak
from tests.reporting.conftest import Report, prints
from tests.reporting.reading import HOSTILE, Page


@pytest.mark.slow
def test_the_same_ledger_and_question_give_the_same_bytes_and_nothing_is_written(
    run: Callable[..., Result], batu: Path, tmp_path: Path
) -> None:
    before = hashlib.sha256((batu / "ledger.db").read_bytes()).hexdigest()

    runs = [run("report", "--html", str(tmp_path / name), "--json").json["data"]["files"] for name in ("a", "b")]

    data = (tmp_path / "a").read_bytes()
    assert [one["sha256"] for (one,) in runs] == [hashlib.sha256(data).hexdigest()] * 2
    assert data == (tmp_path / "b").read_bytes()
    assert hashlib.sha256((batu / "ledger.db").read_bytes()).hexdigest() == before


@prints
@pytest.mark.slow
def test_place_zone_language_and_order_of_hashing_on_this_machine_change_no_byte(batu: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "kotak"
    shutil.copytree(batu, elsewhere)
    asked = "--lang", "en", "report", "--annex", "--holding", "papers", "--pdf", "r.pdf", "--csv", "r.zip"
    other = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "id_ID.UTF-8", "PYTHONHASHSEED": "7"}
    said = {"KOTAK_LEDGER": "ledger.db", "KOTAK_TRUST": "trust.txt"}

    for folder, env in ((batu, {"PYTHONHASHSEED": "1"}), (elsewhere, other)):
        ran = kotak(*asked, "--html", "r.html", env={**said, "KOTAK_HOME": str(folder), **env}, cwd=folder)
        assert ran.status == 3, ran.err

    made = [[(folder / f"r.{form}").read_bytes() for form in ("html", "pdf", "zip")] for folder in (batu, elsewhere)]
    for form in ("html", "pdf", "zip"):
        (batu / f"r.{form}").unlink()
    assert made[0] == made[1]
    assert str(tmp_path).encode() not in made[1][0]


@pytest.mark.slow
def test_the_clock_of_the_machine_is_not_asked(run: Callable[..., Result], tmp_path: Path) -> None:
    asked = run("report", "--html", str(tmp_path / "report.html"), "--json").json["data"]["as_of"]

    assert (asked["by"], asked["at"][:7]) == ("papers", "2029-02")


@pytest.mark.slow
def test_the_page_needs_nothing_and_runs_nothing(report: Report) -> None:
    page = report("--annex")
    (policy,) = (value for value in page.values("meta", "content") if value.startswith("default-src"))
    style = re.search(r"<style>(.*?)</style>", page.html, re.DOTALL)

    assert style
    hashed = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{hashed}'"
    assert not page.tags.keys() & {"script", "img", "link", "iframe", "object", "form"}
    assert not [name for _tag, name, _value in page.attributes if name == "style" or name.startswith("on")]
    assert all(value.startswith("#") for value in page.values("a", "href"))
    assert "url(http" not in style[1]
    assert page.unclosed == []


@pytest.mark.slow
def test_the_page_prints_on_a4_and_is_read_by_a_screen_reader(report: Report) -> None:
    page = report()
    ids = [value for _tag, name, value in page.attributes if name == "id"]

    assert re.search(r"@page \{\s*size: A4", page.html)
    assert "@media print" in page.html
    assert page.tags["h1"] == page.tags["main"] == 1
    assert page.tags["caption"] == page.tags["table"] == page.tags["thead"]
    assert len(page.values("th", "scope")) == page.tags["th"]
    assert page.tags["title"] > page.values("svg", "role").count("img") == page.tags["figure"]
    assert page.headings[0] == "h1"
    assert all(below - above <= 1 for above, below in pairwise(int(tag[1]) for tag in page.headings))
    assert len(ids) == len(set(ids))
    assert {target.removeprefix("#") for target in page.values("a", "href")} <= set(ids)


@pytest.mark.slow
def test_names_of_files_cannot_become_part_of_the_page(batu: Path, tmp_path: Path) -> None:
    folder = tmp_path / HOSTILE.replace("/", "_").replace("\x1b", "\x1b[2J")
    shutil.copytree(batu, folder)
    (folder / "papers" / "withheld-handover.paper").rename(folder / "papers" / "<img src=x>.paper")
    said = {"KOTAK_TRUST": str(folder / "trust.txt"), "KOTAK_LEDGER": str(folder / "ledger.db")}

    ran = kotak("report", "--holding", str(folder / "papers"), "--html", str(tmp_path / "r"), env=said)

    page = Page((tmp_path / "r").read_bytes())
    assert ran.status == 3
    assert not page.tags.keys() & {"script", "img"}
    assert "&lt;img src=x&gt;" in page.html
    assert "\\u202e\\u001b" in page.html
    assert not {"\u202e", "\x1b"} & set(page.html)


@pytest.mark.parametrize(
    "drawn",
    [
        drawing.bars(HOSTILE, HOSTILE, [Bar(HOSTILE, {"there": 1}, HOSTILE)]),
        drawing.timeline(HOSTILE, HOSTILE, Line({0: 1}, 0, HOSTILE, HOSTILE, HOSTILE, HOSTILE)),
        cartogram.cartogram(HOSTILE, HOSTILE, [District(HOSTILE, [Spot(HOSTILE, HOSTILE, "high", HOSTILE, HOSTILE)])]),
    ],
)
def test_words_in_a_drawing_stay_words(drawn: str) -> None:
    page = Page(drawn.encode())

    assert "script" not in page.tags
    assert "alert(1)" in page.under[""]
    assert not {"\u202e", "\x1b"} & set(drawn)


def test_what_is_not_nothing_is_seen_in_a_bar() -> None:
    page = Page(drawing.bars("", "", [Bar("", {"there": 100_000, "missing": 1}, "")]).encode())

    assert min(float(width) for width in page.values("rect", "width")) > 3


def test_late_boxes_are_drawn_to_the_scale_of_those_in_time_and_few_of_them_bear_their_number() -> None:
    page = Page(drawing.timeline("", "", Line({0: 1000, 5: 500, 9: 3}, 6 * 3600, "", "", "", "")).encode())

    high, half, low = (float(height) for height in page.values("rect", "height")[:3])
    assert half == pytest.approx(high / 2)
    assert low < high / 20
    assert page.under[""].endswith(" 3")


def test_columns_after_the_deadline_are_hatched_and_a_long_time_has_no_more_columns_than_fit() -> None:
    hours = dict.fromkeys(range(0, 24 * 100, 7), 1)

    page = Page(drawing.timeline("", "", Line(hours, 50 * 24 * 3600, "", "", "", "")).encode())

    columns, hatched = page.tags["rect"], len(page.values("path", "stroke-width")) - 1
    assert 100 < columns <= 160
    assert abs(hatched - columns / 2) <= 2


@pytest.mark.slow
def test_a_ledger_whose_papers_cannot_be_read_still_gets_its_verdict(batu: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    shutil.copy(batu / "ledger.db", ledger)
    shutil.copy(batu / "checkpoints", tmp_path / "checkpoints")
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE entries SET data = X'7b7d' WHERE position = 60")
    connection.close()
    said = {"KOTAK_TRUST": str(batu / "trust.txt"), "KOTAK_LEDGER": str(ledger)}

    ran = kotak("report", "--html", str(tmp_path / "r"), "--json", env=said)

    page = Page((tmp_path / "r").read_bytes())
    assert ran.status == 3
    assert ran.json["data"]["open"] is None
    assert "do not agree" in page.under["verdict"]
    assert "59" in page.under["stopped"]
    assert "Two officers who agree" in page.under["beyond"]

    tables = kotak("report", "--html", str(tmp_path / "q"), "--csv", str(tmp_path / "z"), "--json", env=said)

    assert tables.json["findings"][0]["code"] == "RP-010"
    assert not (tmp_path / "q").exists()


@pytest.mark.slow
@pytest.mark.parametrize("table", ["p_ballots_1", "p_location_1"])
def test_a_ledger_that_lacks_a_read_model_still_gets_its_verdict(batu: Path, tmp_path: Path, table: str) -> None:
    ledger = tmp_path / "ledger.db"
    shutil.copy(batu / "ledger.db", ledger)
    shutil.copy(batu / "checkpoints", tmp_path / "checkpoints")
    with sqlite3.connect(ledger) as connection:
        connection.execute(f"DROP TABLE {table}")
    connection.close()

    ran = kotak(
        *("report", "--html", str(tmp_path / "r"), "--json"),
        env={"KOTAK_TRUST": str(batu / "trust.txt"), "KOTAK_LEDGER": str(ledger)},
    )

    page = Page((tmp_path / "r").read_bytes())
    assert (ran.status, ran.json["data"]["open"]) == (0, None)
    assert "everything that was checked agrees" in page.under["verdict"]
    assert f"ledger.db cannot be used: no such table: {table}" in page.under["stopped"]
    assert str(tmp_path) not in page.html
    assert [each.partition(":")[0] for each in ran.json["warnings"]] == ["The report has the verdict alone"]


def test_where_to_write_and_what_about_must_be_said(tmp_path: Path) -> None:
    file = str(tmp_path / "r")

    runs = [
        kotak("report", "--json"),
        kotak("report", "35.79", "--tps", "35.79.03.1001/002", "--html", file, "--json"),
        kotak("report", "--summary", "--annex", "--html", file, "--json"),
    ]
    both = kotak("report", "--html", "-", "--csv", "-")

    assert [run.status for run in (*runs, both)] == [2] * 4
    assert [run.json["findings"][0]["code"] for run in runs] == ["RP-001", "RP-002", "RP-008"]
    assert "Two files cannot both go to stdout." in both.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("tps", ["004", "35.79.03"])
def test_whoever_names_no_station_is_shown_one(tmp_path: Path, tps: str) -> None:
    said = kotak("report", "--tps", tps, "--html", str(tmp_path / "r"))

    assert said.status == 4
    assert f"{tps} is not the name of a station." in said.err
    assert "Write it like 35.79.02.2009/004: areas are named by their codes." in said.err


@pytest.mark.parametrize("other", ["r", "./r", "sub/../r", "link"])
def test_two_forms_cannot_be_one_file(tmp_path: Path, other: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to("r")

    ran = kotak("report", "--html", "r", "--csv", other, "--force", "--json", cwd=tmp_path)

    assert (ran.status, ran.json["findings"][0]["code"]) == (2, "RP-011")
    assert not (tmp_path / "r").exists()


def test_a_name_that_is_taken_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "r.zip").write_text("mine")

    ran = kotak("report", "--html", "r.html", "--csv", "r.zip", "--json", cwd=tmp_path)

    assert (ran.status, ran.json["findings"][0]["code"]) == (2, "CL-022")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("r.zip", "mine")]


def test_without_its_library_the_report_says_what_to_install(tmp_path: Path) -> None:
    run = "import sys; sys.modules['jinja2'] = None; from commands.main import main; sys.exit(main(sys.argv[1:]))"

    ran = subprocess.run(
        [sys.executable, "-c", run, "report", "--html", str(tmp_path / "r")], capture_output=True, check=False
    )

    assert ran.returncode == 2
    assert b"pip install 'kotak[report]'" in ran.stderr
