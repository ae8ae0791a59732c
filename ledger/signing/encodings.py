"""
Keys as files hold them: PKCS#8 (RFC 5958), PEM and compressed points (SEC 1, 2.3.3).

What the library needs for these takes longer to import than all else it does here. Whoever makes or verifies signatures
with keys that stand in papers needs none of it, so this module is imported where it is used.
"""

from typing import TYPE_CHECKING, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from ledger.errors import KeyProblem
from ledger.signing.keys import NOT_OUR_KIND

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes

_NO_PASSPHRASE: Final = NoEncryption()


def read_pkcs8(der: bytes) -> "PrivateKeyTypes":
    """A private key from an unencrypted structure. Raises KeyProblem."""
    try:
        return load_der_private_key(der, None)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise KeyProblem(NOT_OUR_KIND) from error


def pkcs8(key: "PrivateKeyTypes") -> bytes:
    """A private key as an unencrypted structure, to be encrypted before it is stored."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, _NO_PASSPHRASE)


def pem(key: "PublicKeyTypes") -> bytes:
    """A public key as the openssl program reads it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def point(key: "EllipticCurvePublicKey") -> bytes:
    """Of a public key its point, compressed."""
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
