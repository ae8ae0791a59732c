"""Each break is defined once, with its source, the question to ask, and a sentence for each way it shows itself."""

import re
import string
from pathlib import Path

import pytest

import projections
from projections import codes
from projections.codes import Code
from tests.commands.catalogue import read

UNCONFIRMED = ("penalt", "up to 1 year", "1395/2023", "SILOG")
"""Of what is not confirmed about the law and its bodies, nothing is asserted."""


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", codes.CODES.values(), ids=lambda code: code.code)
def test_a_code_says_how_grave_it_is_what_stands_behind_it_and_what_to_ask(code: Code) -> None:
    assert code.severity in codes.SEVERITIES
    assert code.question.endswith("?")
    assert code.sources
    assert code.cases
    assert set(code.settled_by) <= codes.SETTLED_BY.keys()
    assert set(code.checks) <= codes.CHECKS.keys()


def test_the_fifteen_irregularities_are_there_as_grave_as_agreed() -> None:
    high = {"IR-01", "IR-06", "IR-11", "IR-12", "IR-13", "IR-14"}

    found = codes.IRREGULARITIES

    assert list(found) == [f"IR-{number:02}" for number in range(1, 16)]
    assert {one.code for one in found.values() if one.severity == "high"} == high
    assert {one.code for one in found.values() if one.severity == "low"} == {"IR-02"}


def test_a_source_that_is_not_ours_names_what_says_so() -> None:
    sources = [source for code in codes.CODES.values() for source in code.sources]
    named = re.compile(r"UU |PKPU |Perbawaslu |DKPP|Bawaslu|Reported ")

    assert all(named.match(source.says) for source in sources if source.mark == "confirmed")
    assert not [source for source in sources if any(word in source.says for word in UNCONFIRMED)]


def test_every_check_of_other_systems_is_made_by_a_code_or_it_is_said_why_not() -> None:
    made = {name for code in codes.CODES.values() for name in code.checks}

    assert {name for name, check in codes.CHECKS.items() if not check.beyond} == made


def test_all_sentences_of_a_code_speak_of_facts_that_breaks_have() -> None:
    known = {"expected", "found", "box", "giver", "receiver", "custodian", "leg", "officer", "km", "apart"}

    assert all(_facts(case.sentence) <= known for code in codes.CODES.values() for case in code.cases.values())


def test_every_text_is_there_in_indonesian() -> None:
    translated = {message.id for message in read() if message.string}

    assert set(codes.texts()) <= translated


@pytest.mark.parametrize("word", ["ir-05", "IR-05", "LINE-Not-Held", "ON-HOLD", "Two-Places"])
def test_a_code_is_found_however_it_is_spelt(word: str) -> None:
    found = codes.find(word)

    assert found is not None
    assert found.code.lower() == word.lower()


def test_a_word_an_election_made_itself_is_a_finding() -> None:
    assert codes.find("strange-noise") is None
    assert codes.of("strange-noise") is codes.FINDING


def test_no_other_module_says_how_grave_a_code_is() -> None:
    folder = Path(projections.__file__ or "").parent
    elsewhere = [
        path for path in folder.rglob("*.py") if path.parent.name != "codes" and 'severity="' in path.read_text()
    ]

    assert elsewhere == []
