"""Whatever is brought, `kotak check` and the second verifier answer alike: agrees, does not agree, or is refused."""

from collections import Counter
from collections.abc import Iterable

import pytest

from commands.verifiers import kotak_verify
from ledger.errors import LedgerError
from ledger.log import policy
from ledger.receipt import examine
from ledger.receipt.keylist import KeyList
from tests.verifiers import corpus
from tests.verifiers.conftest import Election
from tests.verifiers.corpus import Case

Answer = tuple[str, bool | None]
"""The class, and whether the checkpoint is final."""
REFUSED: Answer = ("refused", None)


def program(trust: bytes, file: bytes) -> Answer:
    """What `kotak check` says."""
    try:
        read = policy.read(trust)
    except LedgerError:
        return REFUSED
    (report,) = examine.examine([file], read, KeyList())
    if isinstance(report, LedgerError):
        return REFUSED
    return "finding" if report.findings else "ok", report.promise.quorum_met if report.promise else None


def second(trust: bytes, file: bytes) -> Answer:
    """What the second verifier says."""
    try:
        read = kotak_verify.Trust(trust)
    except (kotak_verify.Refused, ValueError):
        return REFUSED
    report = kotak_verify.check(file, read)
    if "refused" in report:
        return REFUSED
    return "finding" if report["problems"] else "ok", report["under"].final if report["under"] else None


def differing(cases: Iterable[Case]) -> list[tuple[str, Answer, Answer]]:
    """Every case about which they differ."""
    answers = [(name, program(trust, file), second(trust, file)) for name, trust, file in cases]
    classes = Counter(found for _, (found, _), _ in answers)
    assert {"ok", "finding", "refused"} == set(classes), f"a corpus with few answers shows little: {classes}"
    return [answer for answer in answers if answer[1] != answer[2]]


@pytest.mark.slow
def test_they_agree_on_a_sample(election: Election) -> None:
    everything = corpus.everything(election.trust, election.receipt.read_bytes(), election.passport.read_bytes())

    assert differing(corpus.sample(everything, 29)) == []


@pytest.mark.slow
def test_they_agree_on_the_passports_of_all_stations(election: Election) -> None:
    """With a revocation, papers that waited, boxes refused, withdrawn and missing."""
    made = corpus.passports(election.folder)

    answers = [(program(election.trust, one), second(election.trust, one)) for one in made]

    assert {one[0] for one, _ in answers} == {"ok", "finding"}
    assert all(one == two for one, two in answers)


@pytest.mark.slow
def test_they_agree_on_everything(election: Election) -> None:
    everything = corpus.everything(election.trust, election.receipt.read_bytes(), election.passport.read_bytes())

    assert differing(everything) == []
