"""
Keys of officers, logs and log witnesses: public keys that verify, private keys that sign.

    {"alg":"ed25519","public":"<base64 of 32 bytes>"}         signature R ‖ S
    {"alg":"p256-sha256","public":"<base64 of 33 bytes>"}     SEC1 compressed; signature r ‖ s with low s, for tokens

A key id is the hex SHA-256 of the raw public bytes. Keys say nothing about who holds them, and no file is opened here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from ledger.errors import BadSignature, KeyProblem, Malformed, Reason
from ledger.signing import armour, strict

ED25519: Final = "ed25519"
P256: Final = "p256-sha256"

UNKNOWN_ALGORITHM = Reason(
    "KE-001",
    "Keys are ed25519 or p256-sha256; this one is said to be {alg}.",
    "Make a key of one of these with `kotak key new`.",
)
DOES_NOT_VERIFY = Reason(
    "KE-009",
    "The signature of key {key} does not belong to these bytes: they were changed, or signed with another key.",
    "Get the paper again from the machine that signed it; if it stays so, let it be signed again.",
)
NOT_OUR_KIND = Reason(
    "KE-010",
    "This is not a private key for Ed25519 or P-256.",
    "Make a key with `kotak key new`.",
)

_Verify = Callable[[bytes, bytes], None]
_KEYS_KEPT = 2**14
_FINGERPRINT_LENGTH = 32
_GROUP = 4


@dataclass(frozen=True)
class PublicKey:
    """A public key that has been found fit for use: of one spelling, on its curve, not of small order."""

    alg: str
    public: bytes
    _verify: _Verify = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.alg not in _VERIFIERS:
            raise Malformed(UNKNOWN_ALGORITHM, alg=self.alg)
        object.__setattr__(self, "_verify", _VERIFIERS[self.alg](self.public))

    @classmethod
    def read(cls, alg: str, public: str) -> "PublicKey":
        """Read the base64 of a paper. The same key is checked once."""
        return _read(alg, public)

    @cached_property
    def id(self) -> str:
        """The key id: hex SHA-256 of the raw public bytes."""
        return sha256(self.public).hexdigest()

    @property
    def base64(self) -> str:
        """What `read` reads."""
        return armour.encode(self.public)

    @property
    def pem(self) -> bytes:
        """What `openssl pkeyutl -verify -pubin -inkey` reads."""
        from ledger.signing import encodings  # noqa: PLC0415 - dear, and no check needs it

        return encodings.pem(_LOADERS[self.alg](self.public))

    def verify(self, message: bytes, signature: bytes) -> None:
        """Nothing, or BadSignature."""
        try:
            self._verify(message, signature)
        except InvalidSignature as error:
            raise BadSignature(DOES_NOT_VERIFY, key=self.id) from error


class Signer(Protocol):
    """Whoever can sign: a key in memory, or one that never leaves its token."""

    @property
    def public(self) -> PublicKey:
        """The key that verifies."""

    def sign(self, message: bytes) -> bytes:
        """Sign these bytes, so that `public` verifies it: 64 bytes but for ML-DSA-44."""


class PrivateKey:
    """A private key in memory. It is never printed, compared or pickled."""

    def __init__(self, library: Ed25519PrivateKey | EllipticCurvePrivateKey) -> None:
        self._library = library

    @classmethod
    def generate(cls, alg: str = ED25519) -> "PrivateKey":
        """Make a new key from the randomness of the operating system."""
        if alg == ED25519:
            return cls(Ed25519PrivateKey.generate())
        if alg == P256:
            return cls(generate_private_key(SECP256R1()))
        raise Malformed(UNKNOWN_ALGORITHM, alg=alg)

    @classmethod
    def from_pkcs8(cls, der: bytes) -> "PrivateKey":
        """Read an unencrypted PKCS#8 structure."""
        from ledger.signing import encodings  # noqa: PLC0415 - dear, and no check needs it

        key = encodings.read_pkcs8(der)
        if isinstance(key, Ed25519PrivateKey):
            return cls(key)
        if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
            return cls(key)
        raise KeyProblem(NOT_OUR_KIND)

    def pkcs8(self) -> bytes:
        """Print as an unencrypted PKCS#8 structure, to be encrypted before it is stored."""
        from ledger.signing import encodings  # noqa: PLC0415 - dear, and no check needs it

        return encodings.pkcs8(self._library)

    @cached_property
    def public(self) -> PublicKey:
        """The key that verifies."""
        if isinstance(self._library, Ed25519PrivateKey):
            return PublicKey(ED25519, self._library.public_key().public_bytes_raw())
        from ledger.signing import encodings  # noqa: PLC0415 - dear, and no check needs it

        return PublicKey(P256, encodings.point(self._library.public_key()))

    def sign(self, message: bytes) -> bytes:
        """Sign these bytes."""
        if isinstance(self._library, Ed25519PrivateKey):
            return self._library.sign(message)
        r, s = decode_dss_signature(self._library.sign(message, ECDSA(SHA256())))
        return r.to_bytes(32) + strict.low(s).to_bytes(32)


def fingerprint(public: PublicKey) -> str:
    """128 bits of the key id in groups of four, `1a2b 3c4d …`, to be read out over the telephone."""
    digits = public.id[:_FINGERPRINT_LENGTH]
    return " ".join(digits[i : i + _GROUP] for i in range(0, _FINGERPRINT_LENGTH, _GROUP))


@lru_cache(maxsize=_KEYS_KEPT)
def _read(alg: str, public: str) -> PublicKey:
    return PublicKey(alg, armour.decode(public))


def _load_p256(public: bytes) -> EllipticCurvePublicKey:
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    except ValueError as error:
        raise Malformed(strict.NOT_A_POINT, key=public.hex(), alg=P256) from error


def _ed25519(public: bytes) -> _Verify:
    strict.check_ed25519_key(public)
    key, key_id = Ed25519PublicKey.from_public_bytes(public), sha256(public).hexdigest()

    def verify(message: bytes, signature: bytes) -> None:
        strict.check_ed25519_signature(signature, key_id)
        key.verify(signature, message)

    return verify


def _p256(public: bytes) -> _Verify:
    strict.check_p256_key(public)
    key, key_id = _load_p256(public), sha256(public).hexdigest()

    def verify(message: bytes, signature: bytes) -> None:
        strict.check_p256_signature(signature, key_id)
        r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        key.verify(encode_dss_signature(r, s), message, ECDSA(SHA256()))

    return verify


_VERIFIERS: Final[dict[str, Callable[[bytes], _Verify]]] = {ED25519: _ed25519, P256: _p256}
_LOADERS: Final[dict[str, Callable[[bytes], Ed25519PublicKey | EllipticCurvePublicKey]]] = {
    ED25519: Ed25519PublicKey.from_public_bytes,
    P256: _load_p256,
}
