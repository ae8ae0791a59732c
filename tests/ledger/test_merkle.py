"""All small trees against the definition of RFC 6962, published probes, and larger trees by Hypothesis."""

import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import BadProof
from ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    Place,
    inclusion_places,
    leaf_hash,
    node_hash,
    nodes_of,
    peak_positions,
    prove_consistency,
    prove_inclusion,
    root,
    verify_consistency,
    verify_inclusion,
)
from tests.vectors import vectors

LEAVES = tuple(leaf_hash(f"kotak {number}".encode()) for number in range(130))
NODES = nodes_of(LEAVES)
"""Of the largest tree: proofs of all smaller ones are made from it, too."""
SIZES = range(1, len(LEAVES) + 1)
SHORT_ROOTS = "sizes-are-equal-one-and-proof-is-empty.json"
"""Published as good although its roots have 12 bytes."""


@cache
def defined_root(start: int, stop: int) -> bytes:
    """RFC 6962, 2.1, word for word: split at the largest power of two below the size."""
    if stop - start == 0:
        return EMPTY_ROOT
    if stop - start == 1:
        return LEAVES[start]
    middle = start + (1 << (stop - start - 1).bit_length() - 1)
    return node_hash(defined_root(start, middle), defined_root(middle, stop))


def defined_path(index: int, start: int, stop: int) -> list[bytes]:
    """RFC 6962, 2.1.1."""
    if stop - start == 1:
        return []
    middle = start + (1 << (stop - start - 1).bit_length() - 1)
    if index < middle:
        return [*defined_path(index, start, middle), defined_root(middle, stop)]
    return [*defined_path(index, middle, stop), defined_root(start, middle)]


