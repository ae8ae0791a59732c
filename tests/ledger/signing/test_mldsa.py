"""Cosignatures with ML-DSA-44: published ones, those made here, and a machine whose library cannot verify them."""

import json
import sys
from base64 import b64encode
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature

from ledger.errors import BadSignature, KeyProblem, Malformed
from ledger.signing import keys, mldsa, note
from ledger.signing.cosignature import message
from ledger.signing.mldsa import PrivateKey
from ledger.signing.note import Note, SignatureLine, cosign, open_note
from ledger.signing.vkey import VerifierKey, read_key, witness_key
from tests.vectors import vectors

LIBRARY = "cryptography.hazmat.primitives.asymmetric.mldsa"
NAME = "bawaslu.example/saksi"
TEXT = "kpu.example/pemilu-2029/kota-batu\n1205\nnND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=\n"
NOW = 1_867_300_000

pytestmark = pytest.mark.skipif(not mldsa.is_here(), reason="The cryptography library here has no ML-DSA-44.")


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cryptography library of an older version."""
    monkeypatch.setitem(sys.modules, LIBRARY, None)


@pytest.fixture(scope="module")
def witness() -> PrivateKey:
    return PrivateKey.generate()


@pytest.fixture(scope="module")
def log() -> keys.PrivateKey:
    return keys.PrivateKey.generate()


def key_of(signer: PrivateKey) -> VerifierKey:
    return witness_key(NAME, signer.public)


def under(text: str, *lines: SignatureLine) -> bytes:
    return bytes(Note(text, lines))


def published() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(vectors("derived", "mldsa44-cosignature.json").read_text())
    return found


def verifies(public: bytes, case: dict[str, Any]) -> bool:
    said, signature, context = (bytes.fromhex(case.get(name, "")) for name in ("msg", "sig", "ctx"))
    try:
        mldsa.verify(public, context, said, signature)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_published_signatures_have_the_published_verdict() -> None:
    for group in json.loads(vectors("wycheproof", "mldsa_44_verify_test.json").read_text())["testGroups"]:
        for case in group["tests"]:
            found = verifies(bytes.fromhex(group["publicKey"]), case)

            assert found == (case["result"] == "valid"), case["tcId"]


def test_the_published_cosignature_opens_with_its_time() -> None:
    case = published()
    key = read_key(case["vkey"])

    opened = open_note(case["checkpoint"].encode(), [key])

    [[time]] = opened.signed_by.values()
    assert message(key, time, opened.text).hex() == case["signed_message_hex"]
    assert opened.not_checked == frozenset()


def test_a_witness_signs_what_its_key_opens(witness: PrivateKey) -> None:
    opened = open_note(under(TEXT, cosign(TEXT, NAME, witness, NOW)), [key_of(witness)])

    assert opened.signed_by == {key_of(witness): (NOW,)}


def test_a_key_survives_its_file(witness: PrivateKey) -> None:
    again = PrivateKey.from_pkcs8(witness.pkcs8())

    assert again.public == witness.public
    assert witness.public.base64 == b64encode(witness.public.public).decode()
    assert witness.public.pem.startswith(b"-----BEGIN PUBLIC KEY-----\n")
    assert len(witness.public.id) == 64


def test_a_cosignature_belongs_to_its_text_its_time_and_its_name(witness: PrivateKey) -> None:
    made = cosign(TEXT, NAME, witness, NOW)
    later = SignatureLine(NAME, made.key_id, (NOW + 1).to_bytes(8) + made.signature[8:])
    other = witness_key("partai.example", witness.public)

    for text, line, key in (
        (TEXT.replace("1205", "1206"), made, key_of(witness)),
        (TEXT.replace("batu", "malang"), made, key_of(witness)),
        (TEXT, later, key_of(witness)),
        (TEXT, SignatureLine(other.name, other.id, made.signature), other),
    ):
        with pytest.raises(BadSignature, match="does not belong to this text"):
            open_note(under(text, line), [key])


@pytest.mark.parametrize("text", ["one\n", TEXT + "four\n", TEXT.replace("1205", "01205"), "a" * 256 + TEXT])
def test_only_a_checkpoint_whose_name_fits_is_signed(text: str, witness: PrivateKey) -> None:
    with pytest.raises(Malformed):
        cosign(text, NAME, witness, NOW)


def test_a_line_over_what_is_no_checkpoint_is_bad(witness: PrivateKey) -> None:
    line = cosign(TEXT, NAME, witness, NOW)

    with pytest.raises(BadSignature, match="does not belong to this text"):
        open_note(under(TEXT + "four\n", line), [key_of(witness)])


@pytest.mark.usefixtures("missing")
def test_an_older_library_verifies_nothing_and_makes_nothing() -> None:
    assert not mldsa.is_here()
    for make in (PrivateKey.generate, lambda: PrivateKey.from_pkcs8(b"")):
        with pytest.raises(KeyProblem, match="cannot make or verify signatures with ML-DSA-44"):
            make()


def test_an_older_library_leaves_the_line_unchecked_and_counts_it_for_nothing(
    witness: PrivateKey, log: keys.PrivateKey, request: pytest.FixtureRequest
) -> None:
    origin = TEXT.partition("\n")[0]
    signed = note.read(note.sign(TEXT, origin, log))
    good, bad = (cosign(TEXT, NAME, witness, time).signature for time in (NOW, NOW + 1))
    forged = SignatureLine(NAME, key_of(witness).id, good[:8] + bad[8:])
    known = [VerifierKey(origin, 1, log.public), key_of(witness)]
    request.getfixturevalue("missing")

    opened = open_note(under(TEXT, *signed.lines, forged), known)

    assert opened.signed_by == {known[0]: ()}
    assert opened.not_checked == {known[1]}


def test_an_older_library_does_not_open_a_note_on_an_unchecked_line_alone(
    witness: PrivateKey, request: pytest.FixtureRequest
) -> None:
    data = under(TEXT, cosign(TEXT, NAME, witness, NOW))
    request.getfixturevalue("missing")

    with pytest.raises(BadSignature, match="None of the keys that were looked for"):
        open_note(data, [key_of(witness)])


@pytest.mark.parametrize("length", [1, 8, 72, 2427, 2429])
def test_a_line_of_another_length_is_bad_for_every_library(
    length: int, witness: PrivateKey, request: pytest.FixtureRequest
) -> None:
    data, key = under(TEXT, SignatureLine(NAME, key_of(witness).id, bytes(length))), key_of(witness)
    request.getfixturevalue("missing")

    with pytest.raises(BadSignature, match="does not belong to this text"):
        open_note(data, [key])


def test_a_cosignature_from_after_the_end_of_time_is_bad_for_every_library(witness: PrivateKey) -> None:
    last, beyond = (under(TEXT, cosign(TEXT, NAME, witness, 2**63 - n)) for n in (1, 0))

    assert open_note(last, [key_of(witness)]).signed_by == {key_of(witness): (2**63 - 1,)}
    with pytest.raises(BadSignature):
        open_note(beyond, [key_of(witness)])


@pytest.mark.parametrize(
    "der", [b"", b"\x30\x00", keys.PrivateKey.generate().pkcs8()], ids=["nothing", "an empty structure", "another key"]
)
def test_what_is_no_key_for_ml_dsa_44_is_not_read_as_one(der: bytes) -> None:
    with pytest.raises(KeyProblem):
        PrivateKey.from_pkcs8(der)


def test_an_officers_key_is_never_of_this_kind(witness: PrivateKey) -> None:
    with pytest.raises(Malformed, match="Keys are ed25519 or p256-sha256"):
        keys.PublicKey.read("ml-dsa-44", witness.public.base64)
    with pytest.raises(KeyProblem, match="not a private key for Ed25519 or P-256"):
        keys.PrivateKey.from_pkcs8(witness.pkcs8())
