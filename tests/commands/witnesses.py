"""
Log witnesses on machines of their own, whose keys open without a passphrase, and what the log of the story asks them.

The log may show another history from its fourth paper on.
"""

from collections.abc import Sequence
from pathlib import Path

from commands.witnessing import store
from commands.witnessing.store import Identity, Store
from ledger.log.cosigning import request
from ledger.log.witness import Head
from ledger.merkle import leaf_hash, nodes_of, prove_consistency
from ledger.signing.keyfile import write_demo_key
from ledger.signing.keys import PrivateKey
from ledger.signing.vkey import VerifierKey, witness_key
from tests.harness import private
from tests.ledger.dishonest import note, shown, trust

FORKED = [*shown()[:3], shown()[4], shown()[3], *shown()[5:]]
LOG_KEY = trust().log.key


def witness(home: Path, name: str = "bawaslu", log: VerifierKey = LOG_KEY) -> Store:
    """A witness that has signed nothing yet."""
    key = private(f"witness {name}")
    made = witness_key(f"{name}.example/saksi", key.public)
    store.create(home / "witness", Identity(name, (made,), (log,)), lambda path, _key: write_demo_key(path, key))
    return Store(home / "witness")


def last(home: Path, log: VerifierKey = LOG_KEY) -> Head:
    """What it signed last."""
    return Store(home / "witness").head(log)


def asked(old: int, size: int, papers: Sequence[bytes] = ()) -> bytes:
    """What the log asks that believes the witness to have signed so many entries."""
    papers = papers or shown()
    leaves = [leaf_hash(paper.partition(b"\n")[0]) for paper in papers[:size]]
    proof = prove_consistency(old, size, nodes_of(leaves)) if 0 < old <= size else []
    return request(old, proof, note(papers, size))


def other_log() -> VerifierKey:
    """A log nobody knows yet."""
    return VerifierKey("kpu.example/test/kota-malang", 1, PrivateKey.generate().public)
