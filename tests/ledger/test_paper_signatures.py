"""Everybody named signed, and nobody else; somebody holds every key that is enrolled."""

import json
from base64 import b64encode
from typing import Any

import pytest
from msgspec.structs import replace

from ledger import paper as papers
from ledger.domain.documents.people import Enrolment, EnrolmentLine, Term
from ledger.errors import BadSignature, KeyProblem, LedgerError
from ledger.paper import Paper
from ledger.signing import envelope
from tests.harness import ANI, BOXES, BUDI, DPD, KPPS, PPS, key
from tests.ledger.forging import AT, COMMON, MINE, YOURS, release, signer


def test_everybody_named_signed_and_nobody_else() -> None:
    paper = release(DPD)
    keys = {MINE.public.id: key(MINE)}

    papers.authenticate(papers.sign(paper, [MINE]), keys)
    for signers in ((), (YOURS,), (MINE, YOURS)):
        with pytest.raises(LedgerError, match=r"missing|does not name"):
            papers.authenticate(papers.sign(paper, signers), keys)


def test_a_signature_of_another_paper_does_not_count() -> None:
    paper, other = release(DPD), papers.sign(release(BOXES[1]), [MINE])
    moved = envelope.Envelope(paper.envelope.payload, other.envelope.signatures)

    with pytest.raises(BadSignature):
        papers.authenticate(papers.read(bytes(moved) + b"\n" + paper.annex), {MINE.public.id: key(MINE)})


def test_nobody_signs_twice() -> None:
    with pytest.raises(KeyProblem):
        papers.sign(papers.sign(release(DPD), [MINE]), [MINE])


def enrolment(**changes: Any) -> Paper:
    """Budi is enrolled with YOURS, whose proof may have been made for something else."""
    said = {"key": key(YOURS), "ledger": COMMON["ledger"], "officer": BUDI, "unit": PPS} | changes
    proof = YOURS.sign(papers.possession(said["key"], said["ledger"], said["officer"], said["unit"]))
    enrolled = EnrolmentLine(
        id=BUDI,
        unit=PPS,
        roles=("chair",),
        term=Term(begins=AT, until=AT),
        key=key(YOURS),
        name="c" * 64,
        proof=b64encode(proof).decode(),
    )
    document = Enrolment(**COMMON, signers=(signer(ANI, MINE, "registers"),))
    return papers.sign(papers.draft(document, [enrolled]), [MINE])


def test_a_new_key_proves_that_somebody_holds_it() -> None:
    papers.authenticate(enrolment(), {MINE.public.id: key(MINE)})


@pytest.mark.parametrize(
    "changes",
    [{"unit": KPPS}, {"officer": ANI}, {"ledger": "b" * 64}, {"key": key(MINE)}],
    ids=lambda one: next(iter(one)),
)
def test_a_proof_for_another_unit_officer_ledger_or_key_proves_nothing(changes: Any) -> None:
    with pytest.raises(BadSignature):
        papers.authenticate(enrolment(**changes), {MINE.public.id: key(MINE)})


def test_a_claim_may_be_checked_elsewhere() -> None:
    claim = papers.claim(enrolment(), {MINE.public.id: key(MINE)})

    assert len(claim.proofs) == 1
    papers.check(claim)


def test_the_bytes_of_a_proof_are_a_type_of_their_own() -> None:
    body = papers.possession(key(MINE), "a" * 64, BUDI, PPS)

    assert body.startswith(b"DSSEv1 33 application/vnd.kotak.key.v1+json ")
    assert json.loads(body.split(b" ", 4)[4]).keys() == {"key", "ledger", "officer", "unit"}


def test_a_key_of_small_order_signs_nothing() -> None:
    weak = replace(key(MINE), public=b64encode(b"\x01" + b"\x00" * 31).decode())

    with pytest.raises(LedgerError):
        papers.public(weak)
