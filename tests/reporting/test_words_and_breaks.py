"""For laymen and for paper: words are explained, options and headings stay whole."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from commands.program import glossary
from commands.program.language import speak
from tests.commands.cli import Result
from tests.reporting.conftest import Report, prints


@pytest.mark.parametrize(("language", "word", "means"), [("en", "quorum", "trust file"), ("id", "kuorum", "berkas")])
def test_the_words_a_page_uses_are_explained_at_its_end(report: Report, language: str, word: str, means: str) -> None:
    page = report("--lang", language)

    assert re.search(rf"\b{word} .*{means}", page.under["words"])
    assert page.html.index('id="words"') > page.html.index('id="beyond"')


def test_codes_of_areas_are_not_broken_at_their_stroke(report: Report) -> None:
    assert '<span class="o">(35.79.03.1001/002)</span>' in report().html


def test_what_past_cases_showed_stands_beside_no_name_of_a_unit(report: Report) -> None:
    page = report()

    assert "Perbawaslu" not in page.under["breaks"] + page.under["high"] + page.under["medium"] + page.under["first"]
    assert "They say nothing of anybody named in this report." in page.under["sources"]
    assert "Perbawaslu" in page.under["sources"]


@pytest.mark.parametrize("word", ["leaf, tree", "tile", "line", "deposit", "attestation", "saksi", "quorum"])
def test_no_word_of_the_trade_is_left_unexplained(report: Report, word: str) -> None:
    page = report()

    assert re.search(rf"\b{word} ", page.under["words"])
    assert "as the trust file defines it" in page.under["verdict"]


def test_it_says_what_is_counted_and_which_codes_were_settled(report: Report, run: Callable[..., Result]) -> None:
    every = run("breaks", "--all", "--json").json["data"]["breaks"]
    codes = {one["code"] for one in every if one["settled"]}

    page = report()

    told = page.html.partition("By code:")[2].partition("</p>")[0]
    assert codes == {each.split()[0] for each in told.partition(".")[0].split(",")}
    assert "kotak report <span" in told
    assert "Counted are links of chains, box by box" in page.under["witnessed"]
    assert "in step 8, what each paper says its signers had seen" in page.under["verdict"]


def test_a_word_that_is_not_used_is_not_explained() -> None:
    speak("en")

    assert [name for name, _means in glossary.explained("A checkpoint, and quorums.")] == ["checkpoint", "quorum"]


def test_help_explains_all_of_them(run: Callable[..., Result]) -> None:
    said = run("help", "words").out

    assert all(name in said for name in ("bracket", "checkpoint", "read model", "trust file"))


def test_no_option_of_a_command_is_broken_after_its_hyphens(report: Report) -> None:
    body = re.sub(r"<(svg|style|title)\b.*?</\1>", "", report().html, flags=re.DOTALL)

    loose = re.findall(r"--[a-z]", re.sub(r'<span class="o">--[a-z-]+</span>', "", body))

    assert 'make the report again with <span class="o">--holding</span> FOLDER' in body
    assert loose == []


@pytest.mark.slow
@prints
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
def test_no_heading_stands_alone_at_the_foot_of_a_page(run: Callable[..., Result], tmp_path: Path) -> None:
    printed, page = tmp_path / "report.pdf", tmp_path / "report.html"
    run("report", "--pdf", str(printed), "--html", str(page))
    headings = {
        " ".join(re.sub("<[^>]*>", "", text).split())
        for _tag, text in re.findall(r"<(h[2-4]|caption|figcaption)\b[^>]*>(.*?)</\1>", page.read_text(), re.DOTALL)
    }

    told = "pdftotext", "-layout", str(printed), "-"
    text = subprocess.run(told, capture_output=True, check=True, text=True).stdout
    pages = [[" ".join(line.split()) for line in one.splitlines() if line.strip()] for one in text.split("\f")]
    last = [lines[-2] for lines in pages if len(lines) > 1]

    assert len(last) > 10
    assert [line for line in last if line in headings] == []
