"""
The Merkle tree of RFC 6962 and RFC 9162, section 2.1: roots, proofs, and their verification.

    EMPTY_ROOT  SHA-256()        leaf  SHA-256(00 | data)        node  SHA-256(01 | left | right)

Hashes are 32 bytes, a proof is a list of them with the sibling nearest to the leaf first. Proofs are made from the
complete nodes of a tree, of which only those on the way are read. Verifiers return nothing or raise. Nothing here knows
papers, files or keys, and old size 0 is no consistency proof: it is the log witness's case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final

from ledger.errors import BadProof, Reason

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = sha256().digest()

NOT_A_HASH = Reason(
    "ME-001",
    "A hash in this proof has {found} bytes; SHA-256 has 32.",
    "Ask for the proof again, from the ledger itself.",
)
OUTSIDE = Reason(
    "ME-002",
    "A tree of {size} leaves has no leaf {index}.",
    "Compare index and size with the checkpoint: `kotak checkpoint show`",
)
SIZES = Reason(
    "ME-003",
    "There is no consistency proof from size {old} to size {new}: the older is 1 or more and not above the newer.",
    "Keep both checkpoints, and check the ledger against them: kotak verify --holding DIR",
)
LENGTH = Reason(
    "ME-004",
    "The proof has {found} hashes, which is not the number that leads to the root.",
    "Ask for the proof again, from the ledger itself.",
)
OTHER_ROOT = Reason(
    "ME-005",
    "The proof leads to the root {found}, not to {expected}.",
    "Keep the file, and check the whole ledger: `kotak verify`",
)
OTHER_HISTORY = Reason(
    "ME-006",
    "The proof does not join the tree of {old} leaves to the tree of {new} leaves.",
    "Keep both checkpoints: together they may prove two histories. Then: kotak verify --holding DIR",
)
PEAKS = Reason(
    "ME-007",
    "A tree of {size} leaves has {expected} peaks, not {found}.",
    "The stored nodes are not complete. Make them again from the papers: `kotak rebuild`",
)

Place = tuple[int, int]
"""Level (0 for leaves), number in that level from the left."""
Node = tuple[int, int, bytes]
"""A place and the hash there."""
Nodes = Callable[[Sequence[Place]], Mapping[Place, bytes]]
"""Hashes of complete nodes, read from wherever a tree is kept, all that a proof needs at once."""


def leaf_hash(data: bytes) -> bytes:
    """Hash an entry."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours."""
    return sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Compute the root over these leaves."""
    row = leaf_hashes
    while len(row) > 1:
        row = _row_above(row)
    return row[0] if row else EMPTY_ROOT


def nodes_of(leaf_hashes: Sequence[bytes]) -> Nodes:
    """The complete nodes over leaves that are in memory."""
    rows = [leaf_hashes]
    while len(rows[-1]) > 1:
        rows.append(_row_above(rows[-1]))
    return lambda places: {(level, number): rows[level][number] for level, number in places}


def prove_inclusion(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """List the siblings on the way from a leaf to the root over the first `size` leaves."""
    _check_index(index, size)
    return _hashes(_siblings(0, index, size), nodes)


def inclusion_places(indexes: Iterable[int], size: int) -> list[Place]:
    """All complete nodes that proofs of these leaves are made of, each once: for many proofs they are read together."""
    found = {place for index in indexes for places in _siblings(0, index, size) for place in places}
    return sorted(found)


def prove_consistency(old_size: int, size: int, nodes: Nodes) -> list[bytes]:
    """
    Prove that the first `old_size` leaves are the beginning of the first `size`.

    The proof starts at the last complete subtree of the old tree. Where that is all of it, its hash is left out.
    """
    _check_sizes(old_size, size)
    if old_size == size:
        return []
    level = _trailing_zeros(old_size)
    number = (old_size >> level) - 1
    return _hashes([[(level, number)]] * (number > 0) + _siblings(level, number, size), nodes)


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162, 2.1.3.2."""
    _check_hashes(leaf_hash, root, *proof)
    _check_index(index, size)
    found = leaf_hash
    for sibling, stands_left in _steps(index, size - 1, proof):
        found = node_hash(sibling, found) if stands_left else node_hash(found, sibling)
    if found != root:
        raise BadProof(OTHER_ROOT, found=found.hex(), expected=root.hex())


