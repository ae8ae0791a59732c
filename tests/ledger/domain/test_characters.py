"""The characters a paper may hold look like themselves and have one spelling."""

import sys
import unicodedata
from itertools import product

import msgspec
import pytest

from ledger.domain.documents.characters import first_foreign
from tests.vectors import vectors

ALLOWED = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x250)) if code != 0xAD] + [*"–—‘’“”…"]  # noqa: RUF001 - the marks of print a paper may hold


def test_every_allowed_character_is_normal_alone_and_beside_every_other() -> None:
    for text in (*ALLOWED, *map("".join, product(ALLOWED, ALLOWED))):
        assert unicodedata.is_normalized("NFC", text)


def test_no_allowed_character_is_a_control_or_changes_the_direction_or_cannot_be_seen() -> None:
    for character in ALLOWED:
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        assert unicodedata.bidirectional(character) not in {"R", "AL", "RLE", "RLO", "LRE", "LRO", "PDF"}


def test_exactly_the_allowed_characters_pass() -> None:
    for code in (*range(0x3000), *range(0x3000, sys.maxunicode + 1, 97)):
        character = chr(code)
        if character != "\\":
            assert (first_foreign(character) == "") == (character in ALLOWED), hex(code)


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ('"\\"\\\\"', ""),
        ('"\\\\\\\\u0041"', ""),
        ('"\\u0041"', "\\"),
        ('"\\\\\\u0041"', "\\"),
        ('"\\n"', "\\"),
        ('"\\/"', "\\"),
        ('"a\\', "\\"),
        ('"Punte\u0301n"', "\u0301"),
        ('"Pun\u00adten"', "\u00ad"),
        ('"P\u0430nten"', "\u0430"),
        ("\ufeff{}", "\ufeff"),
        ("{}\r", "\r"),
    ],
)
def test_escapes_are_only_those_that_json_cannot_do_without(text: str, foreign: str) -> None:
    assert first_foreign(text) == foreign


def test_the_published_arrays_print_as_published_and_the_others_hold_what_no_paper_holds() -> None:
    encode = msgspec.json.Encoder(order="sorted").encode

    for name, inside in (("arrays", True), ("unicode", False), ("french", True), ("values", False), ("weird", False)):
        published = vectors("jcs", "output", f"{name}.json").read_text(encoding="utf-8").rstrip("\n")
        assert (first_foreign(published) == "") is inside
    arrays = vectors("jcs", "input", "arrays.json").read_bytes()
    assert encode(msgspec.json.decode(arrays)) == vectors("jcs", "output", "arrays.json").read_bytes().rstrip(b"\n")