def defined_consistency(old: int, start: int, stop: int, *, whole: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2; `old` is where the old tree ends."""
    if old == stop:
        return [] if whole else [defined_root(start, stop)]
    middle = start + (1 << (stop - start - 1).bit_length() - 1)
    if old <= middle:
        return [*defined_consistency(old, start, middle, whole=whole), defined_root(middle, stop)]
    return [*defined_consistency(old, middle, stop, whole=False), defined_root(start, middle)]


def wrong(proof: list[bytes]) -> list[list[bytes]]:
    """Change, leave out, add and move each hash of a proof."""
    changed = [[*proof[:n], bytes([each[0] ^ 1]) + each[1:], *proof[n + 1 :]] for n, each in enumerate(proof)]
    shorter = [proof[:n] + proof[n + 1 :] for n in range(len(proof))]
    longer = [[*proof[:n], LEAVES[0], *proof[n:]] for n in range(len(proof) + 1)]
    moved = [[*proof[:n], proof[n + 1], proof[n], *proof[n + 2 :]] for n in range(len(proof) - 1)]
    return [each for each in [*changed, *shorter, *longer, *moved] if each != proof]


def passes(verify: Callable[..., None], *claim: object) -> bool:
    try:
        verify(*claim)
    except BadProof:
        return False
    return True


def probes(kind: str) -> list[dict[str, Any]]:
    files = sorted(Path(vectors("merkle", kind)).rglob("*.json"))
    return [json.loads(file.read_text()) for file in files if file.name != SHORT_ROOTS]


def test_the_tree_of_eight_leaves_has_the_published_nodes_and_roots() -> None:
    published = json.loads(vectors("merkle", "rfc6962-8leaf-tree.json").read_text())
    leaves = [leaf_hash(bytes.fromhex(data)) for data in published["leaf_inputs_hex"]]

    roots = [root(leaves[:size]).hex() for size in range(9)]
    frontier = Frontier()
    nodes = {(level, number): found.hex() for leaf in leaves for level, number, found in frontier.append(leaf)}

    assert roots == published["root_hash_hex_by_size"]
    assert nodes == {
        (level, number): found
        for level, row in enumerate(published["node_hashes_hex_levels"])
        for number, found in enumerate(row)
    }


def test_published_inclusion_probes_are_judged_as_published() -> None:
    for probe in probes("inclusion"):
        proof = [b64decode(each) for each in probe["proof"] or []]
        hashes = b64decode(probe["leafHash"] or ""), proof, b64decode(probe["root"] or "")

        passed = passes(verify_inclusion, probe["leafIdx"], probe["treeSize"], *hashes)

        assert passed != probe["wantErr"], probe["desc"]


def test_published_consistency_probes_are_judged_as_published() -> None:
    for probe in probes("consistency"):
        proof = [b64decode(each) for each in probe["proof"] or []]
        roots = b64decode(probe["root1"] or ""), b64decode(probe["root2"] or "")

        passed = passes(verify_consistency, probe["size1"], probe["size2"], proof, *roots)

        assert passed != probe["wantErr"], probe["desc"]


def test_an_entry_of_a_public_log_is_where_that_log_says() -> None:
    published = json.loads(vectors("rekor", "inclusion.json").read_text())
    leaf, top = leaf_hash(published["entry_utf8"].encode()), b64decode(published["root_b64"])

    for case in published["cases"]:
        proof = [b64decode(each) for each in case["proof"]]

        passed = passes(verify_inclusion, published["leaf_index"], case["tree_size"], leaf, proof, top)

        assert passed != case["wantErr"]


def test_every_root_is_the_defined_one() -> None:
    roots = [root(LEAVES[:size]) for size in (0, *SIZES)]

    assert roots == [defined_root(0, size) for size in (0, *SIZES)]


def test_every_leaf_of_every_tree_proves_its_place() -> None:
    for size in SIZES:
        for index in range(size):
            proof = prove_inclusion(index, size, NODES)

            assert proof == defined_path(index, 0, size)
            verify_inclusion(index, size, LEAVES[index], proof, defined_root(0, size))


def test_many_proofs_together_name_the_nodes_that_each_of_them_asks_for() -> None:
    for size in SIZES:
        asked: set[Place] = set()

        def nodes(places: Sequence[Place], asked: set[Place] = asked) -> Mapping[Place, bytes]:
            asked.update(places)
            return NODES(places)

        indexes = range(size // 3, size)
        for index in indexes:
            prove_inclusion(index, size, nodes)

        assert inclusion_places(indexes, size) == sorted(asked)


def test_every_tree_proves_that_it_continues_every_smaller_one() -> None:
    for size in SIZES:
        for old in range(1, size + 1):
            proof = prove_consistency(old, size, NODES)

            assert proof == defined_consistency(old, 0, size)
            verify_consistency(old, size, proof, defined_root(0, old), defined_root(0, size))


@pytest.mark.slow
def test_no_wrong_path_leads_from_a_leaf_to_the_root() -> None:
    for size in SIZES:
        top = defined_root(0, size)
        for index in range(size):
            paths = wrong(defined_path(index, 0, size))

            assert not any(passes(verify_inclusion, index, size, LEAVES[index], path, top) for path in paths)


@pytest.mark.slow
def test_no_leaf_passes_for_another_place_than_its_own() -> None:
    for size in SIZES:
        top = defined_root(0, size)
        for index in range(size):
            claim = LEAVES[index], defined_path(index, 0, size), top

            assert [at for at in range(-1, size + 2) if passes(verify_inclusion, at, size, *claim)] == [index]


@pytest.mark.slow
def test_no_wrong_proof_joins_two_trees() -> None:
    for size in SIZES:
        for old in range(1, size + 1):
            proofs, roots = wrong(defined_consistency(old, 0, size)), (defined_root(0, old), defined_root(0, size))

            assert not any(passes(verify_consistency, old, size, proof, *roots) for proof in proofs)


@pytest.mark.slow
def test_no_proof_joins_trees_of_which_one_is_another() -> None:
    for size in SIZES:
        for old in range(1, size + 1):
            proof, roots = defined_consistency(old, 0, size), (defined_root(0, old), defined_root(0, size))

            assert not passes(verify_consistency, old, size, proof, root(LEAVES[1 : old + 1]), roots[1])
            assert not passes(verify_consistency, old, size, proof, roots[0], root(LEAVES[1 : size + 1]))


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=400), st.data())
def test_trees_of_any_content_prove_their_leaves_and_their_past(entries: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf_hash(entry) for entry in entries]
    index = data.draw(st.integers(0, len(leaves) - 1))

    nodes, size = nodes_of(leaves), len(leaves)
    path, past = prove_inclusion(index, size, nodes), prove_consistency(index + 1, size, nodes)

    verify_inclusion(index, len(leaves), leaves[index], path, root(leaves))
    verify_consistency(index + 1, len(leaves), past, root(leaves[: index + 1]), root(leaves))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(BadProof, match=f"A tree of {size} leaves has no leaf {index}"):
        prove_inclusion(index, size, NODES)
    with pytest.raises(BadProof, match=f"A tree of {size} leaves has no leaf {index}"):
        verify_inclusion(index, size, LEAVES[0], [], LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(0, 3), (-1, 3), (4, 3), (0, 0)])
def test_nothing_and_the_future_are_not_the_past_of_a_tree(old: int, new: int) -> None:
    with pytest.raises(BadProof, match=f"no consistency proof from size {old} to size {new}"):
        prove_consistency(old, new, NODES)
    with pytest.raises(BadProof, match=f"no consistency proof from size {old} to size {new}"):
        verify_consistency(old, new, [], LEAVES[0], LEAVES[0])


@pytest.mark.parametrize("length", [0, 12, 31, 33, 64])
def test_a_hash_of_another_length_is_refused_before_it_is_compared(length: int) -> None:
    short = bytes(length)

    with pytest.raises(BadProof, match=f"has {length} bytes"):
        verify_inclusion(0, 1, short, [], short)
    with pytest.raises(BadProof, match=f"has {length} bytes"):
        verify_consistency(1, 1, [], short, short)
    with pytest.raises(BadProof, match=f"has {length} bytes"):
        verify_inclusion(0, 2, LEAVES[0], [short], defined_root(0, 2))


def test_a_growing_tree_has_the_root_of_all_its_leaves() -> None:
    frontier = Frontier()
    roots = [frontier.root()]

    for leaf in LEAVES:
        frontier.append(leaf)
        roots.append(frontier.root())

    assert roots == [defined_root(0, size) for size in (0, *SIZES)]


def test_a_growing_tree_names_each_complete_node_once_when_it_is_complete() -> None:
    frontier = Frontier()

    for size in SIZES:
        created = frontier.append(LEAVES[size - 1])

        assert created == [
            (level, (size >> level) - 1, defined_root(size - (1 << level), size))
            for level in range(8)
            if size % (1 << level) == 0
        ]


def test_a_growing_tree_goes_on_from_stored_nodes() -> None:
    growing = Frontier()
    stored = {}

    for size in SIZES:
        stored.update({(level, number): found for level, number, found in growing.append(LEAVES[size - 1])})
        reopened = Frontier((stored[position] for position in peak_positions(size)), size)

        assert (reopened.size, reopened.root()) == (size, defined_root(0, size))


def test_a_growing_tree_does_not_begin_with_peaks_that_are_missing() -> None:
    with pytest.raises(BadProof, match="A tree of 7 leaves has 3 peaks, not 2"):
        Frontier(LEAVES[:2], 7)


def test_a_proof_that_leads_to_another_root_or_leads_nowhere_proves_no_history() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(7)]
    old, new = root(leaves[:3]), root(leaves)
    proof = prove_consistency(3, len(leaves), nodes_of(leaves))

    verify_consistency(3, 7, proof, old, new)
    with pytest.raises(BadProof):
        verify_consistency(3, 7, proof, new, old)
    with pytest.raises(BadProof):
        verify_consistency(3, 7, [], old, new)
