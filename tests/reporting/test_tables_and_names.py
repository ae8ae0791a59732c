"""Its tables as CSV, and names of areas, which come from a file of anybody's."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from commands.pages import areas as named
from commands.pages.areas import Areas
from commands.program.context import Context
from commands.program.language import speak
from tests.commands.cli import Result
from tests.reporting.reading import HOSTILE, Page


@pytest.mark.slow
def test_tables_say_what_the_desk_says_and_hold_no_formula(run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "tables.zip"
    breaks = run("breaks", "--all", "--json").json["data"]["breaks"]

    run("report", "--csv", str(file))

    with ZipFile(file) as archive:
        text = {name: archive.read(name).decode() for name in archive.namelist()}
    tables = {name: list(csv.DictReader(io.StringIO(said))) for name, said in text.items()}
    assert [(row["code"], row["papers"]) for row in tables["breaks.csv"]] == [
        (one["code"], "; ".join(str(paper["index"]) for paper in one["papers"])) for one in breaks
    ]
    assert {row["digest"] for row in tables["unseen.csv"]} <= {row["digest"] for row in tables["papers.csv"]}
    assert len(tables) == 12
    assert all(re.fullmatch(r'("([^"]|"")*"(,|$))+', line) for said in text.values() for line in said.splitlines())
    assert not re.search(r'(^|,)"[=+@\t\r]', "\n".join(text.values()))


@pytest.mark.slow
def test_hostile_names_of_areas_stay_words(run: Callable[..., Result], tmp_path: Path) -> None:
    names, file = tmp_path / "areas.csv", tmp_path / "r.html"
    quoted = HOSTILE.replace('"', '""')
    names.write_text(f'code,name\n35.79.03,"{quoted}"\n35.79.03.1001,"=cmd|x"\n', encoding="utf-8")

    ran = run("report", "--areas", str(names), "--html", str(file))

    page = Page(file.read_bytes())
    assert ran.status == 0, ran.err
    assert not page.tags.keys() & {"script", "img"}
    assert "<script>alert(1)</script>" in page.under["back"]
    assert not {"\u202e", "\x1b"} & set(page.html)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "name\nJunrejo\n", "code,name\nJunrejo,Junrejo\n", "code,name\n35.79.03\n"])
def test_a_file_that_names_no_areas_is_refused(run: Callable[..., Result], tmp_path: Path, text: str) -> None:
    names = tmp_path / "areas.csv"
    names.write_text(text)

    ran = run("report", "--areas", str(names), "--html", str(tmp_path / "r"))

    assert ran.status == (0 if not text else 4)
    assert (tmp_path / "r").exists() == (not text)


def test_areas_are_called_as_people_call_them_with_the_code_beside() -> None:
    speak("en")
    areas = Areas({"35.79.03": "Junrejo", "35.79.03.1001": "Dadaprejo"})

    assert areas.area("35.79.03") == "Junrejo (35.79.03)"
    assert areas.area("35.79.03.1001/016") == "TPS 016 Dadaprejo (35.79.03.1001/016)"
    assert areas.area("35.79.02.2009/004") == "35.79.02.2009/004"
    assert areas.unit("kpps/35.79.03.1001/016") == "KPPS TPS 016 Dadaprejo"
    assert areas.unit("ppk/35.79.02") == "PPK 35.79.02"
    assert areas.officer("ppk/35.79.03#2") == "PPK Junrejo, officer 2"
    assert areas.box("35.79.03.1001/016/DPR") == "box DPR, TPS 016 Dadaprejo, Junrejo"
    assert list(areas.boxes(["35.79.03.1001/016/DPR"])) == ["TPS 016 Dadaprejo (35.79.03.1001/016): DPR"]


def test_a_spreadsheet_may_put_its_mark_before_the_names_of_areas(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text("code,name\r\n35.79.03,Junrejo\r\n", encoding="utf-8-sig")

    assert named.read(Context(), str(tmp_path / "areas.csv")).names == {"35.79.03": "Junrejo"}
