"""
Private keys under a passphrase: PKCS#8 with PBES2 (RFC 5958, RFC 8018) and a key derivation that costs a guesser much.

    scrypt N=2^17 r=8 p=1 (RFC 7914), AES-256-CBC             what is written; 128 MiB a guess
    PBKDF2-HMAC-SHA256, 600,000 rounds, AES-256-CBC           what the openssl program reads too

Only these two forms are read, by round trip, and their numbers are bounded before any work is done. No file is opened
here.
"""

import os
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf import pbkdf2, scrypt
from cryptography.hazmat.primitives.padding import PKCS7

from ledger.errors import KeyProblem, Phrase, Reason
from ledger.signing import der

COST: Final = 2**17
ROUNDS: Final = 600_000

_ENCRYPT_AGAIN = (
    "Choose a new passphrase and encrypt the key again: openssl pkcs8 -topk8 -iter 600000 -in OLD -out NEW."
)

EMPTY_PASSPHRASE = Reason("KF-001", "The passphrase is empty.", "Choose several words that nobody else would join.")
UNKNOWN_PROTECTION = Reason(
    "KF-002",
    "The key is protected neither with scrypt nor with PBKDF2-HMAC-SHA256, each with AES-256-CBC.",
    _ENCRYPT_AGAIN,
)
TOO_WEAK = Reason(
    "KF-003", "The key is protected with {found}: too little against guessing of the passphrase.", _ENCRYPT_AGAIN
)
TOO_COSTLY = Reason(
    "KF-004",
    "To open the key {found} would be needed, which no honest program asks for.",
    "Do not use this file. Make a key with `kotak key new`.",
)
WRONG_PASSPHRASE = Reason(
    "KF-005",
    "The passphrase does not open the key, or the key file is damaged.",
    "Try again. If the passphrase is lost, make a new key with `kotak key new` and ask the registrar to enrol it.",
)

_PBES2: Final = bytes.fromhex("2a864886f70d01050d")
_PBKDF2: Final = bytes.fromhex("2a864886f70d01050c")
_HMAC_SHA256: Final = bytes.fromhex("2a864886f70d0209")
_SCRYPT: Final = bytes.fromhex("2b06010401da47040b")
_AES256_CBC: Final = bytes.fromhex("60864801650304012a")
_KEY_LENGTH = 32
_BLOCK = 16


@dataclass(frozen=True)
class Scrypt:
    """RFC 7914, 7.1. At most 1 GiB, and at most four times over it."""

    salt: bytes
    n: int = COST
    r: int = 8
    p: int = 1

    def check_bounds(self) -> None:
        """Refuse what would be too weak, or too much to work on."""
        found = f"scrypt N={self.n} r={self.r} p={self.p}"
        if self.n < 2**14 or self.r < 8 or self.p < 1:  # noqa: PLR2004 - the floor is said once, here
            raise KeyProblem(TOO_WEAK, found=found)
        if self.n.bit_count() != 1 or 128 * self.n * self.r > 2**30 or self.p > 4:  # noqa: PLR2004 - and so is the top
            raise KeyProblem(TOO_COSTLY, found=found)

    def derive(self, passphrase: bytes) -> bytes:
        """Make an AES key of a passphrase."""
        return scrypt.Scrypt(self.salt, _KEY_LENGTH, self.n, self.r, self.p).derive(passphrase)

    def __bytes__(self) -> bytes:
        numbers = [der.integer(self.n), der.integer(self.r), der.integer(self.p)]
        return der.sequence(der.value(der.OID, _SCRYPT), der.sequence(der.value(der.OCTETS, self.salt), *numbers))


