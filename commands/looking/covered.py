"""What was expected against what happened, for a person and as JSON: counted by leg and area, and who is missing."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from commands.looking import crowd, moments
from commands.program.language import _, counted, number, short_moment
from commands.program.output import NOWHERE, Finding, Styled, table
from projections.book import LATE
from projections.desk import Cell, Coverage, Moment, Row, total

_A_FEW: Final = 5


def plain(found: Coverage, moment: Moment) -> dict[str, Any]:
    """As `--json` shows it."""
    return {
        "rows": [vars(row) for row in found.rows],
        "cells": [_plain(cell) for cell in found.open],
        "listed": found.listed,
        "unlisted": list(found.unlisted),
        "as_of": moments.plain(moment),
    }


def _plain(cell: Cell) -> dict[str, Any]:
    return {
        "leg": cell.leg,
        "boxes": list(cell.boxes),
        "state": cell.state,
        "how": cell.how,
        "due": cell.due.at,
        "grace": cell.due.grace,
        "due_assumed": cell.due.assumed,
        "due_by_paper": cell.due.index,
        "unit": cell.unit,
        "holds": cell.holds,
        "sent": None if cell.sent is None else {"index": cell.sent.index, "at": cell.sent.at, "to": cell.sent.other},
        "came": None if cell.came is None else {"index": cell.came.index, "at": cell.came.at, "to": cell.came.unit},
        "last": {"index": cell.last.index, "at": cell.last.at},
        "proof": cell.proof,
        "closed": None if cell.closed is None else {"index": cell.closed.index, "at": cell.closed.at},
    }


def findings(found: Coverage) -> list[Finding]:
    """Each box that is late or missing and of which nobody closed it, with the last paper known of it on that leg."""
    return [
        Finding(cell.code, f"{cell.leg}: {told_of(cell)}", box, (cell.came or cell.last).index)
        for cell in found.open
        if cell.state in LATE and cell.closed is None
        for box in cell.boxes
    ]


def is_wrong(found: Coverage) -> bool:
    """Whether anything is late or missing that nobody closed who may."""
    return any(row.late + row.missing > row.closed for row in found.rows)


def lines(found: Coverage, moment: Moment) -> Iterator[str]:
    """The table, and below it who is not there and who answers for them."""
    yield Styled.of("strong", moments.line(moment))
    yield from _unexpected(found)
    if not found.rows:
        return
    yield ""
    headings = (_("leg"), _("area"), _("due"), _("expected"), *states().values())
    yield from table(headings, [_counts(row) for row in _briefly(found.rows)])
    if found_out := list(proved(found.rows)):
        yield from ("", *found_out)
    if not found.open:
        yield Styled.of("good", _("Everything was there in time."))
        return
    yield ""
    headings = (_("leg"), _("boxes"), _("how it stands"), _("had it when the time ran out"), _("has it now"))
    yield from table(
        headings,
        [
            (
                cell.leg,
                boxes_of(cell),
                told_of(cell),
                had(cell) or NOWHERE,
                f"{cell.holds or NOWHERE} {by(cell)}".strip(),
            )
            for cell in found.open
        ],
    )


def _unexpected(found: Coverage) -> Iterator[str]:
    """What nobody can miss, because nobody ever said that it is expected."""
    if not found.listed:
        yield Styled.of("doubtful", _("No box is listed here by a manifest, so that none can be missed."))
    elif not found.rows:
        said = _("{n} boxes are listed; no plan and no rules say until when they should be where.")
        yield Styled.of("doubtful", said.format(n=number(found.listed)))
    if found.unlisted:
        said = _("Stations with a registered KPPS and without a box on the list: {n} ({some})")
        some = ", ".join(found.unlisted[:_A_FEW]) + (" …" if len(found.unlisted) > _A_FEW else "")
        yield Styled.of("doubtful", said.format(n=number(len(found.unlisted)), some=some))


def proved(rows: Sequence[Row]) -> Iterator[str]:
    """What the time from outside says of deadlines, where there is any."""
    there, late = sum(row.there for row in rows), sum(row.late for row in rows)
    certain, open_ = sum(row.proved for row in rows), sum(row.straddling for row in rows)
    certainly_late, late_open = sum(row.proved_late for row in rows), sum(row.late_open for row in rows)
    if not (certain or open_ or certainly_late or late_open):
        return
    said = _("In time by what papers say: {there}; proved by the time from outside: {proved}.")
    yield f"{said.format(there=number(there), proved=number(certain))} {_between(open_)}".rstrip()
    if late:
        said = _("Late by what papers say: {late}; proved by the time from outside: {proved}.")
        yield f"{said.format(late=number(late), proved=number(certainly_late))} {_between(late_open)}".rstrip()


def _between(count: int) -> str:
    if not count:
        return ""
    said = _(
        "Of {n} of these the deadline lies between the checkpoint before and the one after: only the papers say when."
    )
    return said.format(n=number(count))


def _briefly(rows: Sequence[Row]) -> Iterator[Row]:
    """Areas that have everything are added up, leg by leg, where all of them would not be read."""
    if len(rows) <= crowd.SCREEN // 2:
        yield from rows
        return
    for leg, own in groupby(rows, key=lambda row: row.leg):
        areas = list(own)
        whole = [row for row in areas if row.there == row.expected]
        yield from (row for row in areas if row.there < row.expected)
        if whole:
            yield total(leg, _together(len(whole), len(areas)), whole)


def _together(whole: int, areas: int) -> str:
    """Areas that have everything, beside those that have not."""
    if whole == areas:
        return _("all {n} areas").format(n=number(whole))
    return counted("{n} other area", "{n} other areas", whole)


def states() -> dict[str, str]:
    """How a box can stand on a leg."""
    return {
        "there": _("in time"),
        "late": _("late"),
        "in_transit": _("on the way"),
        "missing": _("not come"),
        "pending": _("not yet due"),
    }


def _counts(row: Row) -> tuple[object, ...]:
    due = short_moment(row.due) if row.due else _("not known yet") if row.undated == row.expected else _("differs")
    return row.leg, row.area, due, row.expected, *(getattr(row, state) for state in states())


def boxes_of(cell: Cell) -> str:
    """Its boxes, while they are few; else how many."""
    named = list(crowd.briefly(cell.boxes))
    return "; ".join(named) if len(named) <= _A_FEW else _("{n} boxes").format(n=number(len(cell.boxes)))


def had(cell: Cell) -> str | None:
    """Who had boxes when their time ran out, which it has not for those on their way."""
    return cell.unit if cell.state in LATE else None


def by(cell: Cell) -> str:
    """By what it is said who has boxes now; empty where no paper waits that may say otherwise."""
    return counting(cell.last.index) if cell.how == "waits" else ""


def counting(waits: int) -> str:
    """That papers which count say who has boxes now, and that the last of those that wait may say otherwise."""
    return _("by papers that count (entry {index} waits and may say otherwise)").format(index=waits)


def told_of(cell: Cell) -> str:
    """How they stand, with the deadline, and who closed it."""
    closed = _("; closed by entry {index}").format(index=cell.closed.index) if cell.closed else ""
    return _stands(cell) + closed


def _stands(cell: Cell) -> str:
    due = short_moment(cell.due.at) if cell.due.at else NOWHERE
    if cell.came is not None:
        return _("LATE: due {due}, accepted {came}").format(due=due, came=short_moment(cell.came.at))
    if cell.state == "in-transit":
        sent = short_moment(cell.sent.at) if cell.sent else NOWHERE
        return _("ON THE WAY since {sent}, due {due}").format(sent=sent, due=due)
    if cell.due.assumed:
        due = _("{due}, as at most stations").format(due=due)
    return _("NOT COME: due {due}; {how}").format(due=due, how=_how(cell))


def _how(cell: Cell) -> str:
    return {
        "silent": _("no paper says that it left"),
        "sent": _("sent and not accepted"),
        "waits": _("the papers about it do not connect"),
        "answered-missing": _("whoever received the others did not find it"),
        "refused": _("it was refused"),
        "came": "",
    }[cell.how]
