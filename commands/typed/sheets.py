"""
Lists that come from a spreadsheet: CSV with a line of headings, read cell by cell, each cell of one form.

    box,type,dapil,voters,ballots,unit,place
    35.79.02.2009/004/DPD,dpd,BATU-2,263,269,kpps/35.79.02.2009/004,kpps/35.79.02.2009/004/1

Commas or semicolons, as spreadsheets write them. The first cell that is not of its form ends the reading, with its line
and column; a list is taken whole or not at all, and no cell is ever computed.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from commands.drafting import clock
from commands.founding.registry import holds_nik
from commands.program import files
from ledger.errors import LedgerError, Malformed, Reason

NOT_A_SHEET = Reason(
    "SU-001",
    "{path}, line {line}: this is not CSV: {problem}.",
    "Save the sheet again as CSV, UTF-8.",
)
OTHER_COLUMNS = Reason(
    "SU-002",
    "{path} has the columns {found}; missing: {missing}; not known: {extra}.",
    "Name the columns in the first line: {expected}",
)
OTHER_WIDTH = Reason(
    "SU-003",
    "{path}, line {line}: there are {found} cells under {expected} headings.",
    "Mend that line; nothing of the list was taken.",
)
NOT_OF_ITS_FORM = Reason(
    "SU-004",
    "{path}, line {line}, column {column}: {cell} cannot stand there.",
    "Write it like {example}; nothing of the list was taken.",
)
EMPTY_CELL = Reason(
    "SU-005",
    "{path}, line {line}: the column {column} is empty.",
    "Fill it in, like {example}; nothing of the list was taken.",
)
TWICE = Reason(
    "SU-006",
    "{path}, line {line}: {name} stood in line {before} already.",
    "Remove one of the two; nothing of the list was taken.",
)
NO_LINES = Reason("SU-007", "{path} has headings and no lines.", "Add at least one line.")
NOT_A_DAY = Reason(
    "SU-008", "{text} is not a day or a time with its day.", "Write it like 2029-02-14 or 2029-02-14T17:08."
)

_COUNT: Final = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HEADINGS: Final = re.compile(r"[a-z_]+(?:[,;][a-z_]+)*")
_SHOWN: Final = 60


class Column(NamedTuple):
    """A heading, how a cell under it is read, what one looks like."""

    name: str
    read: Callable[[str], Any]
    example: str
    required: bool = True


class Row(NamedTuple):
    """The cells of a line that are not empty, by heading."""

    line: int
    cells: Mapping[str, Any]


def form(type_: Any) -> Callable[[str], Any]:
    """Cells of a form of the papers: a name, a code, a word."""
    return lambda text: msgspec.convert(text, type_)


def count(text: str) -> int:
    """`0`, `275`: no points, no signs."""
    if not _COUNT.fullmatch(text):
        raise ValueError
    return int(text)


def several(type_: Any) -> Callable[[str], tuple[Any, ...]]:
    """Cells that hold some of a form, parted by spaces."""
    return lambda text: tuple(msgspec.convert(one, type_) for one in text.split())


def day(text: str, hours: int, *, ends: bool = False) -> str:
    """The instant of a day or of a time with its day; a day that `ends` something does so with its last second."""
    if _DAY.fullmatch(text):
        return clock.instant(f"{text}T{'23:59:59' if ends else '00:00:00'}", hours)
    if not _DAY.match(text):
        raise Malformed(NOT_A_DAY, text=text)
    return clock.instant(text, hours)


def read(path: str, columns: Sequence[Column], key: str) -> list[Row]:
    """Every line of a list, of which no two have the same `key`."""
    found: list[Row] = []
    lines: dict[object, int] = {}
    for row in _rows(path, columns):
        name = row.cells[key]
        if name in lines:
            raise Malformed(TWICE, path=path, line=row.line, name=name, before=lines[name])
        lines[name] = row.line
        found.append(row)
    if not found:
        raise Malformed(NO_LINES, path=path)
    return found


def _rows(path: str, columns: Sequence[Column]) -> Iterator[Row]:
    # Spreadsheets put a byte order mark in front.
    text = files.read_text(path).removeprefix("\ufeff")
    first = text.partition("\n")[0].strip().lower()
    parted = ";" if ";" in first and _HEADINGS.fullmatch(first) else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True)
    headings = [heading.strip().lower() for heading in _next(path, lines) or []]
    wanted = {column.name: column for column in columns}
    _check_headings(path, headings, wanted)
    while (cells := _next(path, lines)) is not None:
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(headings):
            raise Malformed(OTHER_WIDTH, path=path, line=lines.line_num, found=len(cells), expected=len(headings))
        named = zip(headings, map(str.strip, cells), strict=True)
        read = {name: _cell(path, lines.line_num, wanted[name], cell) for name, cell in named}
        yield Row(lines.line_num, {name: value for name, value in read.items() if value is not None})


def _next(path: str, lines: Any) -> list[str] | None:
    try:
        return next(lines, None)
    except csv.Error as error:
        raise Malformed(NOT_A_SHEET, path=path, line=lines.line_num, problem=str(error)) from error


def _check_headings(path: str, headings: Sequence[str], wanted: Mapping[str, Column]) -> None:
    missing = [name for name, column in wanted.items() if column.required and name not in headings]
    extra = [name[:_SHOWN] for at, name in enumerate(headings) if name not in wanted or name in headings[:at]]
    if missing or extra:
        shown = [heading[:_SHOWN] for heading in headings]
        raise Malformed(
            OTHER_COLUMNS,
            path=path,
            found=shown,
            missing=missing or "-",
            extra=extra or "-",
            expected=",".join(wanted),
        )


def _cell(path: str, line: int, column: Column, cell: str) -> Any:
    where = {"path": path, "line": line, "column": column.name, "example": column.example}
    if not cell:
        if column.required:
            raise Malformed(EMPTY_CELL, **where)
        return None
    try:
        return column.read(cell)
    except (ValueError, LedgerError) as error:
        shown = "…" if holds_nik(cell) else cell[:_SHOWN]
        raise Malformed(NOT_OF_ITS_FORM, **where, cell=shown) from error
