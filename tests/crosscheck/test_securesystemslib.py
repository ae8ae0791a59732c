"""Our covers are DSSE envelopes to the library of The Update Framework, and what it signs is signed to us."""

import hashlib
import json
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey  # type: ignore[attr-defined]  # its own exports, unsaid

from ledger import paper as papers
from ledger.errors import BadSignature
from ledger.signing import envelope
from ledger.signing.envelope import Signature
from ledger.signing.keys import PrivateKey
from tests.crosscheck.conftest import Batu
from tests.harness import DPD, key
from tests.ledger.forging import MINE, release

pytestmark = pytest.mark.slow

ED25519 = "ed25519"


@pytest.fixture(scope="module")
def covers(batu: Batu) -> list[bytes]:
    """The first line of every paper that was recorded."""
    data = batu.make("batu.papers", "bundle", "export").read_bytes()
    return [line for line in data.split(b"\n") if line.startswith(b'{"payload"')]


@pytest.fixture(scope="module")
def keys(batu: Batu) -> dict[str, SSlibKey]:
    """Every key that genesis, an enrolment or a rotation shows, by our key id."""
    data = (batu.folder / "batu.papers").read_bytes()
    shown = (bytes.fromhex(one) for one in _shown([json.loads(line) for line in data.splitlines()]))
    named = {hashlib.sha256(raw).hexdigest(): raw for raw in shown}
    return {name: theirs(name, raw) for name, raw in named.items()}


def _shown(lines: list[Any]) -> Iterator[str]:
    genesis = json.loads(b64decode(lines[0]["payload"]))
    authorities = [held["key"] for family in genesis["authorities"].values() for held in family["keys"]]
    officers = [line.get("new") or line.get("key") for line in lines]
    yield from (b64decode(one["public"]).hex() for one in (*authorities, *filter(None, officers)))


def theirs(name: str, raw: bytes) -> SSlibKey:
    """A key of ours as the library has it."""
    return SSlibKey(name, ED25519, ED25519, {"public": raw.hex()})


def test_every_cover_is_an_envelope_signed_by_all_it_names(covers: list[bytes], keys: dict[str, SSlibKey]) -> None:
    for cover in covers:
        opened = Envelope.from_dict(json.loads(cover))
        named = [signer["key"] for signer in json.loads(opened.payload)["signers"]]

        accepted = opened.verify([keys[name] for name in named], len(named))

        assert sorted(accepted) == named
        assert opened.pae() == envelope.pae(envelope.PAYLOAD_TYPE, opened.payload)
        assert opened.to_dict() == json.loads(cover)


def test_it_refuses_what_we_refuse(covers: list[bytes], keys: dict[str, SSlibKey]) -> None:
    """Another payload, another type, and a signature in another's name."""
    opened = Envelope.from_dict(json.loads(covers[-1]))
    one, two = list(opened.signatures)[:2]
    moved = {one: opened.signatures[one], two: type(opened.signatures[one])(two, opened.signatures[one].signature)}

    for forged in (
        Envelope(opened.payload + b" ", opened.payload_type, opened.signatures),
        Envelope(opened.payload, "application/json", opened.signatures),
        Envelope(opened.payload, opened.payload_type, moved),
    ):
        with pytest.raises(VerificationError):
            forged.verify([keys[one], keys[two]], 2)


def test_what_it_signs_is_signed_to_us() -> None:
    paper = release(DPD)
    signer = CryptoSigner(library_key(MINE), theirs(MINE.public.id, MINE.public.public))
    foreign = Envelope(paper.envelope.payload, envelope.PAYLOAD_TYPE, {})

    made = foreign.sign(signer)
    ours = envelope.Envelope(foreign.payload, (Signature(made.keyid, bytes.fromhex(made.signature)),))
    signed = papers.read(bytes(ours) + b"\n" + paper.annex)

    papers.authenticate(signed, {MINE.public.id: key(MINE)})
    assert bytes(signed) == bytes(papers.sign(paper, [MINE]))


def test_what_it_signed_under_another_type_is_not_signed_to_us() -> None:
    paper = release(DPD)
    signer = CryptoSigner(library_key(MINE), theirs(MINE.public.id, MINE.public.public))

    made = Envelope(paper.envelope.payload, "application/json", {}).sign(signer)
    ours = envelope.Envelope(paper.envelope.payload, (Signature(made.keyid, bytes.fromhex(made.signature)),))

    with pytest.raises(BadSignature):
        papers.authenticate(papers.read(bytes(ours) + b"\n" + paper.annex), {MINE.public.id: key(MINE)})


def library_key(private: PrivateKey) -> Ed25519PrivateKey:
    """The same key as both libraries know it."""
    loaded = load_der_private_key(private.pkcs8(), None)
    assert isinstance(loaded, Ed25519PrivateKey)
    return loaded
