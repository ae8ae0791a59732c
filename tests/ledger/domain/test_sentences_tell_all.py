"""Two papers that say different things never read the same: a signer is shown all he answers for."""

import re
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ledger import paper as papers
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import Document, Line
from ledger.domain.sentences import LANGUAGES, sentences, words
from ledger.paper import Paper
from tests.ledger.domain import made

QUICK = settings(max_examples=12, suppress_health_check=list(HealthCheck))
UNTOLD = {"id", "device", "device_seq", "seen", "shown", "after", "annex", "proof"}
"""Members no signer answers for one by one: the digest in the last sentence covers them."""


def test_every_closed_word_has_two_spellings_and_no_two_words_the_same() -> None:
    tables = {name: table for name, table in vars(words).items() if name.isupper() and isinstance(table, dict)}
    tables.pop("ZONES")

    for table in tables.values():
        for language in (0, 1):
            said = [both[language] for both in table.values()]
            assert len(set(said)) == len(said)
            assert all(said)


@pytest.mark.parametrize("examples", [12, pytest.param(300, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", KINDS)
def test_two_papers_of_which_signers_answer_for_different_facts_do_not_read_the_same(kind: str, examples: int) -> None:
    @settings(QUICK, max_examples=examples)
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        document: Document = data.draw(made.documents(kind))
        lines: list[Line] = data.draw(made.annexes(kind))
        in_annex: bool = data.draw(st.booleans())
        if lines and in_annex:
            place = data.draw(st.integers(0, len(lines) - 1))
            other, changed = document, [*lines]
            changed[place], _ = made.changed(data.draw, lines[place])
            assume(len({getattr(one, document.key) for one in changed}) == len(changed))
        else:
            changed = lines
            other, _ = made.changed(data.draw, document)

        same = facts(document, lines) == facts(other, changed)

        for language in LANGUAGES:
            read, reread = sentences(document, lines, language)[:-1], sentences(other, changed, language)[:-1]
            assert same or read != reread
            assert all(one.endswith(".") and "{" not in one and "\n" not in one for one in read)

    holds()


def facts(document: Any, lines: list[Line]) -> Any:
    listed = sorted((msgspec.to_builtins(line) for line in lines), key=lambda line: str(line[_name(document)]))
    return _told(msgspec.to_builtins(document), document.kind), [_told(line, document.kind) for line in listed]


def _name(document: Any) -> str:
    return str(document.key)


def _told(value: Any, kind: str) -> Any:
    match value:
        case dict():
            untold = UNTOLD - ({"id"} if "device" not in value else set())
            return {name: _told(one, kind) for name, one in value.items() if name not in untold}
        case list() | tuple():
            return [_told(one, kind) for one in value]
        case str() if re.fullmatch("[0-9a-f]{64}", value):
            return value[:16]
        case _:
            return value


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_are_the_same_each_time_and_differ_between_languages(kind: str) -> None:
    @QUICK
    @given(made.drafts(kind))
    def holds(paper: Paper) -> None:
        assert _shown(paper, "id") == _shown(papers.read(bytes(paper)), "id")
        assert _shown(paper, "id") != _shown(paper, "en")

    holds()


def _shown(paper: Paper, language: str) -> list[str]:
    return sentences(paper.document, paper.lines, language)
