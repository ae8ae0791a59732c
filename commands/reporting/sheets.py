"""
The tables of the report as CSV, in one ZIP: for those who count on. Names and codes are those of papers.

    breaks.csv  boxes.csv  coverage.csv  not-in-time.csv  unseen.csv  findings.csv  lacking.csv  grades.csv  seals.csv
    batches.csv  ballots.csv  papers.csv

`boxes` has every box of which something is open, in the order in which they should be opened: the report gives the
rule.

All cells are quoted and none is a formula; the files lie in the ZIP as they are, so that the same tables are the same
bytes.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from commands.looking import sums
from commands.program.output import csv_row
from commands.reporting.first import alike
from commands.reporting.gathering import Desk
from projections.codes import SEVERITIES
from projections.desk import Cell
from projections.watch.watching import Cite

_BETWEEN: Final = "; "
_UNDATED: Final = (1980, 1, 1, 0, 0, 0)

Value = str | int | None
Table = tuple[str, Sequence[str], Iterable[Sequence[Value]]]


def zipped(desk: Desk, papers: Iterable[Cite]) -> bytes:
    """All tables, each with its headings."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for name, headings, rows in _tables(desk, papers):
            lines = [csv_row(headings), *(csv_row("" if one is None else one for one in row) for row in rows)]
            archive.writestr(ZipInfo(f"{name}.csv", _UNDATED), "".join(f"{line}\n" for line in lines))
    return made.getvalue()


def _tables(desk: Desk, papers: Iterable[Cite]) -> Iterator[Table]:
    yield "breaks", _BREAKS, _breaks(desk)
    yield "boxes", _BOXES, _boxes(desk)
    rows = desk.coverage.rows
    yield "coverage", ("leg", "area", "due", *_COUNTS), ((r.leg, r.area, r.due, *_of(r, _COUNTS)) for r in rows)
    yield "not-in-time", _CELLS, (_cell(one) for one in desk.coverage.late)
    yield "unseen", _UNSEEN, _unseen(desk)
    yield "findings", ("index", "digest", "at", "unit", "sort", "code", "boxes", "answers", "open"), _findings(desk)
    lacking = ((one.digest, _all(one.boxes), one.followed_by.index, one.waiting) for one in desk.lacking)
    yield "lacking", ("digest_begins", "boxes", "followed_by", "waiting"), lacking
    yield "grades", ("grade", "links", "papers", "kinds"), _grades(desk)
    seals = ("sort", *dict.fromkeys((*sums.STORES, *sums.BOXES)))
    yield "seals", seals, (_of(one, seals) for one in desk.seal_account.balances)
    batch = "batch", "item", "stock", *sums.BATCHES
    yield "batches", batch, (_of(one, batch) for one in desk.seal_account.batches if one.serials)
    held = ("due", "packed", "found", "valid", "invalid", "unused", "damaged", "voters")
    accounts = (*desk.ballot_account.rows, *desk.ballot_account.wrong)
    yield "ballots", ("area", "boxes", *held), ((one.area, one.boxes, *_of(one, held)) for one in accounts)
    yield "papers", ("index", "digest", "kind", "at"), ((one.index, one.digest, one.kind, one.at) for one in papers)


_COUNTS: Final = (
    "expected",
    "there",
    "late",
    "in_transit",
    "missing",
    "pending",
    "proved",
    "straddling",
    "proved_late",
    "late_open",
)
_BREAKS: Final = (
    "code",
    "severity",
    "case",
    "at",
    "boxes",
    "area",
    "unit",
    "has_now",
    "expected",
    "found",
    "papers",
    "answers",
    "settled_by",
    "settled_how",
)
_BOXES: Final = ("box", *SEVERITIES, "weak_links", "cannot_be_opened", "told_with", "unit")
_CELLS: Final = (
    "leg",
    "boxes",
    "state",
    "how",
    "due",
    "had_at_deadline",
    "has_now",
    "came_at",
    "last_paper",
    "closed_by",
)
_UNSEEN: Final = ("index", "digest", "kind", "at", "unit", "boxes", "reasons", "wanted", "signed_later_by")


def _breaks(desk: Desk) -> Iterator[Sequence[Value]]:
    for one in desk.breaks:
        answers = _all(f"{each.index} {each.unit} {each.does}" for each in one.answers)
        facts = one.facts.expected, one.facts.found, _all(str(cite.index) for cite in one.papers), answers
        end = (None, None) if one.settled is None else (one.settled.index, one.settled.way)
        known = one.code, one.severity, one.case, one.at, _all(one.boxes), one.area, one.unit, _all(one.holds)
        yield *known, *facts, *end


def _boxes(desk: Desk) -> Iterator[Sequence[Value]]:
    stands = {each.box: one.first.box for one in alike(desk.ranked) for each in (one.first, *one.others)}
    for one in desk.ranked:
        yield one.box, *one.counts, one.weak, one.away, stands[one.box], one.unit


def _cell(one: Cell) -> Sequence[Value]:
    last = one.came or one.last
    came = one.came.at if one.came else None
    closed = one.closed.index if one.closed else None
    units = one.unit, one.holds
    return one.leg, _all(one.boxes), one.state, one.how, one.due.at, *units, came, last.index, closed


def _unseen(desk: Desk) -> Iterator[Sequence[Value]]:
    later = {one.paper.index: one.by.index for one in desk.heard.later}
    for one in (*desk.heard.unseen, *(each.paper for each in desk.heard.later)):
        said = _all(f"{each.unit} {each.how} {each.reason or ''}".strip() for each in one.said)
        known = one.index, one.digest, one.kind, one.at, one.unit, _all(one.boxes), said
        yield *known, _yes(one.wanted), later.get(one.index)


def _grades(desk: Desk) -> Iterator[Sequence[Value]]:
    for one in desk.grades:
        yield one.grade, one.links, one.papers, _all(f"{kind} {count}" for kind, count in one.kinds.items())


def _findings(desk: Desk) -> Iterator[Sequence[Value]]:
    for one in desk.findings:
        answers = _all(f"{each.index} {each.unit} {each.does}" for each in one.answers)
        facts = one.sort, one.code, _all(one.boxes), answers, _yes(one.open)
        yield one.index, one.digest, one.at, one.unit, *facts


def _yes(said: object) -> str:
    return "true" if said else "false"


def _of(one: object, names: Iterable[str]) -> list[Value]:
    return [getattr(one, name) for name in names]


def _all(said: Iterable[str]) -> str:
    return _BETWEEN.join(said)
