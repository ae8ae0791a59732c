"""Keys: what is refused before a library sees it, and what a signature proves."""

import json
from collections.abc import Iterator
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
from ledger.signing import armour, strict
from ledger.signing.keys import ED25519, P256, PrivateKey, PublicKey, Signer, fingerprint
from tests.vectors import vectors

P = 2**255 - 19
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
ORDER_8 = [
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]
SIGN_BIT = 1 << 255
"""Eight points of small order; p and p + 1 are 0 and 1 once more; each with the sign bit clear and set."""
SMALL_ORDER = [
    (y | sign).to_bytes(32, "little")
    for y in [0, 1, P - 1, P, P + 1, *(int.from_bytes(bytes.fromhex(y), "little") for y in ORDER_8)]
    for sign in (0, SIGN_BIT)
]


def wycheproof() -> Iterator[tuple[bytes, bytes, bytes, str, int]]:
    for group in json.loads(vectors("wycheproof", "ed25519_test.json").read_bytes())["testGroups"]:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for test in group["tests"]:
            yield key, bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]), test["result"], test["tcId"]


def verdict(key: bytes, message: bytes, signature: bytes) -> str:
    try:
        PublicKey(ED25519, key).verify(message, signature)
    except Malformed:
        return "invalid"
    return "valid"


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


def test_every_published_case_of_wycheproof_gets_the_published_verdict() -> None:
    """None of the 88 valid ones falls to our stricter rule: no honest key or R is of small order."""
    cases = list(wycheproof())

    wrong = [number for key, message, signature, result, number in cases if verdict(key, message, signature) != result]

    assert len(cases) == 151
    assert wrong == []


def test_there_are_fourteen_encodings_of_small_order() -> None:
    assert len(set(SMALL_ORDER)) == 14


@pytest.mark.parametrize("encoding", SMALL_ORDER, ids=bytes.hex)
def test_a_key_under_which_anybody_can_sign_is_refused(encoding: bytes) -> None:
    with pytest.raises(Malformed, match="anybody can sign") as refused:
        PublicKey(ED25519, encoding)

    assert refused.value.code == "KE-004"


@pytest.mark.parametrize("encoding", SMALL_ORDER, ids=bytes.hex)
def test_a_signature_that_begins_with_a_point_of_small_order_is_refused(encoding: bytes) -> None:
    key = PrivateKey.generate().public

    with pytest.raises(BadSignature) as refused:
        key.verify(b"5 boxes", encoding + bytes(32))

    assert refused.value.code == "KE-008"


@pytest.mark.parametrize("y", [P + 2, P + 18, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, SIGN_BIT])
def test_a_second_spelling_of_a_point_is_refused_as_key_and_as_r(y: int, sign: int) -> None:
    spelling = (y | sign).to_bytes(32, "little")

    with pytest.raises(Malformed, match="one spelling"):
        PublicKey(ED25519, spelling)
    with pytest.raises(BadSignature, match="no honest signer"):
        PrivateKey.generate().public.verify(b"5 boxes", spelling + bytes(32))


def test_half_of_all_numbers_are_no_point_of_the_curve() -> None:
    def is_a_key(y: int) -> bool:
        try:
            PublicKey(ED25519, y.to_bytes(32, "little"))
        except Malformed:
            return False
        return True

    assert [y for y in range(20) if is_a_key(y)] == [3, 4, 5, 6, 9, 10, 14, 15, 16, 18, 19]


def test_a_second_s_for_the_same_signature_is_refused() -> None:
    key = PrivateKey.generate()
    signature = key.sign(b"5 boxes")
    s = int.from_bytes(signature[32:], "little")

    with pytest.raises(BadSignature, match="outside the range"):
        key.public.verify(b"5 boxes", signature[:32] + (s + GROUP_ORDER).to_bytes(32, "little"))


@pytest.mark.parametrize("alg", [ED25519, P256])
@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_has_64_bytes(alg: str, length: int) -> None:
    key = PrivateKey.generate(alg).public

    with pytest.raises(BadSignature, match=f"has {length} bytes"):
        key.verify(b"5 boxes", bytes(length))


def test_anybody_can_turn_an_ecdsa_signature_round_and_only_one_is_taken() -> None:
    key = PrivateKey.generate(P256)
    signature = key.sign(b"5 boxes")
    high = strict.P256_ORDER - int.from_bytes(signature[32:])

    with pytest.raises(BadSignature, match="outside the range"):
        key.public.verify(b"5 boxes", signature[:32] + high.to_bytes(32))


@pytest.mark.parametrize(("r", "s"), [(0, 1), (1, 0), (strict.P256_ORDER, 1), (1, strict.P256_ORDER)])
def test_the_numbers_of_an_ecdsa_signature_lie_in_the_group(r: int, s: int) -> None:
    key = PrivateKey.generate(P256).public

    with pytest.raises(BadSignature, match="outside the range"):
        key.verify(b"5 boxes", r.to_bytes(32) + s.to_bytes(32))


def test_our_ecdsa_signatures_always_have_the_low_s() -> None:
    key = PrivateKey.generate(P256)

    for number in range(40):
        key.public.verify(b"%d" % number, key.sign(b"%d" % number))


@pytest.mark.parametrize(
    "public",
    [
        b"\x04" + bytes(32),
        b"\x02" + (2**256 - 2**224 + 2**192 + 2**96 - 1 + 5).to_bytes(32),
        b"\x02" + (1).to_bytes(32),
    ],
    ids=["not compressed", "second spelling", "off the curve"],
)
def test_a_p256_key_is_the_compressed_form_of_a_point(public: bytes) -> None:
    with pytest.raises(Malformed, match="one spelling of a point"):
        PublicKey(P256, public)


@pytest.mark.parametrize(("alg", "length"), [(ED25519, 31), (ED25519, 33), (P256, 32), (P256, 65)])
def test_a_key_of_another_length_is_refused(alg: str, length: int) -> None:
    with pytest.raises(Malformed, match=f"this one has {length}"):
        PublicKey(alg, b"\x02" * length)


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
