"""
Which papers are named: each whose index stands on the page or in a table, so that the list of papers has them all.

Whoever adds a paper to what the report says adds it here; a test reads the page and finds what was forgotten.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from projections.desk import Break, Cell

if TYPE_CHECKING:
    from commands.reporting.gathering import Depth, Desk


def on_page(desk: "Desk", depth: "Depth") -> set[int]:
    """The papers a page of this length names."""
    breaks = (
        (*desk.breaks,)
        if depth == "annex"
        else (*desk.open, *desk.seals, *desk.devices, *desk.kept_long, *desk.seen_again)
    )
    return {*_of_breaks(breaks), *_of_chains(desk), *_besides(desk), *_as_at(desk)}


def in_tables(desk: "Desk") -> set[int]:
    """The papers that tables name."""
    return {*_of_breaks(desk.breaks), *_of_chains(desk), *_besides(desk)}


def anywhere(desk: "Desk") -> set[int]:
    """The papers that any page or table names."""
    return {*in_tables(desk), *_as_at(desk)}


def _as_at(desk: "Desk") -> Iterator[int]:
    """The last that counts, which the head of a page names unless a time was asked for."""
    if desk.moment.by != "time" and desk.moment.entries:
        yield desk.moment.entries - 1


def _of_breaks(breaks: Iterable[Break]) -> Iterator[int]:
    for one in breaks:
        yield from (cite.index for cite in one.papers)
        yield from (answer.index for answer in one.answers)
        if one.settled is not None:
            yield one.settled.index


def _of_chains(desk: "Desk") -> Iterator[int]:
    for link in (one for chain in desk.chains.values() for one in chain):
        yield from (link.index, link.took)
        yield from (later.index for later in link.later)


def _besides(desk: "Desk") -> Iterator[int]:
    yield from (index for cell in desk.coverage.late for index in _of_cell(cell))
    yield from (one.index for one in desk.heard.unseen)
    yield from (index for one in desk.heard.later for index in (one.paper.index, one.by.index))
    yield from (one.followed_by.index for one in desk.lacking)
    yield from (one.index for one in desk.waits.values())
    yield from (one.index for one in desk.refused.values())
    for finding in desk.findings:
        yield finding.index
        yield from (answer.index for answer in finding.answers)
        yield from (each.index for each in finding.seen_again)


def _of_cell(cell: Cell) -> Iterator[int]:
    yield (cell.came or cell.last).index
    if cell.closed is not None:
        yield cell.closed.index
