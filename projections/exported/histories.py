"""
The history of each box, with what its papers said: boxes in the order of their names, some of them in memory at a time.

A paper is read once for all the boxes at hand that it is about; of its lines only theirs are kept.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ledger.domain.documents.base import BoxLine, Cited, Document, seconds
from ledger.log.bracket import Marks
from projections import links, past
from projections.grades import NOTHING
from projections.links import Link
from projections.looking import View
from projections.reading import read
from projections.where import Question, check_entry

_AT_ONCE: Final = 500
"""Boxes in memory with all that was said of them."""


class Told(NamedTuple):
    """A link or remark of a box, and what its paper says; of a box the paper does not name, its name alone."""

    link: Link
    document: Document
    line: BoxLine


class History(NamedTuple):
    """All that papers said of one box."""

    box: str
    told: list[Told]


def histories(view: View, question: Question, marks: Marks = NOTHING) -> Iterator[History]:
    """Of each box of the area, as at the entry or time asked for. Raises Unknown."""
    yield from of_boxes(view, _boxes(view, question), question, marks)


def of_boxes(view: View, boxes: Sequence[str], question: Question, marks: Marks = NOTHING) -> Iterator[History]:
    """Of these boxes, as at the entry or time asked for, dated by what witnesses cosigned. Raises Unknown."""
    size = known(view, question)
    for start in range(0, len(boxes), _AT_ONCE):
        some = boxes[start : start + _AT_ONCE]
        found = links.of_boxes(view, some, size, marks, question.seconds)
        chains = {box: _then(chain, question) for box, chain in found.items()}
        wanted = {link.index for chain in chains.values() for link in chain}
        yield from _told(chains, dict(_documents(view, wanted, set(some))))


def known(view: View, question: Question) -> int:
    """The number of entries that are asked about. Raises Unknown."""
    if question.index is None:
        return view.size
    check_entry(view, question.index)
    return question.index + 1


def _boxes(view: View, question: Question) -> Sequence[str]:
    (location,) = view.tables["location"]
    wanted = past.by_area(view, location, question.area).with_only_columns(location.c.box)
    return list(view.connection.execute(wanted).scalars())


def _then(chain: Sequence[Link], question: Question) -> list[Link]:
    return [link for link in chain if question.seconds is None or seconds(link.at) <= question.seconds]


def _documents(
    view: View, indexes: Collection[int], boxes: Collection[str]
) -> Iterator[tuple[int, tuple[Document, dict[str, BoxLine]]]]:
    """By paper its document, and its lines about these boxes."""
    for index, paper in read(view, indexes):
        own = {line.box: line for line in paper.lines if isinstance(line, BoxLine) and line.box in boxes}
        yield index, (paper.document, own)


def _told(
    chains: Mapping[str, Sequence[Link]], said: Mapping[int, tuple[Document, Mapping[str, BoxLine]]]
) -> Iterator[History]:
    for box, chain in chains.items():
        unnamed = Cited(box=box)
        yield History(box, [Told(link, said[link.index][0], said[link.index][1].get(box, unnamed)) for link in chain])
