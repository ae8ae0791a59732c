"""
Time stamps over texts that were signed (RFC 3161, with SHA-256), such as the three lines of a checkpoint.

    openssl ts -query -in FILE.tsq -text                               the request, which anybody can carry
    openssl ts -verify -data TEXT -in FILE.tsr -CAfile ca.pem          the answer, which anybody can check

A stamp is a promise of a time-stamping authority that a text existed by a time. Which authorities are believed, the
caller says with certificates: none is taken from the machine, and none from the stamp. They must have been valid at
the time of the stamp, not now. Whether a certificate was withdrawn is not asked. Nothing is sent from here.

What the library `rfc3161_client` reads is in order; many authorities leave the certificates in the order of the chain.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Final
from warnings import catch_warnings, simplefilter

from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning

from ledger.errors import BadSignature, Malformed, NotInstalled, Reason
from ledger.signing import der

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse, TimeStampTokenInfo

_ASK_AGAIN = "Ask again, and keep this answer: kotak timestamp request CHECKPOINT -o FILE.tsq"
NOT_INSTALLED = Reason(
    "TS-001", "Time stamps need a part of kotak that is not installed.", "pip install 'kotak[timestamp]'"
)
NOT_A_REQUEST = Reason(
    "TS-002",
    "This is not a request for a time stamp as kotak writes it.",
    "Make one: kotak timestamp request CHECKPOINT -o FILE.tsq",
)
NOT_AN_ANSWER = Reason("TS-003", "This is not the answer of a time-stamping authority.", _ASK_AGAIN)
NOT_GRANTED = Reason("TS-004", "The authority gave no time stamp; its answer has the status {status}.", _ASK_AGAIN)
OTHER_TEXT = Reason(
    "TS-005",
    "The time stamp is over a text with the SHA-256 {found}, and not over this one with {expected}.",
    "Name the checkpoint it was asked for: kotak timestamp verify CHECKPOINT FILE.tsr --roots CA.pem",
)
OTHER_REQUEST = Reason(
    "TS-006",
    "The answer has the nonce {found}, and the request {expected}: it is the answer to another request.",
    _ASK_AGAIN,
)
NOT_ONE_SIGNER = Reason(
    "TS-007", "The time stamp carries {found} certificates that could be its signer's, and not one.", _ASK_AGAIN
)
NOT_VOUCHED_FOR = Reason(
    "TS-008",
    "The time stamp of {time} is not signed by an authority that your certificates vouch for at that time.",
    "Name the authority's root, and what stands between if the stamp does not carry it, in one file of PEM: kotak"
    " timestamp verify CHECKPOINT FILE.tsr --roots CA.pem",
)
NO_ROOT = Reason(
    "TS-009",
    "Among the certificates there is none that vouches for itself, as the root of an authority does.",
    "Get the root certificate from the authority, in PEM, and compare its fingerprint: openssl x509 -in CA.pem"
    " -noout -fingerprint -sha256",
)

_UNREADABLE: Final = (ValueError, TypeError, LookupError, x509.InvalidVersion, x509.DuplicateExtension)
"""How the libraries say that bytes are not what they should be."""
_SHA256: Final = "2.16.840.1.101.3.4.2.1"
_SHA256_IN_DER: Final = bytes.fromhex("608648016503040201")
_BOOLEAN: Final = 0x01
_CERTIFICATES: Final = 0xA0
_VERSION: Final = der.integer(1)
_WITH_CERTIFICATE: Final = der.value(_BOOLEAN, b"\xff")


@dataclass(frozen=True)
class Request:
    """What an authority is asked: to stamp the text with this hash, and to put its certificate into the answer."""

    imprint: bytes
    nonce: int

    def __bytes__(self) -> bytes:
        algorithm = der.sequence(der.value(der.OID, _SHA256_IN_DER), der.value(der.NULL, b""))
        imprint = der.sequence(algorithm, der.value(der.OCTETS, self.imprint))
        return der.sequence(_VERSION, imprint, der.integer(self.nonce), _WITH_CERTIFICATE)


@dataclass(frozen=True)
class Stamp:
    """What a verified time stamp says: when, by whom, and under which number and policy of that authority."""

    time: datetime
    authority: str
    serial: int
    policy: str


def request(text: str) -> Request:
    """Ask for a stamp over this text. The nonce keeps the answer to another request apart from ours."""
    return Request(hash_of(text), int.from_bytes(os.urandom(8)))


def read_request(data: bytes) -> Request:
    """Read by round trip what `bytes` of a request printed."""
    try:
        (whole,) = der.contents(data)
        _version, imprint, nonce, _certificate = der.contents(whole)
        _algorithm, hashed = der.contents(imprint)
    except _UNREADABLE as error:
        raise Malformed(NOT_A_REQUEST) from error
    found = Request(hashed, int.from_bytes(nonce))
    if len(hashed) != hashlib.sha256().digest_size or bytes(found) != data:
        raise Malformed(NOT_A_REQUEST)
    return found


def hash_of(text: str) -> bytes:
    """The hash of a text, as requests and stamps name it."""
    return hashlib.sha256(text.encode()).digest()


def imprint(answer: bytes) -> bytes:
    """The hash of the text an answer is about. Nothing is verified by this."""
    return _info(_read(answer)).message_imprint.message


def check_answer(asked: Request, answer: bytes) -> None:
    """The answer is to this request. Whether it is signed by somebody who is believed, `verify` says."""
    info = _info(_read(answer))
    _check_imprint(info, asked.imprint)
    if info.nonce != asked.nonce:
        raise Malformed(OTHER_REQUEST, found=info.nonce, expected=asked.nonce)


def verify(text: str, answer: bytes, certificates: bytes) -> Stamp:
    """
    Check an answer against certificates in PEM, roots and what stands between.

    1. The authority granted a stamp.
    2. It is over SHA-256 of this text.
    3. It carries one certificate of its signer.
    4. That key signed it; the certificate is for time stamping alone and leads to a root of the caller's, all valid at
       the time of the stamp.
    """
    trusted = _load(certificates)
    response = _read(answer)
    info = _info(response)
    _check_imprint(info, hash_of(text))
    with catch_warnings():
        # Of certificates that stamps carry; they were made by others, and long ago.
        simplefilter("ignore", CryptographyDeprecationWarning)
        signer = _signer(response)
        _check_signature(response, info, trusted)
    authority = signer.subject.rfc4514_string()
    return Stamp(info.gen_time, authority, info.serial_number, info.policy.dotted_string)


def _library() -> ModuleType:
    try:
        import rfc3161_client  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise NotInstalled(NOT_INSTALLED) from error
    return rfc3161_client


def _read(answer: bytes) -> "TimeStampResponse":
    """The answer, if a stamp was granted."""
    library = _library()
    try:
        response: TimeStampResponse = library.decode_timestamp_response(_in_order(answer))
    except _UNREADABLE as error:
        raise Malformed(NOT_AN_ANSWER) from error
    if response.status != library.PKIStatus.GRANTED:
        raise Malformed(NOT_GRANTED, status=response.status)
    return response


def _info(response: "TimeStampResponse") -> "TimeStampTokenInfo":
    try:
        return response.tst_info
    except _UNREADABLE as error:
        raise Malformed(NOT_AN_ANSWER) from error


def _in_order(answer: bytes) -> bytes:
    """The answer with its certificates sorted, which no signature covers (X.690, 11.6; RFC 5652, 5.1)."""
    (reply,) = der.contents(answer)
    _status, *token = der.contents(reply)
    for signed in token:
        _kind, wrapped = der.contents(signed)
        (data,) = der.contents(wrapped)
        for tag, content in der.values(data):
            if tag == _CERTIFICATES:
                ordered = sorted(der.value(*certificate) for certificate in der.values(content))
                return answer.replace(content, b"".join(ordered), 1)
    return answer


def _check_imprint(info: "TimeStampTokenInfo", expected: bytes) -> None:
    found = info.message_imprint
    if found.hash_algorithm.dotted_string != _SHA256 or found.message != expected:
        raise Malformed(OTHER_TEXT, found=found.message.hex(), expected=expected.hex())


def _signer(response: "TimeStampResponse") -> x509.Certificate:
    """
    The certificate named by the signature, which is the only one of that issuer and number: were there two, the library
    might verify with one and name the other.
    """
    try:
        names = {(info.issuer, info.serial_number) for info in response.signed_data.signer_infos}
        carried = [x509.load_der_x509_certificate(data) for data in response.signed_data.certificates]
        found = [one for one in carried if (one.issuer, one.serial_number) in names]
    except _UNREADABLE as error:
        raise Malformed(NOT_AN_ANSWER) from error
    if len(names) != 1 or len(found) != 1:
        raise Malformed(NOT_ONE_SIGNER, found=len(found))
    return found[0]


def _check_signature(
    response: "TimeStampResponse", info: "TimeStampTokenInfo", trusted: list[x509.Certificate]
) -> None:
    library = _library()
    roots = [one for one in trusted if one.issuer == one.subject]
    between = [one for one in trusted if one.issuer != one.subject]
    verifier = library.VerifierBuilder(roots=roots, intermediates=between).build()
    try:
        verifier.verify(response, info.message_imprint.message)
    except (*_UNREADABLE, library.VerificationError) as error:
        raise BadSignature(NOT_VOUCHED_FOR, time=info.gen_time.isoformat()) from error


def _load(certificates: bytes) -> list[x509.Certificate]:
    try:
        found = x509.load_pem_x509_certificates(certificates)
    except _UNREADABLE as error:
        raise Malformed(NO_ROOT) from error
    if not any(one.issuer == one.subject for one in found):
        raise Malformed(NO_ROOT)
    return found
