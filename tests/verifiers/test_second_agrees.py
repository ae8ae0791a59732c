"""Whatever is brought, `kotak check` and the second verifier answer alike: agrees, does not agree, or is refused."""

from collections import Counter
from collections.abc import Iterable

import pytest

from tests.verifiers import corpus
from tests.verifiers.answers import Answer, program, second
from tests.verifiers.conftest import Election
from tests.verifiers.corpus import Case


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
