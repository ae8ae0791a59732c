"""Papers are read by round trip, and come back as they were made."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger import merkle
from ledger import paper as papers
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import LinkLine
from ledger.domain.documents.remarks import Finding
from ledger.errors import Malformed
from ledger.paper import Paper
from tests.harness import ANI, BOXES, BUDI, DPD, KPPS, key
from tests.ledger.domain import made
from tests.ledger.forging import COMMON, MINE, YOURS, assemble, line, parts, release, signer

QUICK = settings(max_examples=10, suppress_health_check=list(HealthCheck))


def test_a_paper_is_read_as_it_was_printed() -> None:
    paper = papers.sign(release(), [MINE])

    again = papers.read(bytes(paper))

    assert again == paper
    assert bytes(again) == bytes(paper)
    assert [one.box for one in again.lines if isinstance(one, LinkLine)] == sorted(BOXES)
    papers.authenticate(again, {MINE.public.id: key(MINE)})


def test_a_paper_can_be_shown_as_it_lies_though_its_lines_are_not_those_that_were_signed() -> None:
    paper = release()

    cover, lines = papers.read_apart(paper.cover + b"\n" + b"changed\n" + paper.annex)

    assert (cover.digest, cover.data, lines) == (paper.digest, paper.cover, [b"changed", *paper.printed])


def test_a_papers_name_does_not_depend_on_its_signatures_and_its_leaf_does() -> None:
    draft = release()
    signed = papers.sign(draft, [MINE])

    assert signed.digest == draft.digest == hashlib.sha256(draft.envelope.payload).hexdigest()
    assert signed.leaf == hashlib.sha256(b"\x00" + bytes(signed).split(b"\n")[0]).digest()
    assert signed.leaf != draft.leaf


def test_the_annex_is_bound_by_its_size_and_root() -> None:
    paper = release()
    annex = paper.document.annex

    assert annex is not None
    assert annex.lines == len(BOXES)
    assert annex.root == merkle.root([merkle.leaf_hash(one) for one in paper.annex.splitlines()]).hex()


def test_a_draft_sorts_its_lines_and_signers() -> None:
    document = replace(release().document, signers=(signer(BUDI, YOURS), signer(ANI, MINE)))

    drafted = papers.draft(document, [line(box) for box in reversed(BOXES)])

    assert [one.key for one in drafted.document.signers] == sorted([MINE.public.id, YOURS.public.id])
    assert bytes(papers.draft(document, [line(box) for box in BOXES])) == bytes(drafted)


def test_a_finding_about_no_box_has_no_annex() -> None:
    finding = Finding(**COMMON, signers=(), unit=KPPS, place="?", sort="event", code="IR-03")

    assert papers.draft(finding).lines == ()


@pytest.mark.parametrize("kind", KINDS)
def test_papers_of_every_kind_come_back_as_they_were_made(kind: str) -> None:
    @QUICK
    @given(made.drafts(kind))
    def holds(paper: Paper) -> None:
        assert papers.read(bytes(paper)) == paper
        payload, lines = parts(paper)
        assert assemble(payload, [*lines]) == bytes(paper)

    holds()


def test_a_flipped_bit_anywhere_makes_another_paper_or_none() -> None:
    data = bytes(release(DPD))
    for place in range(len(data)):
        flipped = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        try:
            again = papers.read(flipped)
        except Malformed:
            continue
        assert bytes(again) == flipped
        assert again.digest != release(DPD).digest


@settings(max_examples=300)
@given(st.binary(max_size=200), st.integers(0, 1500), st.integers(0, 40))
def test_what_is_read_prints_back_and_everything_else_is_refused(junk: bytes, place: int, cut: int) -> None:
    whole = bytes(release(DPD))
    for data in (junk, junk + b"\n", whole[:place] + junk + whole[place + cut :]):
        try:
            paper = papers.read(data)
        except Malformed:
            continue
        assert bytes(paper) == data
