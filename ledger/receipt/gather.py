"""
Which entries belong in a passport, and the passport made of them:

    of every entry that writes or names the box                                     its line
    of an attestation or an answer without lines about it, that names one of these  the whole paper
    of genesis and every `authorities`                                              the whole paper
    of every officer who signed one of the parts                                    his enrolment, rotation, revocation

Only entries that may belong there are read. Tags and kinds say where to look and nothing more: what belongs is decided
by the papers, and that they are in the log by the proofs.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ledger import merkle
from ledger import paper as papers
from ledger.audit.source import Entry
from ledger.domain.documents.base import Line
from ledger.domain.documents.government import Authorities, Genesis
from ledger.domain.documents.people import EnrolmentLine, RevocationLine, RotationLine
from ledger.domain.documents.remarks import Answer, Attestation
from ledger.errors import CheckFailed, LedgerError, Reason
from ledger.merkle import Nodes
from ledger.paper import Paper
from ledger.receipt.content import Content
from ledger.receipt.make import include, quote, size_of
from ledger.receipt.passport import LONGEST, MOST, Passport, too_large

NOT_THERE = Reason(
    "PS-015",
    "Index {index} is filed under what was asked for, and no entry is there.",
    "See what does not agree: kotak verify",
)


class Archive(Protocol):
    """Where papers are kept, with an index of what they are about."""

    def data(self, indexes: Collection[int]) -> Mapping[int, bytes]:
        """The bytes of some papers, of those that are there."""

    def filed_under(self, subjects: Iterable[str]) -> list[int]:
        """Indexes of the entries that wrote one of these subjects."""

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """The entries of a kind."""


@dataclass
class Chosen:
    """The parts of a passport: by index the numbers of the lines that are shown; of a whole paper none."""

    papers: dict[int, Paper] = field(default_factory=dict)
    numbers: dict[int, set[int]] = field(default_factory=dict)
    later: list[int] = field(default_factory=list)
    """Entries about the boxes that the checkpoint does not cover."""
    unread: list[int] = field(default_factory=list)
    """Answers that cannot be read, so that nobody knows what they answer."""

    def take(self, index: int, paper: Paper, numbers: Iterable[int] = ()) -> None:
        """Show the paper, or these of its lines."""
        self.papers[index] = paper
        self.numbers.setdefault(index, set()).update(numbers)


def choose(archive: Archive, boxes: Sequence[str], about: Iterable[int], size: int) -> Chosen:
    """The parts for these boxes among the first `size` entries. `about` are entries known to name one of them."""
    chosen, shelf = Chosen(), _Shelf(archive, size)
    _take_boxes(chosen, shelf, set(boxes), {*about, *archive.filed_under(f"box:{box}" for box in boxes)})
    _take_remarks(chosen, shelf, {paper.digest for paper in chosen.papers.values()})
    for index, paper in shelf.under(["authorities"]):
        if isinstance(paper.document, Genesis | Authorities):
            chosen.take(index, paper)
    _take_signers(chosen, shelf)
    return chosen


def make(boxes: Collection[str], chosen: Chosen, note: bytes, nodes: Nodes) -> bytes:
    """The passport of these parts. Raises Malformed if it would be too large to be read."""
    size = size_of(note)
    contents = [(index, content) for index in sorted(chosen.papers) for content in _contents(chosen, index)]
    if len(contents) > MOST:
        raise too_large(sum(len(bytes(content)) for _, content in contents), len(boxes), len(contents))
    at_once = nodes(merkle.inclusion_places({index for index, _ in contents}, size))
    parts = [include(content, index, size, lambda _: at_once) for index, content in contents]
    made = bytes(Passport(tuple(sorted(boxes)), tuple(parts), note))
    if len(made) > LONGEST:
        raise too_large(len(made), len(boxes), len(parts))
    return made


class _Shelf:
    """The entries a checkpoint covers, each read once and many together."""

    def __init__(self, archive: Archive, size: int) -> None:
        self.size = size
        self.archive = archive
        self._read: dict[int, Paper] = {}

    def papers(self, indexes: Iterable[int]) -> Iterator[tuple[int, Paper]]:
        """Those it covers, in order. Raises CheckFailed if one is not there, Malformed if it is none."""
        covered = sorted(index for index in indexes if index < self.size)
        new = [index for index in covered if index not in self._read]
        found = self.archive.data(new)
        for index in new:
            if index not in found:
                raise CheckFailed(NOT_THERE, index=index)
            self._read[index] = papers.read(found[index])
        return ((index, self._read[index]) for index in covered)

    def under(self, subjects: Iterable[str]) -> Iterator[tuple[int, Paper]]:
        """Those that wrote one of these subjects."""
        return self.papers(self.archive.filed_under(subjects))


def _take_boxes(chosen: Chosen, shelf: _Shelf, boxes: set[str], about: set[int]) -> None:
    chosen.later = sorted(index for index in about if index >= shelf.size)
    for index, paper in shelf.papers(about):
        if numbers := [number for number, line in enumerate(paper.lines) if getattr(line, "box", None) in boxes]:
            chosen.take(index, paper, numbers)


def _take_remarks(chosen: Chosen, shelf: _Shelf, digests: set[str]) -> None:
    """Attestations are filed under the paper they attest; answers under nothing."""
    for index, paper in shelf.under(f"paper:{digest}" for digest in digests):
        _take_if_of(chosen, index, paper, digests)
    for entry in shelf.archive.of_kind("answer"):
        if entry.index < shelf.size:
            try:
                _take_if_of(chosen, entry.index, papers.read(entry.data), digests)
            except LedgerError:
                chosen.unread.append(entry.index)


def _take_if_of(chosen: Chosen, index: int, paper: Paper, digests: set[str]) -> None:
    document = paper.document
    if index not in chosen.papers and isinstance(document, Attestation | Answer) and document.of in digests:
        chosen.take(index, paper)


def _take_signers(chosen: Chosen, shelf: _Shelf) -> None:
    """Whose keys signed what was chosen, whose keys signed that, until there is nobody new."""
    seen: set[str] = set()
    while officers := {one.officer for paper in chosen.papers.values() for one in paper.document.signers} - seen:
        seen |= officers
        keys = _take_officers(chosen, shelf.under(f"officer:{officer}" for officer in officers), officers)
        _take_officers(chosen, shelf.under(f"key:{key}" for key in keys), officers)


def _take_officers(chosen: Chosen, entries: Iterable[tuple[int, Paper]], officers: set[str]) -> set[str]:
    """Take what these entries say of the officers; the ids of the keys they were given."""
    keys: set[str] = set()
    for index, paper in entries:
        for number, line in enumerate(paper.lines):
            if isinstance(line, EnrolmentLine | RotationLine | RevocationLine) and line.id in officers:
                chosen.take(index, paper, [number])
                keys |= _given(line)
    return keys


def _given(line: Line) -> set[str]:
    match line:
        case EnrolmentLine():
            return {papers.public(line.key).id}
        case RotationLine():
            return {papers.public(line.new).id}
        case _:
            return set()


def _contents(chosen: Chosen, index: int) -> Iterator[Content]:
    paper = chosen.papers[index]
    numbers = sorted(chosen.numbers[index])
    if not numbers:
        yield Content(paper.cover)
    for number in numbers:
        yield Content(paper.cover, quote(paper, number))
