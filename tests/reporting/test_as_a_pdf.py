"""The page on paper: a PDF that a screen reader reads and that no name in a ledger makes do anything."""

import gc
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.cli import Result
from tests.reporting.conftest import prints
from tests.reporting.reading import HOSTILE

pytestmark = [
    pytest.mark.slow,
    prints,
    pytest.mark.skipif(not (shutil.which("pdfinfo") and shutil.which("qpdf")), reason="needs poppler-utils and qpdf"),
]


def said_by(*command: str | Path) -> str:
    """What a program of the machine prints."""
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def long_names(folder: Path) -> Path:
    """Villages whose names are as long as names may be."""
    names = folder / "areas.csv"
    villages = [f"35.79.0{district}.{kind}00{n}" for district in (1, 2, 3) for kind in (1, 2) for n in range(1, 10)]
    names.write_text("code,name\n" + "".join(f"{village},{'Nama panjang ' * 3}\n" for village in villages))
    return names


@pytest.fixture(scope="module")
def printed(run: Callable[..., Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("pdf") / "report.pdf"
    ran = run("report", "--holding", "papers", "--pdf", str(file))
    assert (ran.status, ran.err) == (3, "")
    return file


def test_it_is_whole_tagged_titled_and_says_its_language(printed: Path) -> None:
    open_file = printed.with_suffix(".qdf")
    said_by("qpdf", "--check", printed)
    said_by("qpdf", "--qdf", "--object-streams=disable", printed, open_file)

    about, written = said_by("pdfinfo", printed), open_file.read_bytes()

    assert re.search(r"Title: +Audit report on the custody of ballot boxes", about)
    assert re.search(r"Tagged: +yes", about)
    assert re.search(r"JavaScript: +no", about)
    assert b"/Lang (en)" in written
    assert b'pdfuaid:part="1"' in written
    assert b"CreationDate" not in written


def test_headings_tables_and_drawings_are_tagged_as_such(printed: Path) -> None:
    tree = said_by("pdfinfo", "-struct", printed)
    open_file = printed.with_suffix(".tags")
    said_by("qpdf", "--qdf", "--object-streams=disable", printed, open_file)

    tags = re.findall(r"^ *(\w+)", tree, re.MULTILINE)
    figures = re.findall(rb"<<(?:(?!endobj).)*?/S /Figure(?:(?!endobj).)*?endobj", open_file.read_bytes(), re.DOTALL)

    assert tags.count("H1") == 1
    assert tags.count("H2") > 8
    assert tags.count("Table") > 10
    assert tags.count("Caption") > 15
    assert tags.count("TH") > 50
    assert figures
    assert all(b"/Alt" in one for one in figures)


def test_the_answers_stand_in_its_text(printed: Path) -> None:
    text = " ".join(said_by("pdftotext", "-layout", printed, "-").split())

    assert "SIMULASI: nothing on this page happened" in text
    assert "About the whole ledger" in text
    assert "KPPS TPS 002 Dadaprejo" in text
    assert "kotak paper show" in text


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_summary_is_one_page(run: Callable[..., Result], tmp_path: Path, language: str) -> None:
    file = tmp_path / "summary.pdf"

    run("--lang", language, "report", "--summary", "--holding", "papers", "--pdf", str(file))

    assert re.search(r"Pages: +1\n", said_by("pdfinfo", file))


def test_what_the_first_page_has_no_room_for_leaves_the_second_to_what_comes_next(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "report.pdf"

    run("report", "--holding", "papers", "--areas", str(long_names(tmp_path)), "--pdf", str(file))

    _first, second, *_rest = said_by("pdftotext", "-layout", file, "-").split("\f")
    assert "Boxes in time, by leg" in second
    assert "Where to find what" in second


def test_a_summary_that_has_no_room_leaves_out_few_words_first_and_says_so(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """Names of villages as long as names may be make every table and list longer than the page."""
    file, names = tmp_path / "summary.pdf", long_names(tmp_path)
    asked = ("--lang", "en", "report", "--summary", "--holding", "papers", "--pdf")

    run(*asked, str(file), "--areas", str(names))

    text = " ".join(said_by("pdftotext", "-layout", file, "-").split())
    assert re.search(r"Pages: +1\n", said_by("pdfinfo", file))
    assert "There is more than one page has room for: left out are the chart of boxes in time" in text
    assert "Boxes in time, by leg" not in text


def test_names_do_nothing_in_it(run: Callable[..., Result], tmp_path: Path) -> None:
    names = tmp_path / "areas.csv"
    words = f"{HOSTILE}<a href=https://evil.example>(/JS)</a>".replace('"', '""')
    names.write_text(f'code,name\n35.79.03,"{words[:60]}"\n35.79.01,"<img src=file:///etc/passwd>"\n')
    file, open_file = tmp_path / "report.pdf", tmp_path / "report.qdf"

    ran = run("report", "--areas", str(names), "--pdf", str(file))
    said_by("qpdf", "--qdf", "--object-streams=disable", file, open_file)

    written = open_file.read_bytes()
    assert (ran.status, ran.err) == (0, "")
    assert not re.search(rb"/(JS|JavaScript|URI|Launch|EmbeddedFile|GoToR|SubmitForm|OpenAction)\b", written)
    assert "<script>alert(1)</script>" in "".join(said_by("pdftotext", file, "-").split())


def test_garbage_is_collected_again_when_the_pages_are_set() -> None:
    from commands.reporting import printing  # noqa: PLC0415 - needs Pango

    made = printing.pdf('<html lang="en"><title>Kotak</title><p>One page.')

    assert made.startswith(b"%PDF")
    assert gc.isenabled()


def test_without_its_library_or_what_that_needs_it_says_what_to_install(tmp_path: Path) -> None:
    lacks = "import sys; sys.modules['weasyprint'] = None"
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0': no such file\")")
    broken = f"import sys; sys.path.insert(0, {str(tmp_path)!r})"
    start = "; from commands.main import main; sys.exit(main(sys.argv[1:]))"

    runs = [
        subprocess.run(
            [sys.executable, "-c", begin + start, "report", "--pdf", tmp_path / "r"], capture_output=True, check=False
        )
        for begin in (lacks, broken)
    ]

    assert [run.returncode for run in runs] == [2, 2]
    assert b"pip install 'kotak[pdf]'" in runs[0].stderr
    assert b"apt-get install libpango-1.0-0" in runs[1].stderr
