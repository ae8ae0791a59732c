"""The table of papers: each once, in the order of the ledger; of an area those about a box of it."""

from collections.abc import Collection, Iterator
from typing import Final

from ledger.domain import names
from ledger.domain.custody.effects import Gathered, Together
from ledger.domain.documents.base import Document, LaterDocument, seconds
from ledger.log.bracket import Bracket, Marks
from projections.exported import links
from projections.exported.histories import known
from projections.exported.tables import Cell, Column, Table
from projections.grades import NOTHING, brackets, dated
from projections.links import Signer, regraded
from projections.looking import View
from projections.reading import read
from projections.where import Question

COLUMNS: Final = (
    Column("index", "number"),
    Column("digest"),
    Column("kind"),
    Column("at", "instant"),
    *links.TIMES,
    Column("unit"),
    Column("place"),
    Column("to"),
    Column("of"),
    Column("signers", "texts"),
    Column("refs", "texts"),
    Column("files", "number"),
    Column("lines", "number"),
    Column("contested", "number"),
    Column("grade"),
    Column("flags", "texts"),
    Column("device"),
    Column("device_seq", "number"),
    Column("seen_size", "number"),
)
_AT_ONCE: Final = 200
"""Papers in memory with all that they did."""


def table(view: View, question: Question, marks: Marks = NOTHING) -> Table:
    """As they were known then, dated by what witnesses cosigned. Raises Unknown once it is read."""
    return Table("papers", COLUMNS, _rows(view, question, marks))


def _rows(view: View, question: Question, marks: Marks) -> Iterator[tuple[Cell, ...]]:
    size = known(view, question)
    for start in range(0, size, _AT_ONCE):
        did = view.gathered(range(start, min(size, start + _AT_ONCE)))
        wanted = {index: one for index, one in did.items() if _is_meant(one, question)}
        later = _later(view, [one.effects.digest for one in wanted.values()], size, question.seconds)
        outside = brackets(view, marks, wanted)
        for index, paper in read(view, wanted):
            grade = _grade(wanted[index], later.get(paper.digest), outside[index])
            yield _row(wanted[index], paper.document, grade)


def _is_meant(did: Gathered, question: Question) -> bool:
    boxes = (box for group in did.together for box in group.boxes)
    within = question.area is None or any(names.covers(question.area, box) for box in boxes)
    return within and (question.seconds is None or seconds(did.effects.at) <= question.seconds)


def _row(did: Gathered, document: Document, grade: str | None) -> tuple[Cell, ...]:
    effects, own = did.effects, _own(did)
    return (
        effects.index,
        effects.digest,
        effects.kind,
        effects.at,
        *links.times(document),
        effects.unit,
        effects.place,
        getattr(document, "to", None),
        getattr(document, "of", None),
        tuple(links.who(Signer(one.officer, one.part)) for one in effects.signers),
        tuple(f"{ref.what}:{ref.number}:{ref.date}" for ref in document.refs),
        len(document.files),
        effects.lines,
        sum(len(group.boxes) for group in own if group.change.verdict in {"contested", "foreign"}),
        grade,
        tuple(sorted({*effects.flags, *(flag for group in own for flag in group.change.flags)})),
        effects.device,
        effects.device_seq,
        document.seen.size if isinstance(document, LaterDocument) else None,
    )


def _own(did: Gathered) -> list[Together]:
    """What became of its own lines, not of those that had waited for it."""
    return [group for group in did.together if group.change.index == did.effects.index]


def _grade(did: Gathered, later: str | None, outside: Bracket) -> str | None:
    given = later or next((group.change.grade for group in _own(did)), None)
    return dated(given, did.effects.at, outside)


def _later(view: View, digests: Collection[str], size: int, until: int | None) -> dict[str, str]:
    """By paper that was better witnessed later the last grade of it."""
    return {digest: given[-1].grade for digest, given in regraded(view, digests, size, until).items()}
