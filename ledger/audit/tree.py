"""
A tree whose complete nodes are all kept, 64 bytes an entry, so that its root at any size it had can be said at once.

It stays in memory; what a database stores of a tree is compared with it and never read into it.
"""

from collections.abc import Iterator

from ledger.merkle import HASH_SIZE, Frontier, Node, peak_positions


class Tree:
    """A growing tree that remembers."""

    def __init__(self) -> None:
        self._frontier = Frontier()
        self._rows: list[bytearray] = []

    @property
    def size(self) -> int:
        """How many leaves it has."""
        return self._frontier.size

    def append(self, leaf_hash: bytes) -> None:
        """Add a leaf."""
        for level, _, hash_ in self._frontier.append(leaf_hash):
            if level == len(self._rows):
                self._rows.append(bytearray())
            self._rows[level] += hash_

    def root(self, size: int) -> bytes:
        """The root over the first leaves."""
        return Frontier([self.node(*place) for place in peak_positions(size)], size).root()

    def nodes(self) -> Iterator[Node]:
        """All complete nodes, leaves first."""
        for level, row in enumerate(self._rows):
            for number in range(len(row) // HASH_SIZE):
                yield level, number, self.node(level, number)

    def node(self, level: int, number: int) -> bytes:
        """The hash of a complete node."""
        return bytes(self._rows[level][number * HASH_SIZE : (number + 1) * HASH_SIZE])