@dataclass(frozen=True)
class Pbkdf2:
    """RFC 8018, A.2, with HMAC-SHA256."""

    salt: bytes
    rounds: int = ROUNDS

    def check_bounds(self) -> None:
        """Refuse what would be too weak, or too much to work on."""
        found = Phrase("PBKDF2 with {rounds:,} rounds", rounds=self.rounds)
        if self.rounds < ROUNDS:
            raise KeyProblem(TOO_WEAK, found=found)
        if self.rounds > 10_000_000:  # noqa: PLR2004 - said once, here
            raise KeyProblem(TOO_COSTLY, found=found)

    def derive(self, passphrase: bytes) -> bytes:
        """Make an AES key of a passphrase."""
        return pbkdf2.PBKDF2HMAC(SHA256(), _KEY_LENGTH, self.salt, self.rounds).derive(passphrase)

    def __bytes__(self) -> bytes:
        prf = der.sequence(der.value(der.OID, _HMAC_SHA256), der.value(der.NULL, b""))
        return der.sequence(
            der.value(der.OID, _PBKDF2), der.sequence(der.value(der.OCTETS, self.salt), der.integer(self.rounds), prf)
        )


def encrypt(key: bytes, passphrase: bytes, kdf: Scrypt | Pbkdf2) -> bytes:
    """Put a PKCS#8 structure under a passphrase: an EncryptedPrivateKeyInfo."""
    _check_passphrase(passphrase)
    kdf.check_bounds()
    iv = os.urandom(_BLOCK)
    padder = PKCS7(8 * _BLOCK).padder()
    encryptor = Cipher(AES256(kdf.derive(passphrase)), CBC(iv)).encryptor()
    padded = padder.update(key) + padder.finalize()
    return _print(kdf, iv, encryptor.update(padded) + encryptor.finalize())


def decrypt(encrypted: bytes, passphrase: bytes) -> bytes:
    """Open an EncryptedPrivateKeyInfo. Whatever a wrong passphrase leads to, it is called wrong in the same words."""
    _check_passphrase(passphrase)
    kdf, iv, ciphertext = _read(encrypted)
    kdf.check_bounds()
    decryptor = Cipher(AES256(kdf.derive(passphrase)), CBC(iv)).decryptor()
    unpadder = PKCS7(8 * _BLOCK).unpadder()
    try:
        key = unpadder.update(decryptor.update(ciphertext) + decryptor.finalize()) + unpadder.finalize()
        (content,) = der.contents(key)
    except (ValueError, IndexError) as error:
        raise KeyProblem(WRONG_PASSPHRASE) from error
    if der.sequence(content) != key:
        raise KeyProblem(WRONG_PASSPHRASE)
    return key


def salt() -> bytes:
    """Make 128 random bits."""
    return os.urandom(16)


def _check_passphrase(passphrase: bytes) -> None:
    if not passphrase:
        raise KeyProblem(EMPTY_PASSPHRASE)


def _read(encrypted: bytes) -> tuple[Scrypt | Pbkdf2, bytes, bytes]:
    try:
        found = _take_apart(encrypted)
    except (ValueError, IndexError) as error:
        raise KeyProblem(UNKNOWN_PROTECTION) from error
    if len(found[1]) != _BLOCK or _print(*found) != encrypted:
        raise KeyProblem(UNKNOWN_PROTECTION)
    return found


def _take_apart(encrypted: bytes) -> tuple[Scrypt | Pbkdf2, bytes, bytes]:
    """Find the values at their places and trust nothing about it: printing them shows whether they were there."""
    (whole,) = der.contents(encrypted)
    algorithm, ciphertext = der.contents(whole)
    _, parameters = der.contents(algorithm)
    derivation, cipher = der.contents(parameters)
    _, iv = der.contents(cipher)
    _, how = der.contents(derivation)
    salt, number, *rest = der.contents(how)
    if len(rest) == 1:
        return Pbkdf2(salt, _number(number)), iv, ciphertext
    r, p = rest
    return Scrypt(salt, _number(number), _number(r), _number(p)), iv, ciphertext


def _print(kdf: Scrypt | Pbkdf2, iv: bytes, ciphertext: bytes) -> bytes:
    cipher = der.sequence(der.value(der.OID, _AES256_CBC), der.value(der.OCTETS, iv))
    algorithm = der.sequence(der.value(der.OID, _PBES2), der.sequence(bytes(kdf), cipher))
    return der.sequence(algorithm, der.value(der.OCTETS, ciphertext))


def _number(content: bytes) -> int:
    if len(content) > 8:  # noqa: PLR2004 - 64 bits, far above every bound
        raise ValueError
    return int.from_bytes(content)
