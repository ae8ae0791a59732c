"""
What is shown of an entry: the cover, and of its annex the lines that are quoted with a path.

To whoever judges, an excerpt is a paper that says no more than is shown of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ledger import merkle
from ledger import paper as papers
from ledger.domain.documents.base import Document, Line
from ledger.errors import Malformed, Reason
from ledger.paper import Cover, Paper
from ledger.receipt.content import Content, Quoted
from ledger.signing.envelope import Envelope

NO_LIST = Reason(
    "RE-026",
    "The paper has no list, and yet line {number} of it is shown.",
    "Keep the file, and ask for the receipt again from the ledger itself.",
)
Name = tuple[int, bytes]
"""An entry as one log promises it: its index and its cover."""
UNPLACED: Final = 2**63
"""The index of a paper that is shown without one: above every entry."""


@dataclass(frozen=True)
class Excerpt:
    """An entry of the log as far as it is shown. Lines stand under their number in the annex."""

    index: int
    cover: Cover
    numbered: tuple[tuple[int, Line], ...] = ()

    @property
    def name(self) -> Name:
        """Excerpts of one entry share it."""
        return self.index, self.cover.data

    @property
    def envelope(self) -> Envelope:
        """The cover with its signatures."""
        return self.cover.envelope

    @property
    def document(self) -> Document:
        """What the payload says."""
        return self.cover.document

    @property
    def digest(self) -> str:
        """The paper's name."""
        return self.cover.digest

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that are shown."""
        return [line for _, line in self.numbered]


def of_content(content: Content, index: int) -> Excerpt:
    """
    The entry a content shows.

    Its cover is one, and its line is of that cover's annex. Raises Malformed or BadProof.
    """
    cover = papers.read_cover(content.cover)
    if content.quoted is None:
        return Excerpt(index, cover)
    return Excerpt(index, cover, ((content.quoted.number, _line(cover, content.quoted)),))


def of_paper(paper: Paper) -> Excerpt:
    """A whole paper of which nobody says where it is recorded."""
    cover = Cover(paper.cover, paper.envelope, paper.document, paper.digest)
    return Excerpt(UNPLACED, cover, tuple(enumerate(paper.lines)))


def merge(entries: Iterable[Excerpt]) -> list[Excerpt]:
    """Each entry once, with all its lines that are shown."""
    found: dict[Name, list[Excerpt]] = {}
    for one in entries:
        found.setdefault(one.name, []).append(one)
    return [replace(those[0], numbered=_together(those)) for those in found.values()]


def _together(those: Iterable[Excerpt]) -> tuple[tuple[int, Line], ...]:
    return tuple(sorted({number: line for one in those for number, line in one.numbered}.items()))


def _line(cover: Cover, quoted: Quoted) -> Line:
    annex = cover.document.annex
    if annex is None:
        raise Malformed(NO_LIST, number=quoted.number)
    line = papers.read_line(cover.document, quoted.number, quoted.line)
    leaf = merkle.leaf_hash(quoted.line)
    merkle.verify_inclusion(quoted.number, annex.lines, leaf, quoted.path, bytes.fromhex(annex.root))
    return line