def verify_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """RFC 9162, 2.1.4.2."""
    _check_hashes(old_root, new_root, *proof)
    _check_sizes(old_size, new_size)
    if old_size == new_size:
        proof_fits = not proof and old_root == new_root
    else:
        proof_fits = _both_roots(old_size, new_size, proof, old_root) == (old_root, new_root)
    if not proof_fits:
        raise BadProof(OTHER_HISTORY, old=old_size, new=new_size)


class Frontier:
    """
    A growing tree, of which only the peaks are kept: the roots of its complete subtrees, largest first.

    `append` gives the complete nodes a leaf brings into being, which never change again. Peaks can be taken from stored
    nodes (`peak_positions`).
    """

    def __init__(self, peaks: Iterable[bytes] = (), size: int = 0) -> None:
        self.size = size
        self._peaks = list(peaks)
        if len(self._peaks) != size.bit_count():
            raise BadProof(PEAKS, size=size, expected=size.bit_count(), found=len(self._peaks))

    def append(self, leaf_hash: bytes) -> list[Node]:
        """Add a leaf. The nodes now complete, the leaf first and each the parent of the one before."""
        level, number, found = 0, self.size, leaf_hash
        nodes = [(level, number, found)]
        while number & 1:
            level, number, found = level + 1, number >> 1, node_hash(self._peaks.pop(), found)
            nodes.append((level, number, found))
        self._peaks.append(found)
        self.size += 1
        return nodes

    def root(self) -> bytes:
        """Compute the root over all leaves so far."""
        return _joined(self._peaks) if self._peaks else EMPTY_ROOT


def peak_positions(size: int) -> list[Place]:
    """List level and number of each peak of a tree, largest first."""
    return [(level, (size >> level) - 1) for level in reversed(range(size.bit_length())) if size >> level & 1]


def _row_above(row: Sequence[bytes]) -> list[bytes]:
    """Pairs are joined; a last node without a neighbour goes up as it is."""
    joined = [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)]
    if len(row) & 1:
        joined.append(row[-1])
    return joined


def _siblings(level: int, number: int, size: int) -> list[list[Place]]:
    """On the way up from a node, the complete nodes each sibling is made of. A node without a neighbour has none."""
    siblings = []
    while size > 1 << level:
        if (number ^ 1) << level < size:
            siblings.append(_made_of(level, number ^ 1, size))
        level, number = level + 1, number >> 1
    return siblings


def _made_of(level: int, number: int, size: int) -> list[Place]:
    """Itself, or for the last node of a level, which may lack leaves, the peaks below it."""
    if (number + 1) << level <= size:
        return [(level, number)]
    return [peak for peak in peak_positions(size) if peak[0] < level]


def _hashes(wanted: Iterable[list[Place]], nodes: Nodes) -> list[bytes]:
    subtrees = list(wanted)
    found = nodes([place for places in subtrees for place in places])
    return [_joined([found[place] for place in places]) for places in subtrees]


def _joined(peaks: Sequence[bytes]) -> bytes:
    """The root over neighbouring complete subtrees, largest first."""
    *others, found = peaks
    for peak in reversed(others):
        found = node_hash(peak, found)
    return found


def _both_roots(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    """Compute the two roots a consistency proof leads to."""
    if not proof:
        raise BadProof(LENGTH, found=0)
    level = _trailing_zeros(old_size)
    index, last = (old_size - 1) >> level, (new_size - 1) >> level
    start, *path = proof if index else [old_root, *proof]
    old = new = start
    for sibling, stands_left in _steps(index, last, path):
        if stands_left:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
    return old, new


def _steps(index: int, last: int, path: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Say of each hash whether it stands left of what is known. The text calls index and last `fn` and `sn`."""
    for sibling in path:
        if last == 0:
            raise BadProof(LENGTH, found=len(path))
        stands_left = bool(index & 1) or index == last
        yield sibling, stands_left
        if stands_left:
            skipped = _trailing_zeros(index)
            index, last = index >> skipped, last >> skipped
        index, last = index >> 1, last >> 1
    if last:
        raise BadProof(LENGTH, found=len(path))


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1


def _check_hashes(*hashes: bytes) -> None:
    for each in hashes:
        if len(each) != HASH_SIZE:
            raise BadProof(NOT_A_HASH, found=len(each))


def _check_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise BadProof(OUTSIDE, index=index, size=size)


def _check_sizes(old: int, new: int) -> None:
    if not 0 < old <= new:
        raise BadProof(SIZES, old=old, new=new)
