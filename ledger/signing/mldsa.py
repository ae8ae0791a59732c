"""
ML-DSA-44 (FIPS 204): the second signature a log witness may give, which no quantum computer forges.

Not every version of the cryptography library has it. It is imported when it is used; where it is missing keys are still
read and compared, and `is_here` tells that no signature can be made or verified. Officers and logs have no such keys.
"""

from dataclasses import dataclass, field
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from cryptography.exceptions import UnsupportedAlgorithm

from ledger.errors import KeyProblem, Malformed, Reason
from ledger.signing import keys, strict

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

MLDSA44: Final = "ml-dsa-44"
KEY_LENGTH: Final = 1312
SIGNATURE_LENGTH: Final = 2420

NOT_HERE = Reason(
    "NT-014",
    "The cryptography library on this machine cannot make or verify signatures with ML-DSA-44.",
    "Install a newer one, or do without: pip install --upgrade cryptography",
)

_LIBRARY: Final = "cryptography.hazmat.primitives.asymmetric.mldsa"
_SEED_LENGTH: Final = 32
_EMPTY: Final = b""
"""The context of every cosignature."""


def is_here() -> bool:
    """Whether signatures can be made and verified on this machine."""
    try:
        import_module(_LIBRARY).MLDSA44PrivateKey.from_seed_bytes(bytes(_SEED_LENGTH))
    except (ImportError, UnsupportedAlgorithm):
        return False
    return True


@dataclass(frozen=True)
class PublicKey(keys.PublicKey):
    """A public key by its raw bytes. It verifies for those who asked `is_here`."""

    alg: str = field(init=False, default=MLDSA44)

    def __post_init__(self) -> None:
        if len(self.public) != KEY_LENGTH:
            raise Malformed(strict.NOT_THIS_LONG, alg=self.alg, expected=KEY_LENGTH, found=len(self.public))
        object.__setattr__(self, "_verify", partial(verify, self.public, _EMPTY))

    @property
    def pem(self) -> bytes:
        """What `openssl pkeyutl -verify -pubin -inkey` reads, from version 3.5 on."""
        from ledger.signing import encodings  # noqa: PLC0415 - dear, and no check needs it

        return encodings.pem(_load(self.public))


class PrivateKey:
    """A private key in memory. It is never printed, compared or pickled."""

    def __init__(self, library: "MLDSA44PrivateKey") -> None:
        self._library = library

    @classmethod
    def generate(cls) -> "PrivateKey":
        """Make a new key from the randomness of the operating system."""
        if not is_here():
            raise KeyProblem(NOT_HERE)
        return cls(import_module(_LIBRARY).MLDSA44PrivateKey.generate())

    @classmethod
    def from_pkcs8(cls, der: bytes) -> "PrivateKey":
        """Read an unencrypted PKCS#8 structure (RFC 9881), of the seed alone."""
        if not is_here():
            raise KeyProblem(NOT_HERE)
        from ledger.signing import encodings  # noqa: PLC0415 - dear, and no check needs it

        key = encodings.read_pkcs8(der)
        if not isinstance(key, import_module(_LIBRARY).MLDSA44PrivateKey):
            raise KeyProblem(keys.NOT_OUR_KIND)
        return cls(cast("MLDSA44PrivateKey", key))

    def pkcs8(self) -> bytes:
        """Print as an unencrypted PKCS#8 structure, to be encrypted before it is stored."""
        from ledger.signing import encodings  # noqa: PLC0415 - dear, and no check needs it

        return encodings.pkcs8(self._library)

    @cached_property
    def public(self) -> PublicKey:
        """The key that verifies."""
        return PublicKey(self._library.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Sign these bytes, with the empty context."""
        return self._library.sign(message, _EMPTY)


def verify(public: bytes, context: bytes, message: bytes, signature: bytes) -> None:
    """FIPS 204, algorithm 3: nothing, or InvalidSignature."""
    _load(public).verify(signature, message, context)


def _load(public: bytes) -> "MLDSA44PublicKey":
    return cast("MLDSA44PublicKey", import_module(_LIBRARY).MLDSA44PublicKey.from_public_bytes(public))
