r"""
Covers: what people sign, as a DSSE 1.0.2 envelope on one line.

    {"payload":"<base64>","payloadType":"application/vnd.kotak.paper.v1+json","signatures":[{"keyid":"…","sig":"…"},…]}

    head -n 1 h42.paper | tr -d '\n' | jq -r .payload | base64 -d

Every cover is a DSSE envelope; of all envelopes that say the same, one is the cover. A cover without signatures is a
draft. Who had to sign stands inside the payload, which nothing here reads: a key id in the envelope is a hint.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Annotated, Final

from msgspec import DecodeError, Meta, Struct, field
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from ledger.errors import KeyProblem, Malformed, Reason
from ledger.signing.keys import PublicKey, Signer

PAYLOAD_TYPE: Final = "application/vnd.kotak.paper.v1+json"
KEY_TYPE: Final = "application/vnd.kotak.key.v1+json"
"""The only other type an officer's key signs: its own proof of possession."""
LONGEST: Final = 16 * 1024
"""Bytes of a cover, without its newline."""

_GET_AGAIN = "Get the paper again from the machine that signed it."

TOO_LONG = Reason(
    "EN-001",
    "The cover has {found} bytes; a cover has at most {most}.",
    "Divide the paper into several that name fewer things outside the annex.",
)
NOT_A_COVER = Reason("EN-002", "This line is not the cover of a paper.", _GET_AGAIN)
NOT_CANONICAL = Reason("EN-003", "The cover is not written in its one spelling.", _GET_AGAIN)
OTHER_TYPE = Reason(
    "EN-004",
    "The envelope holds {found}, not a paper ({expected}).",
    "If a newer version wrote it, read it with that version.",
)
NOT_SORTED = Reason("EN-005", "The signatures of the cover are not in the order of their keys.", _GET_AGAIN)
SIGNED_TWICE = Reason("EN-006", "Key {key} stands twice under the paper.", _GET_AGAIN)
NOBODY_NAMED = Reason("EN-007", "The paper names nobody who has to sign it.", "Draft the paper again with its signers.")
MISSING = Reason(
    "EN-008",
    "The signature of key {key} is missing under the paper.",
    "Let its officer sign: kotak paper sign FILE",
)
EXTRA = Reason(
    "EN-009",
    "Key {key} signed the paper, and the paper does not name it.",
    "Draft the paper again and name this officer in it, or get the cover without this signature.",
)
HAS_SIGNED = Reason(
    "EN-010",
    "Key {key} has already signed this paper.",
    "See whose signature is missing, and let that officer sign: kotak paper show FILE",
)


class Signature(Struct, frozen=True, forbid_unknown_fields=True):
    """One signature and the id of the key that is said to have made it."""

    keyid: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    sig: bytes


class Envelope(Struct, frozen=True, forbid_unknown_fields=True):
    """A payload and its signatures, sorted by key id. `bytes` prints the cover's line without its newline."""

    payload: bytes
    signatures: tuple[Signature, ...] = ()
    payload_type: str = field(default=PAYLOAD_TYPE, name="payloadType")

    def __bytes__(self) -> bytes:
        return _encode(self)

    def __str__(self) -> str:
        return _encode(self).decode()


class _Glance(Struct, frozen=True):
    """The payload alone."""

    payload: bytes


_encode = Encoder(order="sorted").encode
_decode = Decoder(Envelope).decode
_glance = Decoder(_Glance).decode


def pae(payload_type: str, body: bytes) -> bytes:
    """Give the bytes that are signed: `DSSEv1 LEN(type) type LEN(body) body`, lengths in bytes (DSSE 1.0.2)."""
    name = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(body), body)


def read(line: bytes) -> Envelope:
    """Read a cover by round trip: what does not print back to the same line is refused."""
    if len(line) > LONGEST:
        raise Malformed(TOO_LONG, found=len(line), most=LONGEST)
    try:
        envelope = _decode(line)
    except (DecodeError, UnicodeDecodeError) as error:
        raise Malformed(NOT_A_COVER) from error
    if envelope.payload_type != PAYLOAD_TYPE:
        raise Malformed(OTHER_TYPE, found=envelope.payload_type, expected=PAYLOAD_TYPE)
    if _encode(envelope) != line:
        raise Malformed(NOT_CANONICAL)
    _check_order(envelope.signatures)
    return envelope


def payload_of(line: bytes) -> bytes:
    """The payload of a cover that was read before. Nothing else of it is looked at."""
    try:
        return _glance(line).payload
    except (DecodeError, UnicodeDecodeError) as error:
        raise Malformed(NOT_A_COVER) from error


def sign(payload: bytes, signers: Iterable[Signer]) -> Envelope:
    """Put a payload under its signatures. Without signers it is a draft."""
    message = pae(PAYLOAD_TYPE, payload)
    made = [Signature(signer.public.id, signer.sign(message)) for signer in signers]
    return _of(payload, made)


def add(envelope: Envelope, signer: Signer) -> Envelope:
    """Let one more sign. The signatures already there stay as they are and are not checked."""
    if any(signature.keyid == signer.public.id for signature in envelope.signatures):
        raise KeyProblem(HAS_SIGNED, key=signer.public.id)
    made = Signature(signer.public.id, signer.sign(pae(PAYLOAD_TYPE, envelope.payload)))
    return _of(envelope.payload, [*envelope.signatures, made])


def check(envelope: Envelope, keys: Mapping[str, PublicKey]) -> None:
    """
    Exactly the keys given, by their ids, signed, each once; BadSignature or Malformed otherwise.

    Which keys have to sign the payload says, and which key an officer had at that point the roster. Every signature is
    verified here and nowhere else.
    """
    check_signers(envelope, keys.keys())
    message = pae(PAYLOAD_TYPE, envelope.payload)
    for signature in envelope.signatures:
        keys[signature.keyid].verify(message, signature.sig)


def check_signers(envelope: Envelope, keys: AbstractSet[str]) -> None:
    """Exactly the keys of these ids are said to have signed, each once. Raises Malformed; nothing is verified."""
    if not keys:
        raise Malformed(NOBODY_NAMED)
    _check_order(envelope.signatures)
    signed = {signature.keyid for signature in envelope.signatures}
    if missing := keys - signed:
        raise Malformed(MISSING, key=min(missing))
    if extra := signed - keys:
        raise Malformed(EXTRA, key=min(extra))


def only(envelope: Envelope, keys: AbstractSet[str]) -> Envelope:
    """The same under fewer signatures, to verify those whose keys are known."""
    return replace(envelope, signatures=tuple(one for one in envelope.signatures if one.keyid in keys))


def _of(payload: bytes, signatures: Iterable[Signature]) -> Envelope:
    envelope = Envelope(payload, tuple(sorted(signatures, key=lambda signature: signature.keyid)))
    _check_order(envelope.signatures)
    if (length := len(_encode(envelope))) > LONGEST:
        raise Malformed(TOO_LONG, found=length, most=LONGEST)
    return envelope


def _check_order(signatures: Iterable[Signature]) -> None:
    for before, after in pairwise(signatures):
        if before.keyid == after.keyid:
            raise Malformed(SIGNED_TWICE, key=after.keyid)
        if before.keyid > after.keyid:
            raise Malformed(NOT_SORTED)
