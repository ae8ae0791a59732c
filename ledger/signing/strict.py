"""
What a key and a signature must look like before any library sees them.

Libraries disagree about keys and signatures at the edge: points of small order, second spellings of a number, S above
the group order. All of these are refused here, so that what passes has one verdict in OpenSSL, libsodium, Go and
WebCrypto. Nothing here verifies a signature.
"""

from typing import Final

from ledger.errors import BadSignature, Malformed, Reason

SIGNATURE_LENGTH: Final = 64

NOT_THIS_LONG = Reason(
    "KE-003",
    "A public key of {alg} has {expected} bytes; this one has {found}.",
    "Copy the public key again from `kotak key show` on the machine that made it.",
)
SMALL_ORDER = Reason(
    "KE-004",
    "The public key {key} is one of the few under which anybody can sign.",
    "Make a new key with `kotak key new` and enrol that one.",
)
NOT_A_POINT = Reason(
    "KE-005",
    "The public key {key} is not the one spelling of a point on the curve of {alg}.",
    "Copy the public key again from `kotak key show` on the machine that made it.",
)
NOT_64_BYTES = Reason(
    "KE-006",
    "The signature of key {key} has {found} bytes; a signature has 64.",
    "Get the paper again from the machine that signed it, or let it be signed again.",
)
OUT_OF_RANGE = Reason(
    "KE-007",
    "The signature of key {key} holds a number outside the range it must lie in.",
    "Get the paper again from the machine that signed it, or let it be signed again.",
)
BAD_COMMITMENT = Reason(
    "KE-008",
    "The signature of key {key} begins with a point that no honest signer sends.",
    "Let the paper be signed again: kotak paper sign FILE",
)

_ED25519_KEY_LENGTH: Final = 32
_P: Final = 2**255 - 19
_D: Final = -121665 * pow(121666, -1, _P) % _P
_GROUP_ORDER: Final = 2**252 + 27742317777372353535851937790883648493
_WITHOUT_SIGN: Final = 2**255 - 1
_SMALL_ORDER: Final = frozenset(
    {
        0,
        1,
        _P - 1,
        int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
        int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
    },
)

_P256_KEY_LENGTH: Final = 33
_P256_FIELD: Final = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_P256_HALF: Final = P256_ORDER // 2


def check_ed25519_key(public: bytes) -> None:
    """Refuse a key of another length, of small order, not canonical (RFC 8032, 5.1.3) or off the curve."""
    if len(public) != _ED25519_KEY_LENGTH:
        raise Malformed(NOT_THIS_LONG, alg="ed25519", expected=_ED25519_KEY_LENGTH, found=len(public))
    y = int.from_bytes(public, "little") & _WITHOUT_SIGN
    if y % _P in _SMALL_ORDER:
        raise Malformed(SMALL_ORDER, key=public.hex())
    square = y * y % _P
    # RFC 8032, 5.1.3: x² = u/v, and u/v is a square exactly if u·v is (Euler's criterion).
    if y >= _P or pow((square - 1) * (_D * square + 1), (_P - 1) // 2, _P) != 1:
        raise Malformed(NOT_A_POINT, key=public.hex(), alg="ed25519")


def check_ed25519_signature(signature: bytes, key: str) -> None:
    """Refuse another length, S outside the group (RFC 8032, 5.1.7), and R of small order or not canonical."""
    if len(signature) != SIGNATURE_LENGTH:
        raise BadSignature(NOT_64_BYTES, key=key, found=len(signature))
    if int.from_bytes(signature[32:], "little") >= _GROUP_ORDER:
        raise BadSignature(OUT_OF_RANGE, key=key)
    y = int.from_bytes(signature[:32], "little") & _WITHOUT_SIGN
    if y >= _P or y in _SMALL_ORDER:
        raise BadSignature(BAD_COMMITMENT, key=key)


def check_p256_key(public: bytes) -> None:
    """Refuse all but the compressed form of SEC1, 2.3.3. Whether the point is on the curve its library says."""
    if len(public) != _P256_KEY_LENGTH:
        raise Malformed(NOT_THIS_LONG, alg="p256-sha256", expected=_P256_KEY_LENGTH, found=len(public))
    if public[0] not in {2, 3} or int.from_bytes(public[1:]) >= _P256_FIELD:
        raise Malformed(NOT_A_POINT, key=public.hex(), alg="p256-sha256")


def check_p256_signature(signature: bytes, key: str) -> None:
    """Refuse another length, r or s outside the group, and the high one of the two s that verify."""
    if len(signature) != SIGNATURE_LENGTH:
        raise BadSignature(NOT_64_BYTES, key=key, found=len(signature))
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    if not (0 < r < P256_ORDER and 0 < s <= _P256_HALF):
        raise BadSignature(OUT_OF_RANGE, key=key)


def low(s: int) -> int:
    """Of s and n - s, which verify alike, the lower."""
    return min(s, P256_ORDER - s)
