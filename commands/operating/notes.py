"""
The file of checkpoints a log published, as the log itself uses it: which was the last, and which has most signatures.

A checkpoint may stand there several times, each time with more or newer cosignatures; none is taken out. Notes of
other logs, of which the ledger had one before, are passed over. Only what is used is verified.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from commands.evidence import reference
from ledger.errors import Reason, Unknown
from ledger.log import checkpoint, cosigning
from ledger.log.checkpoint import Opened
from ledger.log.policy import Trust
from ledger.signing.note import SignatureLine

NONE_PUBLISHED = Reason(
    "EX-031",
    "No checkpoint is published at {path}.",
    "Publish one, where the key of the log is: kotak checkpoint publish",
)


class Note(NamedTuple):
    """A published note, and what it says."""

    data: bytes
    opened: Opened

    @property
    def size(self) -> int:
        """How many entries it covers."""
        return self.opened.checkpoint.size


class Notes:
    """What a log published, in a file."""

    def __init__(self, path: Path, trust: Trust) -> None:
        self.path = path
        self.trust = trust

    def open(self, data: bytes) -> Note:
        """A note the log signed."""
        return Note(data, checkpoint.open_checkpoint(data, self.trust))

    def last(self) -> Note | None:
        """The note of the most entries; of several of them the one published last."""
        largest = max(self._claimed(), key=lambda one: one[:2], default=None)
        return self.open(largest[2]) if largest else None

    def newest(self) -> Note:
        """The last note, which is there. Raises Unknown."""
        last = self.last()
        if last is None:
            raise Unknown(NONE_PUBLISHED, path=self.path)
        return last

    def at(self, size: int) -> Note | None:
        """The note of so many entries; of several the one published last."""
        found = [data for claimed, _, data in self._claimed() if claimed == size]
        return self.open(found[-1]) if found else None

    def sizes(self) -> set[int]:
        """Of how many entries there are notes, as they say."""
        return {size for size, _, _ in self._claimed()}

    def append(self, data: bytes) -> Note:
        """Publish a note. It is opened first: what the log itself would not take is not published."""
        note = self.open(data)
        reference.append(self.path, data)
        return note

    def improve(self, size: int, lines: Sequence[SignatureLine]) -> Note:
        """Publish the note of so many entries with these lines too, unless it has them."""
        found: list[Note] = []

        def better() -> bytes:
            before = self.at(size)
            assert before is not None  # noqa: S101 - witnesses were asked to sign it, and none is taken out
            found.append(self.improved(before, lines))
            return b"" if found[0].data == before.data else found[0].data

        reference.add(self.path, better)
        return found[0]

    def improved(self, note: Note, lines: Iterable[SignatureLine]) -> Note:
        """The note with these lines too. Nothing is published."""
        return self.open(cosigning.merge(note.data, lines))

    def _claimed(self) -> Iterator[tuple[int, int, bytes]]:
        """Of each note of this origin the size it claims, its place in the file, and its bytes."""
        for place, (_, data) in enumerate(reference.read(self.path)):
            origin, size, *_ = (*data.split(b"\n", 2), b"")
            if origin == self.trust.origin.encode() and size.isdigit():
                yield int(size[:20]), place, data
