"""
The chain of custody of one box: what became of each paper about it, in the order in which it happened.

A paper stands here once, as what became of its line last; that it waited or was contested before is said with it.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import Seals, seconds
from ledger.domain.documents.movement import AcceptanceLine
from ledger.log.bracket import UNKNOWN, Bracket, Marks
from ledger.persistence.entries import chunks
from projections import grades as grades_of
from projections import lines, past
from projections.grades import NOTHING
from projections.lines import Line
from projections.looking import View
from projections.projection import notes
from projections.standing import LINK
from projections.where import check_entry


@dataclass(frozen=True)
class Signer:
    """Who signed as what."""

    officer: str
    part: str


@dataclass(frozen=True)
class Later:
    """A later paper that made this one better witnessed."""

    index: int
    grade: str
    signers: tuple[Signer, ...] = ()


@dataclass(frozen=True)
class Link:
    """
    One paper about the box. `index` is its own, `took` that of the entry from which on `verdict` holds, `before` what
    its line was until then. `recorded_at` is the clock of the machine that read it first; nobody vouches for it. The
    `seals` are those a link left on the box.
    """

    index: int
    digest: str
    kind: str
    verdict: str
    code: str | None
    took: int
    before: str | None
    at: str
    recorded_at: str | None
    place: str | None
    giver: str | None
    receiver: str | None
    outcome: str | None
    signers: tuple[Signer, ...]
    later: tuple[Later, ...]
    custodian: str | None
    seals: Seals | None
    grade: str | None
    flags: tuple[str, ...]
    bracket: Bracket = UNKNOWN
    """Between which cosigned checkpoints it came into the log."""


def of_box(view: View, box: str, marks: Marks = NOTHING) -> list[Link]:
    """Every link and remark of a box, dated by what witnesses cosigned."""
    return of_boxes(view, [box], view.size, marks)[box]


def as_at(view: View, box: str, index: int | None, until: int | None, marks: Marks = NOTHING) -> list[Link]:
    """The same after an entry, or those that claim to be no later than a time, in seconds. Raises Unknown."""
    if index is not None:
        check_entry(view, index)
    chain = of_boxes(view, [box], view.size if index is None else index + 1, marks, until)[box]
    return [link for link in chain if until is None or seconds(link.at) <= until]


def of_boxes(
    view: View, boxes: Collection[str], size: int, marks: Marks = NOTHING, until: int | None = None
) -> dict[str, list[Link]]:
    """
    The same of some boxes, as the first `size` entries have them; each paper is read once. No later signature makes one
    better witnessed that claims to be after `until`, in seconds.
    """
    own = _lines(view, boxes, size)
    later = regraded(view, [digest for papers in own.values() for digest in papers], size, until)
    signed = {lines_[-1].change.index for papers in own.values() for lines_ in papers.values()}
    asked = view.gathered(signed | {one.index for each in later.values() for one in each})
    papers = {index: did.effects for index, did in asked.items()}
    noted = sorted(view.connection.execute(select(notes)).all()) if view.noted else []
    brackets = grades_of.brackets(view, marks, signed)
    links = {
        box: [_link(lines_, later.get(digest, []), papers, noted) for digest, lines_ in own[box].items()]
        for box in boxes
    }
    return {box: [_dated(link, brackets[link.index]) for link in chain] for box, chain in links.items()}


def reason(view: View, index: int, box: str) -> str | None:
    """Why a box was not taken, in the word of the paper that is this entry. Raises CheckFailed."""
    line = view.papers.of(index).about(box)
    return line.reason if isinstance(line, AcceptanceLine) else None


def _dated(link: Link, bracket: Bracket) -> Link:
    return replace(link, bracket=bracket, grade=grades_of.dated(link.grade, link.at, bracket))


def _lines(view: View, boxes: Collection[str], size: int) -> dict[str, dict[str, list[Line]]]:
    """By box and paper what became of its line, in the order in which it became so last."""
    found: dict[str, dict[str, list[Line]]] = {box: {} for box in boxes}
    # What leads to no entry at all is followed, and so found.
    told = [(box, took) for box, took in past.entries(view, boxes) if not size <= took < view.size]
    for line in lines.follow(view, told):
        by_paper = found[line.change.box]
        by_paper[line.change.digest] = [*by_paper.pop(line.change.digest, []), line]
    return found


def _link(own: list[Line], later: list[Later], papers: dict[int, Effects], noted: Sequence[Any]) -> Link:
    took, last = own[-1]
    return Link(
        index=last.index,
        digest=last.digest,
        kind=last.kind,
        verdict=last.verdict,
        code=last.code,
        took=took.index,
        before=own[-2].change.verdict if len(own) > 1 else None,
        at=last.at,
        recorded_at=_noted(last.index, noted),
        place=last.place,
        giver=last.giver,
        receiver=last.receiver,
        outcome=last.outcome,
        signers=_signers(papers[last.index]),
        later=tuple(replace(one, signers=_signers(papers[one.index])) for one in later),
        custodian=last.now.custodian,
        seals=last.now.seals if last.verdict == LINK else None,
        grade=later[-1].grade if later else last.grade,
        flags=tuple(sorted({flag for line in own for flag in _flags(line)})),
    )


def _noted(index: int, noted: Sequence[Any]) -> str | None:
    """When this machine read an entry; what it noted is in order and never about the same entry twice."""
    at = bisect_right(noted, index, key=lambda note: note.start) - 1
    return noted[at].noted_at if at >= 0 and index < noted[at].stop else None


def _flags(line: Line) -> tuple[str, ...]:
    """Of the line, and of the paper it stands in."""
    took, change = line
    return (*change.flags, *took.flags) if change.index == took.index else change.flags


def _signers(effects: Effects) -> tuple[Signer, ...]:
    return tuple(Signer(one.officer, one.part) for one in effects.signers)


def regraded(view: View, digests: Collection[str], size: int, until: int | None) -> dict[str, list[Later]]:
    """By paper what the first `size` entries did to its grade after its own, those that claim to be no later."""
    (_moves, _moved, grades), (papers,) = view.tables["chain"], view.tables["papers"]
    found: dict[str, list[Later]] = {}
    for some in chunks(list(dict.fromkeys(digests))):
        chosen = select(grades.c.digest, grades.c.took, grades.c.grade).join(papers, papers.c.took == grades.c.took)
        chosen = chosen if until is None else chosen.where(papers.c.seconds <= until)
        asked = chosen.where(grades.c.digest.in_(some), grades.c.took < size).order_by(grades.c.number)
        for digest, took, grade in view.connection.execute(asked):
            found.setdefault(digest, []).append(Later(took, grade))
    return found
