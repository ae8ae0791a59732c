"""
The fullest paper of every kind: every member there is, each with a fixed word, signed with two fixed keys.

    python -m tests.ledger.goldens KIND…     writes golden/KIND.paper, .id.txt and .en.txt of a kind that is new

A file that is there is never written again: papers of that form have been signed.
"""

import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import inspect
from msgspec.structs import replace

from ledger import paper as papers
from ledger.domain.documents import KINDS
from ledger.domain.documents.base import (
    Base64,
    Code,
    Day,
    Document,
    Instant,
    Key,
    Latitude,
    Line,
    Longitude,
    Signer,
    Word,
)
from ledger.domain.documents.government import Deadline, PlanLine
from ledger.domain.documents.people import Enrolment, EnrolmentLine, UnitLine
from ledger.domain.names import BoxId, Digest, LegId, Location, OfficerId, Origin, PlaceId, Random, UnitId, UnitOrPlace
from ledger.domain.sentences import LANGUAGES, sentences
from ledger.paper import Paper
from ledger.signing.keys import PrivateKey

GOLDEN: Final = Path(__file__).with_name("golden")
SIGNERS: Final = (
    PrivateKey(Ed25519PrivateKey.from_private_bytes(sha256(b"Ani").digest())),
    PrivateKey(derive_private_key(int.from_bytes(sha256(b"Budi").digest()), SECP256R1())),
)
KEYS: Final = {
    one.public.id: Key(alg=one.public.alg, public=one.public.base64)  # type: ignore[arg-type]  # one of the two
    for one in SIGNERS
}
_ANI: Final = KEYS[SIGNERS[0].public.id]
_WORDS: Final = {
    Instant: "2029-02-14T17:08:00+07:00",
    Day: "2029-02-14",
    Code: "547/PY.01.1-SD",
    Base64: "a290YWs=",
    Latitude: "-7.8671",
    Longitude: "112.5239",
    BoxId: "35.79.02.2009/004/DPD",
    UnitId: "pps/35.79.02.2009",
    UnitOrPlace: "pps/35.79.02.2009",
    PlaceId: "pps/35.79.02.2009/1",
    OfficerId: "pps/35.79.02.2009#2",
    Location: "35.79.02",
    LegId: "35.79.02.2009/004:pps-kpps",
    Origin: "kpu.example/pemilu-2029/kota-batu",
}
_BY_NAME: Final = {"place": "pps/35.79.02.2009/1", "shown": "id/1", "code": "IR-01"}
_WITHOUT: Final[dict[type, dict[str, Any]]] = {
    Deadline: {"due": None},
    PlanLine: {"until": None},
    UnitLine: {"coordinates": None, "keepers": ()},
}
"""Members that exclude each other."""


def paper(kind: str) -> Paper:
    """The fullest paper of a kind, not yet signed."""
    document: Document = _struct(KINDS[kind], kind)
    line = document.line
    lines: list[Line] = [] if line is None else [_struct(line, f"{kind} line")]
    if isinstance(document, Enrolment):
        lines = [_proved(document, one) for one in lines if isinstance(one, EnrolmentLine)]
    parts = ("acts", "witnesses")
    signers = tuple(
        Signer(officer=f"pps/35.79.02.2009#{n}", key=own.public.id, part=part, shown="id/1")  # type: ignore[arg-type]  # parts there are
        for n, (own, part) in enumerate(zip(SIGNERS, parts, strict=True), start=1)
    )
    return papers.draft(replace(document, signers=signers, annex=None), lines)


def _proved(document: Enrolment, line: EnrolmentLine) -> EnrolmentLine:
    proof = SIGNERS[0].sign(papers.possession(line.key, document.ledger, line.id, line.unit))
    return replace(line, proof=b64encode(proof).decode())


def _struct(cls: type[Any], path: str) -> Any:
    if cls is Key:
        return _ANI
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    members = {one.name: _full(one.type, f"{path}.{one.encode_name}") for one in info.fields}
    return cls(**members | _WITHOUT.get(cls, {}))


def _full(info: inspect.Type, path: str) -> Any:  # noqa: PLR0911 - one return for each sort of type
    match info:
        case inspect.StructType():
            return _struct(info.cls, path)
        case inspect.UnionType():
            return _full(next(one for one in info.types if not isinstance(one, inspect.NoneType)), path)
        case inspect.VarTupleType():
            return (_full(info.item_type, path),)
        case inspect.LiteralType():
            return info.values[sha256(path.encode()).digest()[0] % len(info.values)]
        case inspect.IntType():
            return info.ge or 7
        case inspect.BoolType():
            return True
        case _:
            assert isinstance(info, inspect.StrType)
            return _text(info.pattern, path)


def _text(pattern: str | None, path: str) -> str:
    member, digest = path.rpartition(".")[2], sha256(path.encode()).hexdigest()
    known = {_pattern(type_): word for type_, word in _WORDS.items()}
    made = {_pattern(Digest): digest, _pattern(Random): digest[:32], _pattern(Word): f"{member}-x"}
    return _BY_NAME.get(member) or (known | made)[pattern]


def _pattern(type_: Any) -> str | None:
    info = inspect.type_info(type_)
    assert isinstance(info, inspect.StrType)
    return info.pattern


def _write(kind: str) -> None:
    signed = papers.sign(paper(kind), SIGNERS)
    with (GOLDEN / f"{kind}.paper").open("xb") as file:
        file.write(bytes(signed))
    for language in LANGUAGES:
        said = "\n".join(sentences(signed.document, signed.lines, language))
        (GOLDEN / f"{kind}.{language}.txt").write_text(f"{said}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        _write(name)
