"""
Who signed what is shown: step 5 of every check, for all files together.

Entries are taken in the order of their index, each with the keys that those below it show. Where nobody shows or pins a
key there is nothing to verify, and the fold that would judge keys is not even imported.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from ledger.domain.documents.base import Signer
from ledger.domain.documents.government import Genesis
from ledger.errors import Conflict, LedgerError, Reason
from ledger.receipt.excerpt import UNPLACED, Excerpt, merge
from ledger.receipt.keylist import KeyList
from ledger.signing import envelope

TWO_COVERS = Reason(
    "RE-034",
    "Two papers are promised at index {index}, and both promises are signed by the log.",
    "Keep all these files: together they prove that the log signed two histories.",
)


@dataclass(frozen=True)
class Vouched:
    """Of one entry the signers whose signatures verified, those whose keys nobody shows, and what is to be reported."""

    known: tuple[Signer, ...]
    unknown: tuple[Signer, ...]
    problems: tuple[LedgerError, ...] = ()


class Keys(Protocol):
    """Who may know keys."""

    def take(self, entry: Excerpt) -> Vouched:
        """Who signed the entry, whose own keys then count for those above it. Raises Malformed or BadSignature."""

    def judge(self, entry: Excerpt) -> Vouched:
        """Who signed. Raises Malformed or BadSignature."""


class NoKeys:
    """Of nobody any key is known: exactly those who are named signed, and whether they did nobody can tell."""

    def judge(self, entry: Excerpt) -> Vouched:
        """Raises Malformed if others are said to have signed."""
        named = entry.document.signers
        envelope.check_signers(entry.envelope, {one.key for one in named})
        return Vouched((), named)

    take = judge


class Vouchers:
    """The outcome for every entry that is shown, and the keys for papers that nobody placed."""

    def __init__(self, entries: Iterable[Excerpt], pinned: KeyList) -> None:
        merged = sorted(merge(entries), key=lambda one: one.name)
        self._covers = Counter(one.index for one in merged)
        self._keys = _keys(merged, pinned)
        self._found = {one.name: self._take(one) for one in merged}

    def of(self, entry: Excerpt) -> Vouched:
        """Who is known to have signed an entry, or a paper nobody placed. Raises Malformed or BadSignature."""
        found = self._found[entry.name] if entry.index != UNPLACED else self._keys.judge(entry)
        if isinstance(found, LedgerError):
            raise found
        return found

    def _take(self, entry: Excerpt) -> Vouched | LedgerError:
        try:
            vouched = self._keys.take(entry)
        except LedgerError as error:
            return error
        if self._covers[entry.index] == 1:
            return vouched
        return replace(vouched, problems=(*vouched.problems, Conflict(TWO_COVERS, index=entry.index)))


def _keys(entries: Iterable[Excerpt], pinned: KeyList) -> Keys:
    """All keys that are shown follow from genesis."""
    if not pinned.keys and not any(isinstance(one.document, Genesis) for one in entries):
        return NoKeys()
    from ledger.receipt.roster import Roster  # noqa: PLC0415 - brings the fold, which a lone receipt does not need

    return Roster(pinned)
