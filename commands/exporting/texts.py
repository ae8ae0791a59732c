"""
Tables as text, UTF-8 with LF, a row on a line.

    "box","custodian",…                        CSV: no cell is a formula to any spreadsheet
    {"box":"35.79.02.2009/004/DPD",…}          JSON Lines: every row has every member
"""

import json
from collections.abc import Iterator, Sequence

from commands.program.output import csv_row
from projections.exported.tables import Cell, Table

_BETWEEN = "; "


def csv(table: Table) -> Iterator[bytes]:
    """Headings, then rows; several texts in one cell are parted by semicolons."""
    yield f"{csv_row(column.name for column in table.columns)}\n".encode()
    for row in table.rows:
        yield f"{csv_row(map(plain, row))}\n".encode()


def json_lines(table: Table) -> Iterator[bytes]:
    """One object a row, in ASCII."""
    names = [column.name for column in table.columns]
    for row in table.rows:
        yield _object(names, row)


def plain(cell: Cell) -> str | int:
    """A cell as a sheet takes it: nothing is empty, several texts are one."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case tuple():
            return _BETWEEN.join(cell)
        case _:
            return cell


def _object(names: Sequence[str], row: Sequence[Cell]) -> bytes:
    text = json.dumps(dict(zip(names, row, strict=True)), separators=(",", ":"))
    # json leaves DEL as it is; it can only stand inside a string.
    return text.replace("\x7f", "\\u007f").encode() + b"\n"
