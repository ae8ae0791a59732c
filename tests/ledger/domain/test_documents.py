"""Documents: a closed dictionary of kinds, and of every value one spelling."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from msgspec import inspect

from ledger.domain.documents import KINDS, LINKS
from ledger.domain.documents.base import (
    Document,
    LaterDocument,
    Line,
)
from ledger.paper import Paper
from tests.ledger.domain import made

QUICK = settings(max_examples=8, suppress_health_check=list(HealthCheck))
DUE = "2029-02-14T23:59:59+07:00"


# Kinds.


def test_the_kinds_are_those_of_the_design() -> None:
    assert len(KINDS) == 29
    assert {
        *("manifest", "sealing", "release", "acceptance", "handover", "withdrawal", "deposit", "opening"),
        *("correction", "disposal"),
    } == LINKS


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_calls_itself_by_its_kind(kind: str) -> None:
    document = KINDS[kind]

    assert document.__struct_config__.tag == kind
    assert document.__struct_config__.tag_field == "kind"
    assert issubclass(document, LaterDocument) == (kind != "genesis")


def test_a_document_knows_its_kind() -> None:
    document = msgspec.convert(
        {
            "kind": "closing", "id": "0" * 32, "at": DUE, "signers": [], "device": "0" * 32, "device_seq": 0,
            "ledger": "0" * 64, "seen": {"size": 0, "root": "0" * 64}, "papers": 1, "boxes": 2,
        },
        KINDS["closing"],
    )  # fmt: skip

    assert document.kind == "closing"


def everything() -> Iterator[type[msgspec.Struct]]:
    found: set[type[msgspec.Struct]] = set()
    waiting: list[Any] = [*KINDS.values(), *(one.line for one in KINDS.values() if one.line)]
    while waiting:
        cls = waiting.pop()
        if cls not in found:
            found.add(cls)
            yield cls
            waiting += structs(inspect.type_info(cls))


def structs(info: inspect.Type) -> list[type]:
    match info:
        case inspect.StructType():
            return [info.cls, *(one for field in info.fields for one in structs(field.type) if one is not info.cls)]
        case inspect.UnionType():
            return [one for part in info.types for one in structs(part)]
        case inspect.VarTupleType():
            return structs(info.item_type)
        case _:
            return []


@pytest.mark.parametrize("cls", [*everything()], ids=lambda cls: cls.__name__)
def test_every_struct_is_read_exactly_and_never_written_to(cls: type[msgspec.Struct]) -> None:
    config = cls.__struct_config__

    assert config.frozen
    assert config.forbid_unknown_fields
    assert config.omit_defaults
    assert all(name.isascii() for name in cls.__struct_encode_fields__)


@pytest.mark.parametrize("cls", [*everything()], ids=lambda cls: cls.__name__)
def test_every_text_has_a_pattern_with_both_ends_and_every_number_bounds(cls: type[msgspec.Struct]) -> None:
    for leaf in leaves(inspect.type_info(cls)):
        if isinstance(leaf, inspect.StrType):
            assert leaf.pattern is not None
            assert re.fullmatch(r"\\A.*\\Z", leaf.pattern)
        else:
            assert leaf.ge is not None
            assert (leaf.lt or leaf.le or 2**53) <= 2**53


def leaves(info: inspect.Type) -> list[inspect.StrType | inspect.IntType]:
    match info:
        case inspect.StrType() | inspect.IntType():
            return [info]
        case inspect.StructType():
            return [one for field in info.fields for one in leaves(field.type)]
        case inspect.UnionType():
            return [one for part in info.types for one in leaves(part)]
        case inspect.VarTupleType():
            return leaves(info.item_type)
        case _:
            assert isinstance(info, inspect.LiteralType | inspect.NoneType | inspect.BoolType), info
            return []


def test_annex_lines_cannot_pass_for_covers_nor_lines_of_one_kind_for_those_of_another_key() -> None:
    for document in KINDS.values():
        line = document.line
        if line is not None:
            assert "kind" not in line.__struct_encode_fields__
            assert document.key in line.__struct_encode_fields__
            assert line.__struct_config__.tag is None


# Printing, against two oracles.


@pytest.mark.parametrize("kind", KINDS)
def test_documents_print_as_two_other_programs_print_them(kind: str) -> None:
    @QUICK
    @given(made.drafts(kind))
    def holds(paper: Paper) -> None:
        for text in (paper.envelope.payload, *paper.annex.splitlines()):
            value = json.loads(text)
            assert json.dumps(value, sort_keys=True, separators=(",", ":")).encode() == text
            assert rfc8785.dumps(value) == text

    holds()


def test_lines_and_documents_have_distinct_bases() -> None:
    assert all(issubclass(one, Document) and not issubclass(one, Line) for one in KINDS.values())
