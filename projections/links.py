"""
The chain of custody of one box: what became of each paper about it, in the order in which it happened.

A paper stands here once, as what became of its line last; that it waited or was contested before is said with it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select

from ledger.domain.documents.base import Seals
from ledger.persistence.entries import chunks
from projections import standing
from projections.looking import View
from projections.projection import Row, notes


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
    signers: tuple[Signer, ...]


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
    by_paper: dict[str, list[Row]] = {}
    for row in view.connection.execute(select(chain).where(chain.c.box == box).order_by(chain.c.number)).mappings():
        by_paper.setdefault(row["digest"], []).append(dict(row))
    regraded = _regraded(view, grades, by_paper)
    papers = {rows[-1]["paper"] for rows in by_paper.values()}
    papers |= {row["took"] for rows in regraded.values() for row in rows}
    signers = _signers(view, papers)
    noted = view.connection.execute(select(notes)).all() if view.noted else []
    ordered = sorted(by_paper.values(), key=lambda rows: int(rows[-1]["number"]))
    return [_link(rows, regraded.get(rows[-1]["digest"], []), signers, noted) for rows in ordered]


def _link(rows: list[Row], regraded: list[Row], signers: dict[int, tuple[Signer, ...]], noted: Iterable[Any]) -> Link:
    last = rows[-1]
    return Link(
        index=last["paper"],
        digest=last["digest"],
        kind=last["kind"],
        verdict=last["verdict"],
        code=last["code"],
        took=last["took"],
        before=rows[-2]["verdict"] if len(rows) > 1 else None,
        at=last["at"],
        recorded_at=next((at for start, stop, at in noted if start <= last["paper"] < stop), None),
        place=last["paper_place"],
        giver=last["giver"],
        receiver=last["receiver"],
        outcome=last["outcome"],
        signers=signers.get(last["paper"], ()),
        later=tuple(Later(one["took"], one["grade"], signers.get(one["took"], ())) for one in regraded),
        custodian=last["custodian"],
        seals=standing.seals(last["seals"]) if last["verdict"] == "link" else None,
        grade=regraded[-1]["grade"] if regraded else last["grade"],
        flags=tuple(sorted({flag for row in rows for flag in row["flags"].split()})),
    )


def _regraded(view: View, grades: Table, digests: Collection[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for some in chunks(digests):
        chosen = select(grades).where(grades.c.digest.in_(some)).order_by(grades.c.number)
        for row in view.connection.execute(chosen).mappings():
            found.setdefault(row["digest"], []).append(dict(row))
    return found


def _signers(view: View, papers: Collection[int]) -> dict[int, tuple[Signer, ...]]:
    signed, _ = view.tables["officers"]
    found: dict[int, tuple[Signer, ...]] = {}
    for some in chunks(papers):
        chosen = select(signed.c.paper, signed.c.officer, signed.c.part).where(signed.c.paper.in_(some))
        for paper, officer, part in view.connection.execute(chosen.order_by(signed.c.number)):
            found[paper] = (*found.get(paper, ()), Signer(officer, part))
    return found
