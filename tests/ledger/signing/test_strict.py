"""What is refused before a library sees it, so that every library agrees about the rest."""

import json
from collections.abc import Iterator

import pytest

from ledger.errors import BadSignature, Malformed
from ledger.signing import strict
from ledger.signing.keys import ED25519, P256, PrivateKey, PublicKey
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
