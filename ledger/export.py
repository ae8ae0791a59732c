"""
Exported files: papers one after another, and the published checkpoints beside them.

    {"payload":"<base64>","payloadType":…}      a line with `payload` begins the next paper
    {"box":"35.79.02.2009/004/DPD",…}

    grep -c '"payload"' batu.papers             how many papers there are

A file of checkpoints has each one, a signed note, behind its length in four bytes, the highest first. Files are read
line by line and may be larger than the memory; what a paper says is not looked at, and a file names no other file.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from ledger.errors import CheckFailed, Malformed, Reason
from ledger.paper import MAX_PAPER
from ledger.signing.note import LONGEST as LONGEST_NOTE

NOT_AN_EXPORT = Reason(
    "EX-001",
    "{name} is neither a ledger nor an exported copy of one: it does not begin with a paper.",
    "Ask for the copy again; it is made with: kotak bundle export -o FILE",
)
NOT_APART = Reason(
    "EX-002",
    "The entry at index {index} cannot be told apart from its neighbours in a file, so the ledger is not exported.",
    "Keep the database as it is, copy the whole of it, and look what it holds: kotak verify",
)
NOT_CHECKPOINTS = Reason(
    "EX-003",
    "The checkpoints in {name} do not end where their lengths say, at byte {at}.",
    "Take another copy of the file of checkpoints, and keep this one.",
)
NO_CHECKPOINT = Reason(
    "EX-004",
    "A checkpoint of {found} bytes cannot be kept; it has at least one and at most {most}.",
    "Get the checkpoint again from where it was published.",
)

_COVER: Final = b'"payload'
_LENGTH: Final = 4
_AT_ONCE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper as it stands in a file, and its place there, from 0."""

    index: int
    data: bytes


class Export:
    """An exported file that is read once, from its beginning."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name
        self._hash = hashlib.sha256()

    def entries(self) -> Iterator[Entry]:
        """
        The papers in order. Of one that is larger than any paper only the beginning is kept, which no reader takes.

        Raises Malformed for a file that begins with anything else.
        """
        paper = bytearray()
        index, begun = 0, False
        for line, whole in self._lines():
            if begun and whole and _COVER in line:
                yield Entry(index, bytes(paper))
                paper, index = bytearray(), index + 1
            elif not begun and _COVER not in line:
                break
            begun = True
            paper += line[: MAX_PAPER + 1 - len(paper)]
        if not begun:
            raise Malformed(NOT_AN_EXPORT, name=self._name)
        yield Entry(index, bytes(paper))

    @property
    def hash(self) -> str:
        """SHA-256 of what was read so far: of the file, once all papers were taken."""
        return self._hash.hexdigest()

    def _lines(self) -> Iterator[tuple[bytes, bool]]:
        """Lines, and whether the piece is the beginning of one: a long line comes in several."""
        whole = True
        while line := self._stream.readline(_AT_ONCE):
            self._hash.update(line)
            yield line, whole
            whole = line.endswith(b"\n")


def write_papers(papers: Iterable[bytes]) -> Iterator[bytes]:
    """The same papers, each once it is sure that it will be read back as one. Raises CheckFailed."""
    for index, paper in enumerate(papers):
        cover, _, annex = paper.partition(b"\n")
        if _COVER not in cover or _COVER in annex or not paper.endswith(b"\n") or len(paper) > MAX_PAPER:
            raise CheckFailed(NOT_APART, index=index)
        yield paper


def read_checkpoints(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """The notes of a file of checkpoints, each within the limits of a note. Raises Malformed."""
    at = 0
    while head := stream.read(_LENGTH):
        length = int.from_bytes(head)
        note = stream.read(length) if len(head) == _LENGTH and 0 < length <= LONGEST_NOTE else b""
        if not note or len(note) != length:
            raise Malformed(NOT_CHECKPOINTS, name=name, at=at)
        yield note
        at += _LENGTH + length


def frame(note: bytes) -> bytes:
    """A note as it is appended to a file of checkpoints."""
    if not 0 < len(note) <= LONGEST_NOTE:
        raise Malformed(NO_CHECKPOINT, found=len(note), most=LONGEST_NOTE)
    return len(note).to_bytes(_LENGTH) + note
