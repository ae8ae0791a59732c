"""The specification says what the program reads."""

from ledger.domain.documents import KINDS
from tests.format import DOCUMENT, written


def test_the_tables_of_the_format_are_those_of_the_program() -> None:
    text = DOCUMENT.read_text("utf-8")

    assert text == written(text), "run: python -m tests.format"


def test_the_format_says_who_must_sign_every_kind() -> None:
    section = DOCUMENT.read_text("utf-8").split("## 5.")[1].split("## 6.")[0]

    assert [kind for kind in KINDS if f"`{kind}`" not in section] == []
