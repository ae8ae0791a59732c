"""What Hypothesis makes of the types of papers reaches as far as the types do."""

from typing import Annotated, Any

import pytest
from hypothesis import Phase, find, settings
from msgspec import Meta

from ledger.domain.documents.base import Base64, Code, Word
from ledger.domain.names import BoxId, Origin
from tests.ledger.domain import made

LONGEST_BOX = "35.79.02.2009/004/ABCDEFGHIJKLMNOP-ABCDEFGHIJKLMNO-ABCDEFGHIJKLMNO-ABCDEFGHIJKLMNO.123456"
PATIENT = settings(max_examples=2_000, database=None, phases=[Phase.generate])


@pytest.mark.parametrize(
    ("type_", "length"),
    [(Word, 60), (Code, 60), (Origin, 120), (Annotated[Base64, Meta(max_length=40)], 40), (BoxId, len(LONGEST_BOX))],
    ids=["word", "code", "origin", "base64", "box"],
)
def test_texts_as_long_as_their_form_allows_are_made(type_: Any, length: int) -> None:
    assert len(find(made.of(type_), lambda text: len(text) >= length, settings=PATIENT)) == length


@pytest.mark.parametrize("type_", [Word, Origin])
def test_short_texts_are_made_too(type_: Any) -> None:
    assert len(find(made.of(type_), lambda text: len(text) <= 2, settings=PATIENT)) <= 2
