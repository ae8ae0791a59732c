import json
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

import pytest

from ledger import merkle
from ledger.errors import BadProof, Malformed
from ledger.log import checkpoint, proof
from ledger.log.proof import MOST_HASHES, Inclusion, Proof
from ledger.signing import note as notes
from ledger.signing.vkey import read_key
from tests.vectors import vectors

HASH = b64encode(b"h" * 32).decode()
GOOD = f"c2sp.org/tlog-proof@v1\nextra ZQ==\nindex 5\n{HASH}\n{HASH}\n\ncheckpoint\n"


def refusal(text: str) -> str:
    with pytest.raises(Malformed) as refused:
        proof.read(text.encode())
    return refused.value.code


def test_published_proofs_print_back() -> None:
    for case in json.loads(vectors("tlog-proof", "tlog-proof.json").read_text())["marshal"]:
        read = proof.read(case["text"].encode())

        assert read.inclusion.index == case["index"]
        assert read.inclusion.path == tuple(map(b64decode, case["hashes"]))
        assert read.inclusion.extra == b64decode(case.get("extra_b64", ""))
        assert read.note.decode() == case["checkpoint"]
        assert bytes(read).decode() == case["text"]


def test_published_texts_that_are_no_proofs_are_refused() -> None:
    for case in json.loads(vectors("tlog-proof", "tlog-proof.json").read_text())["unmarshal_errors"]:
        assert refusal(case["text"]), case["desc"]


def test_published_inclusions_of_a_log_of_signatures_have_their_verdicts() -> None:
    published: dict[str, Any] = json.loads(vectors("rekor", "inclusion.json").read_text())
    leaf, root = merkle.leaf_hash(published["entry_utf8"].encode()), b64decode(published["root_b64"])
    for case in published["cases"]:
        head = Inclusion(published["leaf_index"], tuple(map(b64decode, case["proof"])))
        read = proof.read(bytes(Proof(head, b"checkpoint\n"))).inclusion

        if not case["wantErr"]:
            merkle.verify_inclusion(read.index, case["tree_size"], leaf, read.path, root)
            continue
        with pytest.raises(BadProof):
            merkle.verify_inclusion(read.index, case["tree_size"], leaf, read.path, root)


@pytest.mark.parametrize(("name", "entry", "keys"), [("receipt.3", "leaf.3", "vkeys"), ("b", "b.entry", "b.vkeys")])
def test_receipts_of_the_published_demo_log_lead_to_its_checkpoint(name: str, entry: str, keys: str) -> None:
    folder = vectors("derived", "demo-log")
    data = (folder / f"{name}.tlog-proof").read_bytes()

    read = proof.read(data)
    note = notes.open_note(read.note, [read_key(vkey) for vkey in (folder / keys).read_text().split()])
    under, leaf = checkpoint.read(note.text), merkle.leaf_hash((folder / entry).read_bytes())

    merkle.verify_inclusion(read.inclusion.index, under.size, leaf, read.inclusion.path, under.root)
    assert bytes(read) == data


def test_published_proofs_of_another_sort_hold_in_this_one_too() -> None:
    published = json.loads(vectors("sigsum-proof", "proofs.json").read_text())["cases"]
    checksum = sha256(b"foo-4\n".rjust(32)).digest()
    for case in published:
        said = dict(line.split("=", 1) for line in case["proof"].split("\n") if "=" in line and "node_hash" not in line)
        key_hash, signature = map(bytes.fromhex, said["leaf"].split(" "))
        path = tuple(bytes.fromhex(line[10:]) for line in case["proof"].split("\n") if line.startswith("node_hash="))

        read = proof.read(bytes(Proof(Inclusion(int(said["leaf_index"]), path), b"checkpoint\n"))).inclusion

        leaf, root = merkle.leaf_hash(checksum + signature + key_hash), bytes.fromhex(said["root_hash"])
        merkle.verify_inclusion(read.index, int(said["size"]), leaf, read.path, root)


def test_a_proof_has_one_spelling() -> None:
    assert bytes(proof.read(GOOD.encode())).decode() == GOOD
    for old, new in [
        ("index 5", "index 05"),
        ("index 5", "index +5"),
        ("index 5", "index 5 "),
        ("index 5", "index ５"),  # noqa: RUF001 - a digit of another script
        ("index 5", f"index {2**63}"),
        ("index 5", "index 5\r"),
        ("index 5", "Index 5"),
        ("index 5", "index 5\nindex 5"),
        ("extra ZQ==", "extra ZR=="),
        ("extra ZQ==", "extra ZQ"),
        ("extra ZQ==", "extra "),
        ("extra ZQ==", "extra é"),
        ("extra ZQ==", "extra ZQ==\nextra ZQ=="),
        ("extra ZQ==\nindex 5", "index 5\nextra ZQ=="),
        (HASH, HASH.rstrip("=")),
        (HASH, b64encode(b"h" * 31).decode()),
        ("@v1", "@v2"),
        ("\n\n", "\n"),
        ("\ncheckpoint\n", "\n"),
    ]:
        assert refusal(GOOD.replace(old, new, 1)), new


def test_nobody_is_kept_busy_by_a_large_proof() -> None:
    assert refusal(GOOD + "x" * proof.LONGEST) == "RE-020"
    assert refusal(GOOD.replace(HASH, "\n".join([HASH] * MOST_HASHES), 1)) == "RE-022"
    assert refusal(GOOD.replace("index 5", "index " + "9" * 5000)) == "RE-023"


def test_the_empty_line_that_parts_them_is_the_first() -> None:
    read = proof.read(b"c2sp.org/tlog-proof@v1\nindex 0\n\na\n\nb\n")

    assert (read.inclusion.path, read.note) == ((), b"a\n\nb\n")
