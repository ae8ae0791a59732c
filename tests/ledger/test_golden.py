"""Papers that were signed once are read, verified and told for ever as they were."""

import pytest

from ledger import paper as papers
from ledger.domain.documents import KINDS
from ledger.domain.sentences import LANGUAGES, sentences
from ledger.errors import LedgerError
from ledger.paper import Paper
from tests.ledger import goldens


def golden(kind: str) -> Paper:
    return papers.read((goldens.GOLDEN / f"{kind}.paper").read_bytes())


def test_there_is_a_paper_of_every_kind() -> None:
    assert {path.stem for path in goldens.GOLDEN.glob("*.paper")} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_old_paper_is_still_read_and_verified(kind: str) -> None:
    paper = golden(kind)

    assert paper.document.kind == kind
    assert bytes(paper) == (goldens.GOLDEN / f"{kind}.paper").read_bytes()
    papers.authenticate(paper, goldens.KEYS)
    with pytest.raises(LedgerError):
        papers.authenticate(paper, {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_old_paper_still_tells_its_signers_the_same(kind: str, language: str) -> None:
    paper = golden(kind)

    told = (goldens.GOLDEN / f"{kind}.{language}.txt").read_text(encoding="utf-8").splitlines()

    assert sentences(paper.document, paper.lines, language) == told


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_papers_has_not_changed_since(kind: str) -> None:
    old, new = golden(kind), goldens.paper(kind)

    assert new.envelope.payload == old.envelope.payload
    assert new.annex == old.annex
