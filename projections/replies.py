"""
Answers: to findings, and to papers that show what does not agree.

A break that a paper shows is ended by the watch, where the answer that closes it is recorded. What was left undone,
clocks, and goods that do not add up no paper shows: they are made anew for each question, and so is the look at who
closed them. Such an answer closes a paper the break rests on, or a finding of the same code; it is about the boxes it
names, and given after it was one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain import names
from ledger.domain.documents.base import BoxLine, seconds
from ledger.domain.documents.remarks import Answer, Finding
from ledger.recorded import Recorded
from projections.looking import View
from projections.moment import Moment
from projections.reading import papers_of

LISTS: Final = frozenset({"manifest", "plan", "rules"})
"""Papers that say what is expected and show nothing: an answer to one is about the boxes it names, and no others."""


@dataclass(frozen=True)
class Reply:
    """An answer: by whom, to which paper, what it does, and about which boxes; about all if it names none."""

    index: int
    digest: str
    at: str
    unit: str
    does: str
    of: str
    boxes: frozenset[str]

    @property
    def side(self) -> str:
        """`custody` or `supervision`."""
        return names.family_of(self.unit)

    def about(self, box: str | None) -> bool:
        """Whether it speaks of a box."""
        return not self.boxes or box is None or box in self.boxes


@dataclass(frozen=True)
class _Found:
    """A finding that was answered: its code and boxes, and the answers."""

    code: str
    boxes: frozenset[str]
    replies: tuple[Reply, ...]


class Replies:
    """All answers that counted at a moment."""

    def __init__(self, view: View, moment: Moment) -> None:
        self._to: dict[str, list[Reply]] = {}
        for index, paper in papers_of(view, moment, "answer"):
            if isinstance(paper.document, Answer):
                reply = _reply(index, paper, paper.document)
                self._to.setdefault(reply.of, []).append(reply)
        self._found = [*self._findings(view, moment)] if self else []

    def __bool__(self) -> bool:
        return bool(self._to)

    def to(self, digests: Iterable[str], boxes: Sequence[str] = ()) -> tuple[Reply, ...]:
        """Answers to these papers that speak of one of these boxes, in the order of the ledger."""
        found = {reply.index: reply for digest in digests for reply in self._to.get(digest, ())}
        told = (found[index] for index in sorted(found))
        return tuple(reply for reply in told if not boxes or any(map(reply.about, boxes)))

    def end(self, code: str, papers: Mapping[str, str], box: str | None, since: int) -> Reply | None:
        """What closed a break: `papers` are the kinds of what it rests on by digest, `since` when it became one."""
        own = (reply for reply in self.to(papers) if reply.boxes or papers[reply.of] not in LISTS)
        closing = (one for one in (*own, *self._alike(code, box)) if one.does == "closes" and one.about(box))
        return min((one for one in closing if seconds(one.at) >= since), key=_place, default=None)

    def parted(
        self, code: str, papers: Mapping[str, str], boxes: Sequence[str], since: int
    ) -> Iterator[tuple[tuple[str, ...], Reply | None]]:
        """The boxes of a break, those apart which `end` says the same of; of one that is about none, none."""
        by_reply: dict[Reply | None, list[str]] = {}
        for box in boxes or (None,):
            by_reply.setdefault(self.end(code, papers, box, since), []).extend([box] if box else [])
        yield from ((tuple(some), reply) for reply, some in by_reply.items())

    def settled(self, code: str, digest: str, box: str | None, took: int) -> Reply | None:
        """What closed a break that a paper shows, known since the entry `took`."""
        closing = (one for one in (*self.to([digest]), *self._alike(code, box)) if one.does == "closes")
        return min((one for one in closing if one.about(box) and one.index > took), key=_place, default=None)

    def _alike(self, code: str, box: str | None) -> Iterator[Reply]:
        """Answers to findings of the same code about the box."""
        for found in self._found:
            if found.code == code:
                yield from (reply for reply in found.replies if box in (reply.boxes or found.boxes))

    def _findings(self, view: View, moment: Moment) -> Iterator[_Found]:
        for _index, paper in papers_of(view, moment, "finding"):
            if isinstance(paper.document, Finding):
                yield _Found(paper.document.code, _boxes(paper), tuple(self._to.get(paper.digest, ())))


def _place(reply: Reply) -> int:
    return reply.index


def _reply(index: int, paper: Recorded, answer: Answer) -> Reply:
    return Reply(index, paper.digest, answer.at, answer.unit, answer.does, answer.of, _boxes(paper))


def _boxes(paper: Recorded) -> frozenset[str]:
    return frozenset(line.box for line in paper.lines if isinstance(line, BoxLine))
