"""Papers: lists of them, one in full, and its exact bytes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from commands.program import language
from commands.program.language import _
from commands.program.verdicts import finding
from commands.serving import rendering
from commands.serving.visit import Visit
from ledger import paper as reading_papers
from ledger.domain.custody.effects import Change, Effects
from ledger.domain.documents.base import seconds
from ledger.domain.sentences import excerpt
from ledger.domain.sentences.tongue import grouped
from ledger.merkle import leaf_hash
from ledger.paper import Cover
from projections import grades, listing
from projections.listing import Wanted

LINES: Final = 100
"""Lines of an annex that one page shows."""


@dataclass(frozen=True)
class Shown:
    """A line of an annex as it was signed, the box it is about, and what became of it when it was recorded."""

    number: int
    text: str
    box: str | None
    became: str


def papers(visit: Visit) -> Response:
    """The latest first."""
    wanted = Wanted(unit=visit.name("unit", "a unit"), officer=visit.name("officer", "an officer"))
    start, moment = visit.start(), visit.reading.moment
    with visit.reading.lookout.view() as view:
        kinds = listing.kinds(view, moment)
        wanted = Wanted(visit.choice("kind", kinds) if kinds else None, wanted.unit, wanted.officer)
        count = listing.count(view, moment, wanted)
        found = listing.papers(view, moment, wanted, start, 50)
    named = {kind: rendering.kind(kind) for kind in kinds}
    return visit.page(
        "papers.html.j2",
        title=_("Papers"),
        wanted=wanted,
        kinds=dict(sorted(named.items(), key=lambda one: one[1])),
        papers=found,
        leaf=visit.leaf(start, count),
        moment=moment,
    )


def paper(visit: Visit, index: int) -> Response:
    """One paper: what it says, who signed it, its lines, what it did, and how to check it."""
    reading = visit.reading
    data = _data(visit, index)
    first, _newline, annex = data.partition(b"\n")
    cover = reading_papers.read_cover(first)
    with reading.lookout.view() as view:
        did = view.did([index])[index]
        bracket = grades.brackets(view, reading.marks, [index])[index]
    lines, leaf = visit.part(annex.split(b"\n")[:-1], LINES)
    return visit.page(
        "paper.html.j2",
        title=_("Entry {index}: {title}").format(index=index, title=rendering.kind(did.kind)),
        index=index,
        cover=cover,
        payload=cover.envelope.payload.decode(),
        did=did,
        said=excerpt(cover.document, (), language.spoken()),
        signed={one.keyid for one in cover.envelope.signatures},
        shown=_shown(lines, did, leaf.first),
        leaf=leaf,
        grade=next((change.grade for change in did.changes if change.index == index and change.grade), None),
        contested=[finding(change) for change in did.contested],
        found=[one for one in reading.breaks if any(cite.index == index for cite in one.papers)],
        bracket=bracket,
        hashes=_hashes(cover, first, data),
        bytes=len(data),
        last=reading.moment.entries - 1,
        moment=reading.moment,
    )


def raw(visit: Visit, index: int) -> Response:
    """The bytes that were signed and recorded, as they are."""
    data = _data(visit, index)
    response = Response(data, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=f"{index:05}.paper")
    return response


def _data(visit: Visit, index: int) -> bytes:
    """The bytes of an entry that counts at the moment."""
    reading = visit.reading
    if index >= reading.moment.entries:
        raise NotFound
    with reading.lookout.view() as view:
        if not reading.moment.counts(index, seconds(view.gathered([index])[index].effects.at)):
            raise NotFound
    return visit.keeper.journal.data([index])[index]


def _hashes(cover: Cover, first: bytes, data: bytes) -> dict[str, str]:
    return {
        _("digest: SHA-256 of what was signed, the name of the paper"): grouped(cover.digest),
        _("leaf: its hash in the tree of the log"): grouped(leaf_hash(first).hex()),
        _("SHA-256 of the file"): grouped(hashlib.sha256(data).hexdigest()),
    }


def _shown(lines: Sequence[bytes], did: Effects, first: int) -> list[Shown]:
    became = {change.box: change for change in did.changes if change.index == did.index}
    boxes = {b'"box":"%b"' % box.encode(): box for box in became}
    return [_line(number, line, boxes, became) for number, line in enumerate(lines, first)]


def _line(number: int, line: bytes, boxes: dict[bytes, str], became: dict[str, Change]) -> Shown:
    at = line.find(b'"box":"')
    box = boxes.get(line[at : line.find(b'"', at + 7) + 1]) if at >= 0 else None
    return Shown(number, line.decode(errors="backslashreplace"), box, _became(became[box]) if box else "")


def _became(change: Change) -> str:
    match change.verdict:
        case "link":
            return _("took effect")
        case "contested" | "foreign":
            return _("contested, without effect")
        case "waiting":
            return _("waits for a paper before it")
        case _:
            return _("a remark")
