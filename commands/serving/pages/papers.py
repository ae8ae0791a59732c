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
from commands.serving.visit import PER_PAGE, Visit
from ledger import paper as reading_papers
from ledger.domain.custody.effects import Change, Effects
from ledger.domain.documents.base import BoxLine, seconds
from ledger.domain.sentences import excerpt
from ledger.domain.sentences.tongue import grouped
from ledger.errors import Malformed
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
    wanted = Wanted(unit=visit.unit(), officer=visit.name("officer", "an officer"))
    moment = visit.reading.moment
    with visit.reading.lookout.view() as view:
        kinds = listing.kinds(view, moment)
        wanted = Wanted(visit.choice("kind", kinds) if kinds else None, wanted.unit, wanted.officer)
        count = listing.count(view, moment, wanted)
        start = visit.start(count)
        found = listing.papers(view, moment, wanted, start, PER_PAGE)
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
    cover, printed = reading_papers.read_apart(data)
    with reading.lookout.view() as view:
        did = view.did([index])[index]
        bracket = grades.brackets(view, reading.marks, [index])[index]
    lines, leaf = visit.part(printed, LINES)
    return visit.page(
        "paper.html.j2",
        title=_("Entry {index}: {title}").format(index=index, title=rendering.kind(did.kind)),
        index=index,
        cover=cover,
        payload=cover.envelope.payload.decode(),
        did=did,
        said=excerpt(cover.document, (), language.spoken()),
        signed={one.keyid for one in cover.envelope.signatures},
        shown=_shown(cover, lines, did, leaf.first),
        leaf=leaf,
        grade=next((change.grade for change in did.changes if change.index == index and change.grade), None),
        contested=[finding(change) for change in did.contested],
        found=[one for one in reading.breaks if any(cite.index == index for cite in one.papers)],
        bracket=bracket,
        hashes=_hashes(cover, data),
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


def _hashes(cover: Cover, data: bytes) -> dict[str, str]:
    return {
        _("digest: SHA-256 of what was signed, the name of the paper"): grouped(cover.digest),
        _("leaf: its hash in the tree of the log"): grouped(leaf_hash(cover.data).hex()),
        _("SHA-256 of the file"): grouped(hashlib.sha256(data).hexdigest()),
    }


def _shown(cover: Cover, lines: Sequence[bytes], did: Effects, first: int) -> list[Shown]:
    became = {change.box: change for change in did.changes if change.index == did.index}
    return [_line(cover, number, line, became) for number, line in enumerate(lines, first)]


def _line(cover: Cover, number: int, line: bytes, became: dict[str, Change]) -> Shown:
    box = _box(cover, number, line)
    text = line.decode(errors="backslashreplace")
    return Shown(number, text, box, _became(became[box])) if box in became else Shown(number, text, None, "")


def _box(cover: Cover, number: int, line: bytes) -> str:
    """The box a line names; none where nobody can read it, which only a changed ledger can hold."""
    try:
        read = reading_papers.read_line(cover.document, number - 1, line)
    except Malformed:
        return ""
    return read.box if isinstance(read, BoxLine) else ""


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
