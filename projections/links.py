"""
The chain of custody of one box: what became of each paper about it, in the order in which it happened.

A paper stands here once, as what became of its line last; that it waited or was contested before is said with it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Table, select

from ledger.domain.custody.effects import Effects
from ledger.domain.documents.base import Seals
from ledger.persistence.entries import chunks
from projections import lines
from projections.lines import Line
from projections.looking import View
from projections.projection import notes
from projections.standing import LINK


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


def of_box(view: View, box: str) -> list[Link]:
    """Every link and remark of a box."""
    chain, grades = view.tables["chain"]
    by_paper: dict[str, list[Line]] = {}
    rows = view.connection.execute(select(chain.c.box, chain.c.took).where(chain.c.box == box)).all()
    for line in lines.follow(view, [(name, took) for name, took in rows]):
        before = by_paper.pop(line.change.digest, [])
        by_paper[line.change.digest] = [*before, line]
    regraded = _regraded(view, grades, by_paper)
    signed = {own[-1].change.index for own in by_paper.values()}
    papers = view.did(signed | {later.index for each in regraded.values() for later in each})
    noted = view.connection.execute(select(notes)).all() if view.noted else []
    return [_link(own, regraded.get(digest, []), papers, noted) for digest, own in by_paper.items()]


def _link(own: list[Line], regraded: list[Later], papers: dict[int, Effects], noted: Iterable[Any]) -> Link:
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
        recorded_at=next((at for start, stop, at in noted if start <= last.index < stop), None),
        place=last.place,
        giver=last.giver,
        receiver=last.receiver,
        outcome=last.outcome,
        signers=_signers(papers[last.index]),
        later=tuple(replace(later, signers=_signers(papers[later.index])) for later in regraded),
        custodian=last.now.custodian,
        seals=last.now.seals if last.verdict == LINK else None,
        grade=regraded[-1].grade if regraded else last.grade,
        flags=tuple(sorted({flag for line in own for flag in _flags(line)})),
    )


def _flags(line: Line) -> tuple[str, ...]:
    """Of the line, and of the paper it stands in."""
    took, change = line
    return (*change.flags, *took.flags) if change.index == took.index else change.flags


def _signers(effects: Effects) -> tuple[Signer, ...]:
    return tuple(Signer(one.officer, one.part) for one in effects.signers)


def _regraded(view: View, grades: Table, digests: Collection[str]) -> dict[str, list[Later]]:
    found: dict[str, list[Later]] = {}
    for some in chunks(digests):
        chosen = select(grades.c.digest, grades.c.took, grades.c.grade).where(grades.c.digest.in_(some))
        for digest, took, grade in view.connection.execute(chosen.order_by(grades.c.number)):
            found.setdefault(digest, []).append(Later(took, grade))
    return found
