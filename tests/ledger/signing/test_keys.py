"""Keys: how they are printed and read, and what a signature proves."""

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)

from ledger.errors import BadSignature, KeyProblem, Malformed
from ledger.signing import armour
from ledger.signing.keys import ED25519, P256, PrivateKey, PublicKey, Signer, fingerprint


@pytest.mark.parametrize("alg", [ED25519, P256])
def test_what_a_key_signed_its_public_key_verifies(alg: str) -> None:
    key: Signer = PrivateKey.generate(alg)

    signature = key.sign(b"Kotak Suara DPD")

    assert len(signature) == 64
    key.public.verify(b"Kotak Suara DPD", signature)


@pytest.mark.parametrize("alg", [ED25519, P256])
def test_a_signature_belongs_to_one_message_and_one_key(alg: str) -> None:
    ani, budi = PrivateKey.generate(alg), PrivateKey.generate(alg)

    signature = ani.sign(b"5 boxes")

    with pytest.raises(BadSignature, match=ani.public.id):
        ani.public.verify(b"4 boxes", signature)
    with pytest.raises(BadSignature, match=budi.public.id):
        budi.public.verify(b"5 boxes", signature)


def test_one_flipped_bit_anywhere_in_a_signature_is_found() -> None:
    key = PrivateKey.generate()
    signature = key.sign(b"5 boxes")

    for bit in range(512):
        flipped = bytearray(signature)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadSignature):
            key.public.verify(b"5 boxes", bytes(flipped))


@pytest.mark.parametrize("alg", ["rsa", "ED25519", "", "p256"])
def test_there_are_two_kinds_of_keys(alg: str) -> None:
    with pytest.raises(Malformed, match="ed25519 or p256-sha256"):
        PublicKey(alg, bytes(32))
    with pytest.raises(Malformed, match="ed25519 or p256-sha256"):
        PrivateKey.generate(alg)


@pytest.mark.parametrize("alg", [ED25519, P256])
def test_a_key_is_read_as_it_is_printed_and_checked_once(alg: str) -> None:
    key = PrivateKey.generate(alg).public

    read = PublicKey.read(alg, key.base64)

    assert read == key
    assert read.id == sha256(key.public).hexdigest()
    assert PublicKey.read(alg, key.base64) is read


@pytest.mark.parametrize("change", ["", "\n", " ", "=", "-", "é"])
def test_the_base64_of_a_key_has_one_spelling(change: str) -> None:
    text = PrivateKey.generate().public.base64

    with pytest.raises(Malformed, match="base64"):
        PublicKey.read(ED25519, text[:20] + change + text[20 + (not change) :])


def test_stray_bits_at_the_end_of_base64_are_refused() -> None:
    with pytest.raises(Malformed, match="QR== is not padded base64"):
        armour.decode("QR==")


@pytest.mark.parametrize("alg", [ED25519, P256])
def test_other_programs_read_a_public_key(alg: str) -> None:
    key = PrivateKey.generate(alg).public

    theirs = load_pem_public_key(key.pem)

    assert theirs.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) == key.pem


@pytest.mark.parametrize("alg", [ED25519, P256])
def test_a_private_key_survives_being_printed(alg: str) -> None:
    key = PrivateKey.generate(alg)

    again = PrivateKey.from_pkcs8(key.pkcs8())

    assert again.public == key.public


def test_a_private_key_of_another_kind_is_refused() -> None:
    other = generate_private_key(SECP384R1()).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    for der in (other, b"", b"\x30\x00"):
        with pytest.raises(KeyProblem, match="not a private key for Ed25519 or P-256"):
            PrivateKey.from_pkcs8(der)


def test_a_private_key_does_not_show_itself() -> None:
    key = PrivateKey.generate()

    assert key.pkcs8()[-32:].hex() not in repr(key)
    assert "_verify" not in repr(key.public)


def test_a_fingerprint_can_be_read_out_over_the_telephone() -> None:
    key = PrivateKey.generate().public

    groups = fingerprint(key).split(" ")

    assert [len(group) for group in groups] == [4] * 8
    assert key.id.startswith("".join(groups))
