"""
The tables of members in docs/format.md, printed from the types the program reads with.

    python -m tests.format        writes them into the document
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import inspect

from ledger.domain import names
from ledger.domain.documents import KINDS, LINKS, base
from ledger.domain.documents.base import CustodyDocument, Document, LaterDocument, LinkDocument

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "format.md"
BEGIN: Final = "<!-- tables: python -m tests.format -->"
END: Final = "<!-- end of tables -->"
_COMMON: Final = {
    "Every payload": Document,
    "All but genesis": LaterDocument,
    "About boxes": CustodyDocument,
    "Links": LinkDocument,
}

_SHARED: Final = (LinkDocument, CustodyDocument, LaterDocument, Document)


def tables() -> str:
    """What every kind says, as Markdown."""
    return "\n".join([*_common(), *_kinds(), *_parts()])


def written(text: str) -> str:
    """The document with the tables as they are now."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{tables()}\n{END}{tail}"


def _common() -> Iterator[str]:
    said: set[str] = set()
    for title, document in _COMMON.items():
        yield f"\n### {title}\n"
        yield from _rows(document, said)
        said |= set(document.__struct_fields__)


def _kinds() -> Iterator[str]:
    for kind, document in KINDS.items():
        mark = "link" if kind in LINKS else "remark" if issubclass(document, CustodyDocument) else "paper"
        yield f"\n### `{kind}` ({mark})\n"
        shared = next(
            one for one in (LinkDocument, CustodyDocument, LaterDocument, Document) if issubclass(document, one)
        )
        own = list(_rows(document, set(shared.__struct_fields__)))
        beyond = {LinkDocument: "links", CustodyDocument: "papers about boxes", LaterDocument: "all but genesis"}
        yield f"Members of {beyond.get(shared, 'every payload')}" + (", and:\n" if len(own) > 2 else " alone.")
        yield from own if len(own) > 2 else []
        if document.line is not None:
            listless = " The annex may be absent." if document.listless else ""
            yield f"\nAnnex lines, sorted by and unique in `{document.key}`.{listless}\n"
            yield from _rows(document.line, set())


def _parts() -> Iterator[str]:
    yield "\n### Objects inside papers\n"
    told: dict[str, type] = {}
    for document in KINDS.values():
        for one in (document, document.line):
            if one is not None:
                _collect(inspect.type_info(one), told)
    own = {*KINDS.values(), *(document.line for document in KINDS.values())}
    for name, struct in sorted(told.items()):
        if struct not in own:
            yield f"`{name}`\n"
            yield from _rows(struct, set())
            yield ""


def _collect(info: Any, told: dict[str, type]) -> None:
    if isinstance(info, inspect.StructType):
        if told.get(info.cls.__name__) is info.cls:
            return
        told[info.cls.__name__] = info.cls
        for one in info.fields:
            _collect(one.type, told)
    for inner in (*getattr(info, "types", ()), getattr(info, "item_type", None)):
        if inner is not None:
            _collect(inner, told)


def _rows(struct: type, without: set[str]) -> Iterator[str]:
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    yield "| member | is | |"
    yield "|---|---|---|"
    for one in sorted(info.fields, key=lambda field: field.encode_name):
        if one.name not in without:
            yield f"| `{one.encode_name}` | {_told(one.type)} | {'' if one.required else 'optional'} |"


def _told(info: Any) -> str:
    match info:
        case inspect.Metadata():
            told = _told(info.type)
        case inspect.StructType():
            told = f"`{info.cls.__name__}`"
        case inspect.LiteralType():
            told = ", ".join(f"`{value}`" for value in sorted(map(str, info.values)))
        case inspect.UnionType():
            told = " or ".join(_told(one) for one in info.types if not isinstance(one, inspect.NoneType))
        case inspect.VarTupleType():
            told = f"list of {_told(info.item_type)}"
        case inspect.StrType():
            pattern = info.pattern or ""
            told = _NAMED.get(pattern) or f"`{pattern[2:-2]}`".replace("|", "\\|")
        case inspect.IntType():
            told = "integer" + (f" ≥ {info.ge}" if info.ge else "") + (f" ≤ {info.le}" if info.le else "")
        case _:
            assert isinstance(info, inspect.BoolType), info
            told = "`true`"
    return told


def _patterns() -> dict[str, str]:
    found: dict[str, str] = {}
    for module, words in ((names, _NAMES), (base, _WORDS)):
        for word, told in words.items():
            info = inspect.type_info(getattr(module, word))
            inner = info.type if isinstance(info, inspect.Metadata) else info
            assert isinstance(inner, inspect.StrType)
            found.setdefault(inner.pattern or "", told)
    return found


_NAMES: Final = {
    "Area": "area",
    "Location": "area or station",
    "BoxId": "box",
    "UnitId": "unit",
    "PlaceId": "place",
    "StatedPlace": "place, or `?`",
    "UnitOrPlace": "unit or place",
    "OfficerId": "officer",
    "Origin": "origin",
    "LegId": "leg",
    "Digest": "hash, hex",
    "Random": "128 bits, hex",
}
_WORDS: Final = {
    "Base64": "base64",
    "Instant": "instant",
    "Day": "date",
    "Code": "number on a paper",
    "Word": "word",
    "Shown": "language/edition",
    "Latitude": "decimal degrees, as text",
    "Longitude": "decimal degrees, as text",
}
_NAMED: Final = _patterns()


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8")), "utf-8")
