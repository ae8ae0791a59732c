"""Private keys under a passphrase: what opens, and what is refused before any work is done."""

import time
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from ledger.errors import KeyProblem
from ledger.signing import pkcs8
from ledger.signing.keys import PrivateKey
from ledger.signing.pkcs8 import Pbkdf2, Scrypt

FLOOR = 2**14
SALT = bytes(range(16))
KEY = PrivateKey.generate().pkcs8()


def code_of(encrypted: bytes, passphrase: bytes = b"durian runtuh") -> str:
    with pytest.raises(KeyProblem) as refused:
        pkcs8.decrypt(encrypted, passphrase)
    assert refused.value.remedy
    return refused.value.code


def printed(kdf: Scrypt | Pbkdf2, iv: bytes = bytes(16), ciphertext: bytes = bytes(64)) -> bytes:
    """Print what an attacker prints: no bound is checked."""
    return pkcs8._print(kdf, iv, ciphertext)


@pytest.mark.parametrize("kdf", [Scrypt(SALT, FLOOR), Scrypt(SALT, FLOOR, r=16, p=2), Pbkdf2(SALT)])
def test_the_passphrase_opens_what_it_closed(kdf: Scrypt | Pbkdf2) -> None:
    encrypted = pkcs8.encrypt(KEY, "rambutan é 箱".encode(), kdf)

    assert pkcs8.decrypt(encrypted, "rambutan é 箱".encode()) == KEY


def test_the_same_key_is_never_encrypted_alike() -> None:
    kdf = Scrypt(SALT, FLOOR)

    assert pkcs8.encrypt(KEY, b"durian runtuh", kdf) != pkcs8.encrypt(KEY, b"durian runtuh", kdf)
    assert pkcs8.salt() != pkcs8.salt()


def test_a_wrong_passphrase_is_called_wrong_in_the_same_words_whatever_it_leads_to() -> None:
    """One wrong key in 256 ends in good padding, and in bytes that are no private key."""
    kdf = Scrypt(SALT, FLOOR)
    garbage = [b"", b"\x30", b"\x30\x05\x00", b"\x31\x00", b"\x30\x00\x30\x00", b"\x30\x81\x00"]

    wrong = [code_of(pkcs8.encrypt(KEY, b"durian runtuh", kdf), b"durian runtuH")]
    wrong += [code_of(pkcs8.encrypt(plain, b"durian runtuh", kdf)) for plain in garbage]
    wrong += [code_of(printed(kdf)), code_of(printed(kdf, ciphertext=b"")), code_of(printed(kdf, ciphertext=bytes(15)))]

    assert set(wrong) == {"KF-005"}


def test_an_empty_passphrase_is_refused_on_both_sides() -> None:
    kdf = Scrypt(SALT, FLOOR)

    with pytest.raises(KeyProblem, match="passphrase is empty"):
        pkcs8.encrypt(KEY, b"", kdf)
    assert code_of(pkcs8.encrypt(KEY, b"x", kdf), b"") == "KF-001"


@pytest.mark.parametrize(
    "kdf",
    [
        Scrypt(SALT, 2**13),
        Scrypt(SALT, 2),
        Scrypt(SALT, r=7),
        Scrypt(SALT, p=0),
        Scrypt(SALT, 0),
        Pbkdf2(SALT, 599_999),
    ],
)
def test_a_protection_that_can_be_guessed_is_neither_written_nor_read(kdf: Scrypt | Pbkdf2) -> None:
    with pytest.raises(KeyProblem, match="too little against guessing"):
        pkcs8.encrypt(KEY, b"durian runtuh", kdf)
    assert code_of(printed(kdf)) == "KF-003"


@pytest.mark.parametrize(
    "kdf",
    [
        Scrypt(SALT, 2**21),
        Scrypt(SALT, 2**62),
        Scrypt(SALT, 2**17, r=65),
        Scrypt(SALT, 2**17, p=5),
        Scrypt(SALT, 2**17 + 1),
        Pbkdf2(SALT, 10_000_001),
        Pbkdf2(SALT, 2**62),
    ],
)
def test_a_file_cannot_make_us_work_for_hours(kdf: Scrypt | Pbkdf2) -> None:
    def refused() -> None:
        with pytest.raises(KeyProblem, match="no honest program"):
            pkcs8.encrypt(KEY, b"durian runtuh", kdf)
        assert code_of(printed(kdf)) == "KF-004"

    assert _work(refused) < _work(lambda: Scrypt(SALT, FLOOR).derive(b"durian runtuh"))


def _work(what: Callable[[], object]) -> float:
    """Seconds of this processor."""
    began = time.process_time()
    what()
    return time.process_time() - began


def test_a_key_under_the_weak_protection_of_the_library_is_told_how_to_become_strong() -> None:
    weak = Ed25519PrivateKey.generate().private_bytes(
        Encoding.DER,
        PrivateFormat.PKCS8,
        BestAvailableEncryption(b"durian runtuh"),
    )

    with pytest.raises(KeyProblem, match="PBKDF2 with 2,048 rounds") as refused:
        pkcs8.decrypt(weak, b"durian runtuh")

    assert "openssl pkcs8 -topk8 -iter 600000" in refused.value.remedy


@pytest.mark.parametrize("kdf", [Scrypt(SALT, FLOOR), Pbkdf2(SALT)])
def test_no_flipped_bit_outside_salt_and_ciphertext_is_read_as_another_protection(kdf: Scrypt | Pbkdf2) -> None:
    """What is left are the numbers, and they stay within their bounds or are refused."""
    encrypted = printed(kdf)
    structure = set(range(encrypted.index(SALT))) | set(range(encrypted.index(SALT) + 16, len(encrypted) - 64))

    for place in structure:
        flipped = bytearray(encrypted)
        flipped[place] ^= 1
        assert _bounded(bytes(flipped))


def _bounded(encrypted: bytes) -> bool:
    try:
        kdf, _, _ = pkcs8._read(encrypted)
        kdf.check_bounds()
    except KeyProblem:
        return True
    return isinstance(kdf, Pbkdf2) or 128 * kdf.n * kdf.r <= 2**30


@pytest.mark.parametrize(
    "encrypted",
    [
        b"",
        b"\x30",
        b"\x30\x80",
        b"\x30\xff" + b"\xff" * 127,
        KEY,
        printed(Scrypt(SALT, 2**64)),
        printed(Pbkdf2(SALT, 2**30_000)),
        printed(Scrypt(SALT, FLOOR), iv=bytes(15)),
        printed(Scrypt(SALT, FLOOR)) + b"\x00",
        printed(Scrypt(SALT, FLOOR)).replace(pkcs8._AES256_CBC, pkcs8._AES256_CBC[:-1] + b"\x02"),
        printed(Pbkdf2(SALT)).replace(pkcs8._HMAC_SHA256, pkcs8._HMAC_SHA256[:-1] + b"\x07"),
    ],
    ids=[
        "nothing",
        "no length",
        "no end",
        "a length of 127 bytes",
        "an open key",
        "N of 65 bits",
        "a number of 30,000 bits",
        "a short iv",
        "a tail",
        "another cipher",
        "another HMAC",
    ],
)
def test_another_protection_is_not_guessed_at(encrypted: bytes) -> None:
    assert code_of(encrypted) == "KF-002"
