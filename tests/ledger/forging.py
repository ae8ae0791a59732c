"""Papers as a careful forger makes them: everything bound as it should be, but for the one thing that is not."""

import json
from base64 import b64encode
from typing import Any

import pytest

from ledger import merkle
from ledger import paper as papers
from ledger.domain.documents.base import LinkLine, Seal, Seals, Seen, Signer
from ledger.domain.documents.movement import Release
from ledger.errors import Malformed
from ledger.paper import Paper
from ledger.signing import envelope
from ledger.signing.keys import P256, PrivateKey
from tests.harness import ANI, BOXES, KPPS, PPS

MINE, YOURS = PrivateKey.generate(), PrivateKey.generate(P256)
AT = "2029-02-14T17:08:00+07:00"
COMMON: dict[str, Any] = {
    "id": "0" * 32,
    "at": AT,
    "device": "d" * 32,
    "device_seq": 7,
    "ledger": "a" * 64,
    "seen": Seen(size=0, root="e" * 64),
}
Json = dict[str, Any]


def signer(officer: str, own: PrivateKey, part: Any = "releases") -> Signer:
    return Signer(officer=officer, key=own.public.id, part=part, shown="id/1")


def line(box: str, on: int = 2) -> LinkLine:
    return LinkLine(box=box, after="b" * 64, seals=Seals(ties=Seal(on=on)), state="intact")


def release(*boxes: str) -> Paper:
    document = Release(**COMMON, signers=(signer(ANI, MINE),), unit=KPPS, place=f"{KPPS}/1", to=PPS)
    return papers.draft(document, map(line, boxes or BOXES))


def dump(value: Any) -> bytes:
    """Print with the oracle."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def parts(paper: Paper) -> tuple[Json, list[Json]]:
    return json.loads(paper.envelope.payload), [json.loads(one) for one in paper.annex.splitlines()]


def assemble(payload: Json | bytes, lines: list[Json | bytes], *, bind: bool = True) -> bytes:
    """A draft as a careful forger makes it: the annex bound, whatever is in it."""
    printed = [one if isinstance(one, bytes) else dump(one) for one in lines]
    if bind and printed and isinstance(payload, dict):
        root = merkle.root([merkle.leaf_hash(one) for one in printed]).hex()
        payload = payload | {"annex": {"lines": len(printed), "root": root}}
    body = payload if isinstance(payload, bytes) else dump(payload)
    cover = dump({"payload": b64encode(body).decode(), "payloadType": envelope.PAYLOAD_TYPE, "signatures": []})
    return b"\n".join([cover, *printed, b""])


def refusal(data: bytes) -> str:
    with pytest.raises(Malformed) as caught:
        papers.read(data)
    assert str(caught.value)
    assert caught.value.remedy
    return caught.value.code
