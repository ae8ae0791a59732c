"""
Documents and lines that nobody thought of: Hypothesis makes them from the types themselves, of every kind there is.

`changed` makes another value that differs in one member, which is then named by its path.
"""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from hypothesis import assume
from hypothesis import strategies as st
from msgspec import inspect
from msgspec.structs import replace

from ledger import paper as papers
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import Document, Instant, Line
from ledger.domain.names import Digest, Random
from ledger.paper import Paper
from tests.ledger.domain.texts import following

_FEW = 2
Draw = Callable[[st.SearchStrategy[Any]], Any]
_encode = msgspec.json.Encoder(order="sorted").encode


def _pattern_of(type_: Any) -> str:
    info = inspect.type_info(type_)
    assert isinstance(info, inspect.StrType)
    assert info.pattern is not None
    return info.pattern


@cache
def of(type_: type[Any]) -> st.SearchStrategy[Any]:
    """Values of a type of a paper."""
    return _of(inspect.type_info(type_))


def _of(info: inspect.Type) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one return for each sort of type
    match info:
        case inspect.StructType():
            return _struct(info)
        case inspect.UnionType():
            return st.one_of([_of(one) for one in info.types])
        case inspect.LiteralType():
            return st.sampled_from(info.values)
        case inspect.VarTupleType():
            low = info.min_length or 0
            return st.lists(_of(info.item_type), min_size=low, max_size=max(low, _FEW)).map(tuple)
        case inspect.IntType():
            low, top = info.ge or 0, info.lt - 1 if info.lt is not None else info.le or 0
            return st.one_of(st.integers(low, min(low + 9, top)), st.integers(low, top))
        case inspect.StrType():
            return _text(info)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case _:
            raise AssertionError(info)


_INSTANTS = st.builds(
    lambda moment, zone: f"{moment.replace(microsecond=0).isoformat()}{zone}",
    st.datetimes(),
    st.sampled_from(["+07:00", "+08:00", "+09:00", "+00:00", "-05:30"]),
)
_QUICKER = {
    _pattern_of(Instant): _INSTANTS,
    _pattern_of(Digest): st.integers(0, 2**256 - 1).map("{:064x}".format),
    _pattern_of(Random): st.integers(0, 2**128 - 1).map("{:032x}".format),
}
"""Texts whose patterns say less than they mean, or that are asked for most."""


@cache
def _pattern(pattern: str, longest: int | None) -> st.SearchStrategy[str]:
    if pattern in _QUICKER:
        return _QUICKER[pattern]
    return following(pattern, longest)


def _text(info: inspect.StrType) -> st.SearchStrategy[str]:
    assert info.pattern is not None, "every text of a paper has a pattern"
    return _pattern(info.pattern, info.max_length)


def _struct(info: inspect.StructType) -> st.SearchStrategy[Any]:
    members = {one.name: _member(one) for one in info.fields}
    return st.fixed_dictionaries(members).map(lambda made: _built(info.cls, made)).filter(lambda one: one is not None)


def _member(one: inspect.Field) -> st.SearchStrategy[Any]:
    if one.required:
        return _of(one.type)
    return st.one_of(st.just(one.default), _of(one.type))


def _built(cls: type[Any], made: dict[str, Any]) -> Any | None:
    try:
        return cls(**made)
    except ValueError:
        return None


@st.composite
def drafts(draw: st.DrawFn, kind: str) -> Paper:
    """An unsigned paper of this kind."""
    document, lines = draw(documents(kind)), draw(annexes(kind))
    return papers.draft(document, lines)


@st.composite
def documents(draw: st.DrawFn, kind: str) -> Document:
    """A document of this kind without its annex, its signers in order."""
    document: Document = draw(of(KINDS[kind]))
    signers = {signer.key: signer for signer in document.signers}
    return replace(document, annex=None, signers=tuple(signers[key] for key in sorted(signers)))


@st.composite
def annexes(draw: st.DrawFn, kind: str) -> list[Line]:
    """Lines of this kind, none of which names a thing twice."""
    document = KINDS[kind]
    if document.line is None:
        return []
    low = 0 if document.listless else 1
    lines = draw(
        st.lists(of(document.line), min_size=low, max_size=4, unique_by=lambda one: getattr(one, document.key))
    )
    return sorted(lines, key=lambda line: str(getattr(line, document.key)))


def changed(draw: Draw, value: Any) -> tuple[Any, tuple[str, ...]]:
    """The same struct but for one member somewhere in it, and the path to that member."""
    info = inspect.type_info(type(value))
    assert isinstance(info, inspect.StructType)
    member = draw(st.sampled_from([one for one in info.fields if one.encode_name != "annex"]))
    before = getattr(value, member.name)
    after, path = _changed(draw, before, member)
    made = _built(type(value), {one: getattr(value, one) for one in value.__struct_fields__} | {member.name: after})
    assume(made is not None)
    return made, (member.name, *path)


def _changed(draw: Draw, before: Any, member: inspect.Field) -> tuple[Any, tuple[str, ...]]:
    if isinstance(before, msgspec.Struct) and draw(st.booleans()):
        return changed(draw, before)
    if isinstance(before, tuple) and before and isinstance(before[0], msgspec.Struct) and draw(st.booleans()):
        place = draw(st.integers(0, len(before) - 1))
        after, path = changed(draw, before[place])
        return (*before[:place], after, *before[place + 1 :]), path
    return draw(_member(member)), ()


def base64(data: bytes) -> str:
    """As papers write bytes."""
    return b64encode(data).decode()
