"""
Tables as the sheets of a workbook (XLSX), if the extra `xlsx` is installed.

Texts are texts and never formulas or links. Times are dates in the zone of the stations, which their heading names.
From the same tables come the same bytes; rows go to the disk as they come.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped] # it ships no types

from commands.exporting import texts
from commands.exporting.extras import TOO_LONG, TooLong
from commands.program.files import pieces
from commands.program.output import safe
from projections.exported.tables import Cell, Column, Table

MOST_ROWS: Final = 1_048_576
"""Of a sheet, with its headings."""
LONGEST: Final = 32_767
"""Letters in a cell."""
_CUT: Final = "…"
_WIDTHS: Final = {"text": 26, "texts": 40, "number": 10, "truth": 9, "instant": 24}
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FIRST_YEAR: Final = 1900
"""Spreadsheets know no earlier one."""
_UNDATED: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook's date has no zone


def written(about: Mapping[str, str | int], tables: Iterable[Table], *, hours: int, at: str) -> Iterator[bytes]:
    """The workbook: a sheet that says of what it is made, then a sheet for each table; `at` is its date."""
    zone = timezone(timedelta(hours=hours))
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": folder})
        try:
            book.set_properties({"created": _moment(at, zone) or _UNDATED})
            _about(book, about)
            sheets = _Sheets(book, zone)
            for table in tables:
                sheets.add(table)
        finally:
            # Only this closes the files of its sheets.
            book.close()
        file.seek(0)
        yield from pieces(file)


class _Sheets:
    """The sheets of one workbook."""

    def __init__(self, book: Any, zone: timezone) -> None:
        self._book = book
        self._zone = zone
        self._date = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._bold = book.add_format({"bold": True})

    def add(self, table: Table) -> None:
        """One more, with its headings always in sight."""
        sheet = self._book.add_worksheet(table.name)
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, _WIDTHS[column.sort])
            sheet.write_string(0, at, self._heading(column), self._bold)
        last = 0
        for last, row in enumerate(table.rows, start=1):
            if last == MOST_ROWS:
                raise TooLong(TOO_LONG, table=table.name, most=MOST_ROWS - 1)
            self._row(sheet, last, table.columns, row)
        sheet.autofilter(0, 0, last, len(table.columns) - 1)

    def _heading(self, column: Column) -> str:
        return f"{column.name} ({_offset(self._zone)})" if column.sort == "instant" else column.name

    def _row(self, sheet: Any, number: int, columns: Sequence[Column], row: Sequence[Cell]) -> None:
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            match cell:
                case None | ():
                    continue
                case bool():
                    sheet.write_boolean(number, at, cell)
                case int():
                    sheet.write_number(number, at, cell)
                case str() if column.sort == "instant" and (moment := _moment(cell, self._zone)):
                    sheet.write_datetime(number, at, moment, self._date)
                case _:
                    sheet.write_string(number, at, _text(texts.plain(cell)))


def _about(book: Any, about: Mapping[str, str | int]) -> None:
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, _WIDTHS["text"])
    sheet.set_column(1, 1, _WIDTHS["texts"] * 2)
    for row, (name, said) in enumerate(about.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, _text(said))


def _moment(instant: str, zone: timezone) -> datetime | None:
    """The time on the clocks of the stations, if a spreadsheet has it."""
    try:
        moment = datetime.fromisoformat(instant).astimezone(zone).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return None
    return moment if moment.year >= _FIRST_YEAR else None


def _text(said: str | int) -> str:
    text = safe(str(said))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + _CUT


def _offset(zone: timezone) -> str:
    return datetime(2029, 1, 1, tzinfo=zone).isoformat()[-6:]
