"""
What an officer brings to the registrar: the public half of the key he made, and the proof that he holds it.

    {"key":{"alg":"ed25519","public":"…"},"ledger":"…","officer":"pps/35.79.02.2009#1","proof":"…"}

One line an officer, so that `cat` makes a batch of many. A name in it is for the registry of names; no paper holds it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from commands.founding.registry import checked
from commands.program import files
from ledger import paper as papers
from ledger.domain import names
from ledger.domain.documents.base import Base64, Form, Key
from ledger.domain.misread import misread
from ledger.domain.names import Digest, OfficerId
from ledger.errors import Malformed, Reason
from ledger.signing import armour
from ledger.signing.keys import PrivateKey, PublicKey

NOT_A_REQUEST = Reason(
    "SU-010",
    "{path}, line {line}: this is not a request for enrolment: {problem}.",
    "Have the officer make it again: kotak key request",
)
NO_REQUESTS = Reason(
    "SU-016", "{path} holds no request for enrolment.", "Have each officer make one: kotak key request -o FILE"
)
OTHER_LEDGER = Reason(
    "SU-011",
    "The request of {officer} was made for the ledger {found}, this is {expected}.",
    "Have the officer make it again with this election's trust file: kotak key request",
)
ASKED_TWICE = Reason(
    "SU-012", "There are two requests of officer {officer}.", "Keep the one whose fingerprint the officer reads to you."
)

_encode: Final = msgspec.json.Encoder(order="sorted").encode


class Request(Form, frozen=True, kw_only=True):
    """The key of one officer, for one ledger."""

    officer: OfficerId
    ledger: Digest
    key: Key
    proof: Base64
    name: str | None = None

    def __bytes__(self) -> bytes:
        return _encode(self) + b"\n"

    @property
    def unit(self) -> str:
        """The unit the officer's id begins with."""
        return names.unit_of(self.officer)

    @property
    def public(self) -> PublicKey:
        """The key itself."""
        return papers.public(self.key)


_decode: Final = msgspec.json.Decoder(Request).decode


def make(officer: str, ledger: str, key: PrivateKey, name: str | None) -> Request:
    """What the officer brings; the proof is the key's own signature."""
    if name is not None:
        checked(name)
    public = as_key(key.public)
    proof = key.sign(papers.possession(public, ledger, officer, names.unit_of(officer)))
    return Request(officer=officer, ledger=ledger, key=public, proof=armour.encode(proof), name=name)


def as_key(public: PublicKey) -> Key:
    """A public key as papers write it."""
    return msgspec.convert({"alg": public.alg, "public": public.base64}, Key)


def read(paths: Sequence[str], ledger: str) -> dict[str, Request]:
    """By officer the requests of these files, each made for this ledger by whoever holds its key."""
    found: dict[str, Request] = {}
    for request in (request for path in paths for request in _lines(path)):
        if request.ledger != ledger:
            raise Malformed(OTHER_LEDGER, officer=request.officer, found=request.ledger[:16], expected=ledger[:16])
        if found.setdefault(request.officer, request) != request:
            raise Malformed(ASKED_TWICE, officer=request.officer)
        body = papers.possession(request.key, request.ledger, request.officer, request.unit)
        request.public.verify(body, armour.decode(request.proof))
    return found


def _lines(path: str) -> Iterator[Request]:
    lines = files.read(path).splitlines()
    if not lines:
        raise Malformed(NO_REQUESTS, path=path)
    for number, line in enumerate(lines, start=1):
        try:
            request = _decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Malformed(NOT_A_REQUEST, path=path, line=number, problem=misread(error)) from error
        if request.name is not None:
            checked(request.name)
        yield request
