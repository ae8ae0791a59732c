"""What papers say never becomes a formula, a link or a cell that no spreadsheet has."""

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped] # it ships no types
import pytest
from sqlalchemy import text

from commands.exporting import columnar, workbook
from ledger.errors import CheckFailed
from ledger.persistence.journal import open_journal
from projections.exported.tables import Column, Sort, Table
from tests.commands.evidence import Kotak
from tests.commands.exporting.files import book_of, csv_of, json_of
from tests.harness import BOXES

FORMULA = '=HYPERLINK("http://example.org","pps")'
HOSTILE = (FORMULA, "+1+1", "@SUM(A1)", "-2+3", "\t=1", "\uff1d1", 'a"b', "a\x1b[2J\u202e", "a\nb", "<script>")


@pytest.fixture
def hostile(kotak: Kotak, folder: Path) -> Path:
    """A ledger whose operator wrote what he liked into the read models."""
    kotak("where")
    column = dict.fromkeys(HOSTILE[:5], "keeper") | dict.fromkeys(HOSTILE[5:], "place")
    with open_journal(folder / "ledger.db") as journal, journal.database.writing() as connection:
        for box, said in zip(BOXES * 2, HOSTILE, strict=True):
            change = f"UPDATE p_location_1 SET {column[said]} = :said WHERE box = :box"  # noqa: S608 - one of two words
            connection.execute(text(change), {"said": said, "box": box})
    return folder


def test_no_cell_of_a_csv_becomes_a_formula(kotak: Kotak, hostile: Path) -> None:
    kotak("export", "csv", "-o", hostile / "csv")

    cells = [cell for row in csv_of(hostile / "csv") for cell in row.values()]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d"))]
    assert not [cell for cell in cells if not cell.isprintable()]


def test_no_cell_of_a_workbook_becomes_a_formula_or_a_link(kotak: Kotak, hostile: Path) -> None:
    kotak("export", "xlsx", "-o", hostile / "xlsx")

    sheet = book_of(hostile / "xlsx")["boxes"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d", "inlineStr"}
    assert FORMULA in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.hyperlink]
    assert b"<f>" not in zipfile.ZipFile(hostile / "xlsx").read("xl/worksheets/sheet2.xml")


@pytest.mark.parametrize("table", ["boxes", "links"])
def test_hostile_words_come_back_from_json_as_they_were(kotak: Kotak, hostile: Path, table: str) -> None:
    kotak("export", "jsonl", "--table", table, "-o", hostile / "jsonl")

    assert b"\x1b" not in (hostile / "jsonl").read_bytes()
    if table == "boxes":
        assert [row["keeper"] for row in json_of(hostile / "jsonl")] == list(HOSTILE[:5])


@pytest.mark.parametrize(("column", "said"), [("moved_at", "soon"), ("waiting", "many")])
def test_what_is_no_time_or_number_cannot_stand_in_parquet(kotak: Kotak, folder: Path, column: str, said: str) -> None:
    kotak("where")
    change = f"UPDATE p_location_1 SET {column} = :said"  # noqa: S608 - one of two words
    with open_journal(folder / "ledger.db") as journal, journal.database.writing() as connection:
        connection.execute(text(change), {"said": said})

    refused = kotak("export", "parquet", "-o", folder / "parquet")

    assert (refused.status, refused.codes) == (3, ["PR-032"])
    assert not (folder / "parquet").exists()


@pytest.mark.parametrize(("sort", "cell"), [("instant", "soon"), ("number", "many")])
def test_a_cell_of_another_sort_cannot_stand_in_a_column(sort: Sort, cell: str) -> None:
    table = Table("odd", [Column("odd", sort)], [(cell,)])

    with pytest.raises(CheckFailed, match="holds what cannot stand in one of its columns"):
        list(columnar.written({}, table, hours=7))


def _sheet(column: Column, *cells: Any) -> list[Any]:
    table = Table("odd", [column], [(cell,) for cell in cells])
    data = b"".join(workbook.written({}, [table], hours=7, at="0001-01-01T00:00:00+14:00"))
    return [cell.value for (cell,) in openpyxl.load_workbook(io.BytesIO(data))["odd"].iter_rows(min_row=2)]


def test_a_time_no_spreadsheet_has_stands_in_it_as_text() -> None:
    impossible = ("0001-01-01T00:00:00+14:00", "1899-12-31T23:59:59+07:00", "9999-12-31T23:59:59-12:00", "soon")

    assert _sheet(Column("at", "instant"), *impossible) == list(impossible)


def test_a_text_longer_than_a_cell_is_cut_and_shows_it() -> None:
    (cut,) = _sheet(Column("signers", "texts"), ("x" * 20_000, "y" * 20_000))

    assert (len(cut), cut[-2:]) == (workbook.LONGEST, "y…")


def test_more_rows_than_a_sheet_takes_are_refused(kotak: Kotak, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)

    refused = kotak("export", "xlsx", "-o", folder / "xlsx")

    assert (refused.status, refused.codes) == (2, ["XP-003"])
    assert not (folder / "xlsx").exists()
