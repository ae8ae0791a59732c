"""
A page: what some entries did, in order, and the papers in which it stands.

Most of a read model is made of effects alone. What effects do not repeat is read in the paper itself; a paper is read
once a page, whichever read models ask for it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger import recorded
from ledger.domain.custody.effects import Gathered
from ledger.domain.documents.base import MOST
from ledger.errors import CheckFailed, LedgerError, Reason
from ledger.recorded import Recorded

NO_PAPER = Reason(
    "PR-009",
    "Entry {index} is needed for a read model and cannot be read as a paper.",
    "kotak verify tells what is wrong with it; if nothing is, kotak rebuild makes the read models again.",
)

Data = Callable[[Collection[int]], Mapping[int, bytes]]
"""The bytes of some entries, by index."""


class Papers:
    """The papers of a journal, by index."""

    def __init__(self, data: Data) -> None:
        self._data = data
        self._bytes: dict[int, bytes] = {}
        self._known: dict[int, Recorded] = {}

    def load(self, indexes: Iterable[int]) -> None:
        """Read these together; they will be asked for."""
        wanted = [index for index in dict.fromkeys(indexes) if index not in self._known]
        found = self._stored(wanted)
        for index in wanted:
            self._known[index] = _read(index, found)

    def of(self, index: int) -> Recorded:
        """The paper that is this entry. Raises CheckFailed."""
        if index not in self._known:
            self.load([index])
        return self._known[index]

    def seen(self, indexes: Collection[int]) -> dict[int, tuple[int, bytes]]:
        """Size and root of what the signers of these papers had seen; of genesis nothing. Raises CheckFailed."""
        data = self._stored([index for index in indexes if index not in self._known])
        return {index: _seen(index, data, self._known.get(index)) for index in indexes}

    def forget(self) -> None:
        """What was read is not kept longer than a page."""
        self._known.clear()
        self._bytes.clear()

    def _stored(self, indexes: Collection[int]) -> Mapping[int, bytes]:
        """Their bytes, each fetched once a page."""
        wanted = [index for index in indexes if index not in self._bytes and 0 <= index <= MOST]
        if wanted:
            self._bytes |= self._data(wanted)
        return self._bytes


def _read(index: int, data: Mapping[int, bytes]) -> Recorded:
    try:
        return Recorded(data[index])
    except (KeyError, LedgerError) as error:
        raise CheckFailed(NO_PAPER, index=index) from error


def _seen(index: int, data: Mapping[int, bytes], known: Recorded | None) -> tuple[int, bytes]:
    try:
        seen = recorded.seen_by(data[index]) if known is None else known.seen
        return (seen.size, bytes.fromhex(seen.root)) if seen else (0, b"")
    except (KeyError, LedgerError) as error:
        raise CheckFailed(NO_PAPER, index=index) from error


@dataclass(frozen=True)
class Page:
    """What is taken in at once, boxes gathered of which the same became."""

    did: Sequence[Gathered]
    papers: Papers
