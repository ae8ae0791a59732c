"""What those who may closed of that which no paper shows, and what was answered to all that does not agree."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ledger.domain import names
from projections.inquiry import Break, End
from projections.replies import Replies, Reply


def closed(found: Iterable[Break], replies: Replies) -> Iterator[Break]:
    """The same, those boxes apart of which somebody closed it."""
    for one in found:
        if one.settled is not None or not replies:
            yield one
            continue
        papers = {cite.digest: cite.kind for cite in one.papers}
        parts = replies.parted(one.code, papers, one.boxes, one.since)
        yield from (_part(one, boxes, reply) for boxes, reply in parts)


def answered(found: Iterable[Break], replies: Replies) -> Iterator[Break]:
    """The same with what was answered to the papers they rest on."""
    for one in found:
        own = replies.to((cite.digest for cite in one.papers), one.boxes) if replies else ()
        yield replace(one, answers=own) if own else one


def _part(one: Break, boxes: tuple[str, ...], reply: Reply | None) -> Break:
    area = names.common_area(boxes) if len(boxes) < len(one.boxes) else one.area
    return replace(one, boxes=boxes, area=area, settled=ended(reply))


def ended(reply: Reply | None) -> End | None:
    """How an answer ends what it closes."""
    return None if reply is None else End(reply.index, reply.at, "answer")
