"""What was expected against what happened, for a person and as JSON: counted by leg and area, and who is missing."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from commands.looking import broken, crowd
from commands.looking.whereabouts import NOWHERE
from commands.program.language import _, number, short_moment
from commands.program.output import Finding, Styled, table
from projections.desk import Cell, Coverage, Moment, Row
from projections.legs import is_home

_A_FEW: Final = 5
_LATE: Final = frozenset({"late", "missing"})


def plain(found: Coverage, moment: Moment) -> dict[str, Any]:
    """As `--json` shows it."""
    return {
        "rows": [vars(row) for row in found.rows],
        "cells": [_plain(cell) for cell in found.open],
        "as_of": broken.as_at(moment),
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
        "sent": None if cell.sent is None else {"index": cell.sent.index, "at": cell.sent.at, "to": cell.sent.other},
        "came": None if cell.came is None else {"index": cell.came.index, "at": cell.came.at, "to": cell.came.unit},
        "last": {"index": cell.last.index, "at": cell.last.at},
        "proof": cell.proof,
    }


def findings(found: Coverage) -> list[Finding]:
    """Each box that is late or missing, with the last paper known of it on that leg."""
    return [
        Finding(code(cell), f"{cell.leg}: {told_of(cell)}", box, (cell.came or cell.last).index)
        for cell in found.open
        if cell.state in _LATE
        for box in cell.boxes
    ]


def code(cell: Cell) -> str:
    """The irregularity a late or missing box is."""
    return "IR-14" if is_home(cell.leg) else "IR-03"


def is_wrong(found: Coverage) -> bool:
    """Whether anything is late or missing."""
    return any(row.late or row.missing for row in found.rows)


def lines(found: Coverage, moment: Moment) -> Iterator[str]:
    """The table, and below it who is not there and who answers for them."""
    yield Styled.of("strong", broken.moment_line(moment))
    if not found.rows:
        yield _("Nothing is expected here: no plan and no rules name a leg with a deadline.")
        return
    yield ""
    headings = (_("leg"), _("area"), _("due"), *(heading for _state, heading in _states()))
    yield from table(headings, [_counts(row) for row in _briefly(found.rows)])
    yield from _proved(found)
    if not found.open:
        yield Styled.of("good", _("Everything was there in time."))
        return
    yield ""
    headings = (_("leg"), _("boxes"), _("how it stands"), _("answers for it"))
    yield from table(headings, [(cell.leg, boxes_of(cell), told_of(cell), cell.unit or NOWHERE) for cell in found.open])


def _proved(found: Coverage) -> Iterator[str]:
    """What the time from outside says of deadlines, where there is any."""
    there, proved = sum(row.there for row in found.rows), sum(row.proved for row in found.rows)
    straddling = sum(row.straddling for row in found.rows)
    if not proved and not straddling:
        return
    yield ""
    said = _("In time by what papers say: {there}; proved by the time from outside: {proved}.")
    yield said.format(there=number(there), proved=number(proved))
    if straddling:
        said = _("Of {n} the deadline lies between the checkpoint before and the one after: only the papers say when.")
        yield said.format(n=number(straddling))


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
            name = _("all {n} areas") if len(whole) == len(areas) else _("{n} other areas")
            yield _added(leg, name.format(n=number(len(whole))), whole)


def _added(leg: str, area: str, rows: Sequence[Row]) -> Row:
    dues, count = {row.due for row in rows}, sum(row.expected for row in rows)
    return Row(leg, area, count, count, 0, 0, 0, 0, dues.pop() if len(dues) == 1 else None)


def _states() -> list[tuple[str, str]]:
    return [
        ("expected", _("expected")),
        ("there", _("there")),
        ("late", _("late")),
        ("in_transit", _("on the way")),
        ("missing", _("missing")),
        ("pending", _("not yet due")),
    ]


def _counts(row: Row) -> tuple[object, ...]:
    due = short_moment(row.due) if row.due else _("differs")
    return row.leg, row.area, due, *(getattr(row, name) for name, _heading in _states())


def boxes_of(cell: Cell) -> str:
    """Its boxes, while they are few; else how many."""
    named = list(crowd.briefly(cell.boxes))
    return "; ".join(named) if len(named) <= _A_FEW else _("{n} boxes").format(n=number(len(cell.boxes)))


def told_of(cell: Cell) -> str:
    """How they stand, with the deadline."""
    due = short_moment(cell.due.at) if cell.due.at else NOWHERE
    if cell.came is not None:
        return _("LATE: due {due}, accepted {came}").format(due=due, came=short_moment(cell.came.at))
    if cell.state == "in-transit":
        sent = short_moment(cell.sent.at) if cell.sent else NOWHERE
        return _("ON THE WAY since {sent}, due {due}").format(sent=sent, due=due)
    if cell.due.assumed:
        due = _("{due}, as at most stations").format(due=due)
    return _("MISSING: due {due}; {how}").format(due=due, how=_how(cell))


def _how(cell: Cell) -> str:
    return {
        "silent": _("no paper says that it left"),
        "sent": _("sent and not accepted"),
        "waits": _("the papers about it do not connect"),
        "answered-missing": _("whoever received the others did not find it"),
        "refused": _("it was refused"),
        "came": "",
    }[cell.how]
