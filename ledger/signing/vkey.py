"""
Verifier keys of logs and log witnesses, as they stand in trust files (C2SP signed-note v1.0.0, "Verifier keys").

    kpu.example/pemilu-2029/kota-batu+2aad031e+AZsfhHkc/HZjBFhU04netcqVRJ2HXydqg4QLBgqznPxx

Types 01 and 04 are read, which are Ed25519, and 06, ML-DSA-44; a key of another type is refused and not passed over.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final

from ledger.errors import KeyProblem, Malformed, Reason
from ledger.signing import armour, mldsa
from ledger.signing.keys import ED25519, PublicKey

LOG: Final = 0x01
"""Ed25519 over exactly the text."""
WITNESS: Final = 0x04
"""Ed25519 cosignature/v1: over time and text."""
WITNESS_MLDSA: Final = 0x06
"""ML-DSA-44 cosignature: over time and tree. Not every reader can verify it."""
ID_BYTES: Final = 4

NOT_A_NAME = Reason(
    "NT-009",
    "{name} cannot name a key: it is empty or holds a space, a plus or a control character.",
    "Write the name like kpu.example/pemilu-2029/kota-batu",
)
NOT_A_KEY = Reason(
    "NT-010",
    "{text} is not a verifier key, name+8 hex digits+base64.",
    "Copy the whole key from whoever publishes it.",
)
OTHER_ID = Reason(
    "NT-011",
    "The verifier key of {name} says its ID is {found}; from name and key follows {expected}.",
    "Copy the whole key again from whoever publishes it: a character of it has changed.",
)
OTHER_TYPE = Reason(
    "NT-012",
    "The verifier key of {name} is of type {found}; what is verified here are logs (01) and log witnesses (04, 06).",
    "Ask the holder of the key for a key of type 01 or 04.",
)
OTHER_ALGORITHM = Reason(
    "NT-013",
    "The key for {name} is {alg}; a key of type {kind} is {expected}.",
    "Make a key of its own for this: `kotak key new`",
)

_NOT_IN_NAMES = re.compile(r"[\s+\x00-\x1f\x7f\ud800-\udfff]")
_ALGORITHMS: Final = {LOG: ED25519, WITNESS: ED25519, WITNESS_MLDSA: mldsa.MLDSA44}
_SHOWN = 60


@dataclass(frozen=True)
class VerifierKey:
    """
    A public key with a name and a type, printed as a vkey: `name+hex(ID)+base64(type | key)`.

    The ID only selects a key among those that are known; it is too short to stand for one.
    """

    name: str
    kind: int
    public: PublicKey

    def __post_init__(self) -> None:
        check_name(self.name)
        expected = _ALGORITHMS[self.kind]
        if self.public.alg != expected:
            kind = f"{self.kind:02x}"
            raise KeyProblem(OTHER_ALGORITHM, name=self.name, alg=self.public.alg, kind=kind, expected=expected)

    @cached_property
    def id(self) -> bytes:
        """The first 4 bytes of SHA-256(name | 0A | type | key)."""
        return sha256(self.name.encode() + b"\n" + self._typed).digest()[:ID_BYTES]

    @property
    def _typed(self) -> bytes:
        return bytes([self.kind]) + self.public.public

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{armour.encode(self._typed)}"


def read_key(text: str) -> VerifierKey:
    """Read a vkey. The key may hold a plus, so it is parted at the first two."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    if not encoded:
        raise Malformed(NOT_A_KEY, text=text[:_SHOWN])
    check_name(name)
    kind, *public = armour.decode(encoded)
    if kind not in _ALGORITHMS:
        raise Malformed(OTHER_TYPE, name=name, found=f"{kind:02x}")
    key = VerifierKey(name, kind, _read_public(kind, bytes(public)))
    if key_id != key.id.hex():
        raise Malformed(OTHER_ID, name=name, found=key_id, expected=key.id.hex())
    return key


def witness_key(name: str, public: PublicKey) -> VerifierKey:
    """The key of a log witness, of the type that goes with its algorithm."""
    return VerifierKey(name, WITNESS_MLDSA if public.alg == mldsa.MLDSA44 else WITNESS, public)


def check_name(name: str) -> None:
    """Refuse a name that could not stand on a signature line."""
    if not name or _NOT_IN_NAMES.search(name):
        raise Malformed(NOT_A_NAME, name=name[:_SHOWN])


def _read_public(kind: int, public: bytes) -> PublicKey:
    return mldsa.PublicKey(public) if kind == WITNESS_MLDSA else PublicKey.read(ED25519, armour.encode(public))
