"""
What a contradiction proves: each member holds by itself, and both cannot be true of one log or one box.

    same-size    two checkpoints of the log, of one size, with two roots
    prefix       two checkpoints of the log; the larger tree has another root where the smaller ended
    same-index   two receipts, by steps 1, 2 and 4, of two covers at one index
    same-after   two papers about one box follow the same one, and both reached the other side  (ledger.receipt.twice)

Two members that have no other order stand in that of their bytes, so that one contradiction has one file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ledger import merkle
from ledger.audit.report import Finding
from ledger.errors import Malformed, Reason
from ledger.log import checkpoint, proof
from ledger.log.checkpoint import Checkpoint
from ledger.log.policy import Trust
from ledger.receipt import content, contradiction, twice
from ledger.receipt.contradiction import (
    NO_CLASH,
    NOT_SORTED,
    PREFIX,
    SAME_AFTER,
    SAME_INDEX,
    SAME_SIZE,
    Contradiction,
)
from ledger.receipt.excerpt import Excerpt
from ledger.receipt.report import Report, Shown
from ledger.receipt.vouching import Vouchers

_KEEP: Final = "Keep this file: it proves that by itself. Show it to the election supervisor and to the log witnesses."
TWO_ROOTS = Reason(
    "RE-066", "The log signed {size} entries twice, with the root {first} and with the root {second}.", _KEEP
)
OTHER_BEGINNING = Reason(
    "RE-067",
    "The log signed {size} entries with the root {first}, and {larger} entries that begin with {second} instead.",
    _KEEP,
)
TWO_COVERS = Reason("RE-068", "The log promised two papers at index {index}: {first} and {second}.", _KEEP)


@dataclass(frozen=True)
class Clash:
    """A contradiction that holds, and what it proves."""

    sort: str
    reason: Reason
    facts: Mapping[str, object]
    shown: Sequence[Shown] = ()
    entries: Sequence[Excerpt] = field(default=(), init=False)
    """Nothing: what it shows of keys is for itself alone."""

    @property
    def finding(self) -> Finding:
        """What does not agree."""
        index, box = self.facts.get("index"), self.facts.get("box")
        return Finding(
            1, self.reason, self.facts, index if isinstance(index, int) else None, box if isinstance(box, str) else None
        )

    def report(self, vouchers: Vouchers) -> Report:  # noqa: ARG002 - it shows all keys it needs
        """That it proves something: a finding in every case."""
        report = Report("contradiction", {1}, shown=tuple(self.shown))
        report.findings.append(self.finding)
        return report


def open_contradiction(data: bytes, trust: Trust) -> Clash:
    """What a file proves. Raises Malformed, BadSignature or BadProof if it proves nothing."""
    return prove(contradiction.read(data), trust)


def prove(found: Contradiction, trust: Trust) -> Clash:
    """What it proves. Raises Malformed, BadSignature or BadProof if that is nothing."""
    return _PROVERS[found.sort](found.members, trust)


def _same_size(members: Sequence[bytes], trust: Trust) -> Clash:
    _check_sorted(members)
    first, second = (_promised(note, trust) for note in members)
    if first.size != second.size or first.root == second.root:
        raise Malformed(NO_CLASH)
    return Clash(SAME_SIZE, TWO_ROOTS, {"size": first.size, "first": first.root.hex(), "second": second.root.hex()})


def _prefix(members: Sequence[bytes], trust: Trust) -> Clash:
    small, large = (_promised(note, trust) for note in members[:2])
    root, path = members[2], members[3:]
    if small.root == root or small.size == large.size:
        raise Malformed(NO_CLASH)
    merkle.verify_consistency(small.size, large.size, path, root, large.root)
    facts = {"size": small.size, "first": small.root.hex(), "larger": large.size, "second": root.hex()}
    return Clash(PREFIX, OTHER_BEGINNING, facts)


def _same_index(members: Sequence[bytes], trust: Trust) -> Clash:
    _check_sorted(members)
    first, second = (_included(receipt, trust) for receipt in members)
    if first[0] != second[0] or first[1] == second[1]:
        raise Malformed(NO_CLASH)
    return Clash(SAME_INDEX, TWO_COVERS, {"index": first[0], "first": first[1].hex(), "second": second[1].hex()})


def _same_after(members: Sequence[bytes], trust: Trust) -> Clash:
    pair = twice.prove(members, trust)
    return Clash(SAME_AFTER, twice.TWICE, pair.facts, pair.shown)


def _promised(note: bytes, trust: Trust) -> Checkpoint:
    return checkpoint.open_checkpoint(note, trust).checkpoint


def _included(receipt: bytes, trust: Trust) -> tuple[int, bytes]:
    """Index and leaf. 1, 2 and 4 of a receipt, whatever the cover says: an operator may promise anything."""
    read = proof.read(receipt)
    promised, leaf = _promised(read.note, trust), merkle.leaf_hash(content.read(read.inclusion.extra).cover)
    merkle.verify_inclusion(read.inclusion.index, promised.size, leaf, read.inclusion.path, promised.root)
    return read.inclusion.index, leaf


def _check_sorted(members: Sequence[bytes]) -> None:
    if members[0] >= members[1]:
        raise Malformed(NOT_SORTED)


_PROVERS: Final[Mapping[str, Callable[[Sequence[bytes], Trust], Clash]]] = {
    SAME_SIZE: _same_size,
    PREFIX: _prefix,
    SAME_INDEX: _same_index,
    SAME_AFTER: _same_after,
}
