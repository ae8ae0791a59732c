"""What is signed: the payload and its type, so that no signature can stand under another reading."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from ledger.errors import BadSignature, Malformed
from ledger.signing import strict
from ledger.signing.envelope import KEY_TYPE, PAYLOAD_TYPE, Envelope, Signature, check, pae, read
from ledger.signing.keys import ED25519, P256, PrivateKey, PublicKey
from tests.vectors import vectors

PAYLOAD = '{"kind":"handover","place":"Pos é 004"}'.encode()
ANI = PrivateKey.generate()


def test_the_published_example_of_what_is_signed() -> None:
    for example in json.loads(vectors("dsse", "dsse.json").read_bytes())["pae"]:
        body = base64.b64decode(example["payload_b64"])

        assert pae(example["payloadType"], body) == example["pae"].encode()


def test_lengths_count_bytes_and_not_characters() -> None:
    assert pae("tipe/é", "箱".encode()) == "DSSEv1 7 tipe/é 3 箱".encode()
    assert pae("", b"") == b"DSSEv1 0  0 "


def test_the_published_envelope_verifies_and_is_not_a_cover() -> None:
    example = json.loads(vectors("dsse", "dsse.json").read_bytes())["envelopes"][0]
    x, y = int(example["public_key"]["x"]), int(example["public_key"]["y"])
    point = EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
    key = PublicKey(P256, point.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))
    envelope = example["envelope"]

    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    s = strict.low(int.from_bytes(signature[32:]))

    key.verify(pae(envelope["payloadType"], base64.b64decode(envelope["payload"])), signature[:32] + s.to_bytes(32))
    with pytest.raises(Malformed, match="not the cover of a paper"):
        read(json.dumps(envelope).encode())


def test_an_envelope_of_another_type_verifies_over_its_own_type_only() -> None:
    envelope = json.loads(vectors("derived", "demo-log", "batch.dsse.json").read_bytes())
    payload = base64.b64decode(envelope["payload"])
    signatures = {each["keyid"]: base64.b64decode(each["sig"]) for each in envelope["signatures"]}

    for name in ("ppk", "kpps"):
        theirs = load_pem_public_key(vectors("derived", "demo-log", f"{name}.pub.pem").read_bytes())
        assert isinstance(theirs, Ed25519PublicKey)
        key = PublicKey(ED25519, theirs.public_bytes_raw())
        key.verify(pae(envelope["payloadType"], payload), signatures[key.id])
        with pytest.raises(BadSignature):
            key.verify(pae(PAYLOAD_TYPE, payload), signatures[key.id])

    canonical = json.dumps(envelope, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(Malformed, match="ballot-custody"):
        read(canonical)


def test_a_proof_of_possession_is_no_signature_under_a_paper() -> None:
    proof = Signature(ANI.public.id, ANI.sign(pae(KEY_TYPE, PAYLOAD)))

    with pytest.raises(BadSignature):
        check(Envelope(PAYLOAD, (proof,)), {ANI.public.id: ANI.public})
