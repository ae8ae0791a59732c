"""
A table as a Parquet file, if the extra `parquet` is installed; some thousand rows are in memory at a time.

Times are instants in milliseconds, shown in the zone of the stations; several texts in a cell are a list.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import pyarrow as pa  # type: ignore[import-untyped] # it ships no types
from pyarrow import parquet

from commands.exporting.extras import NOT_OF_ITS_SORT
from commands.program.files import pieces
from ledger.domain.documents.base import seconds
from ledger.errors import CheckFailed
from projections.exported.tables import Cell, Column, Table

_AT_ONCE: Final = 10_000
_TYPES: Final = {"text": pa.string(), "texts": pa.list_(pa.string()), "number": pa.int64(), "truth": pa.bool_()}


def written(about: Mapping[str, str | int], table: Table, *, hours: int) -> Iterator[bytes]:
    """The file; what it is made of stands in its metadata."""
    fields = [(column.name, _type(column, hours)) for column in table.columns]
    schema = pa.schema(fields, {f"kotak.{name}": str(said) for name, said in about.items()})
    rows = iter(table.rows)
    with tempfile.TemporaryFile() as file:
        with parquet.ParquetWriter(file, schema) as writer:
            while some := list(islice(rows, _AT_ONCE)):
                writer.write_table(_written(table, some, schema))
        file.seek(0)
        yield from pieces(file)


def _type(column: Column, hours: int) -> Any:
    return pa.timestamp("ms", tz=f"+{hours:02}:00") if column.sort == "instant" else _TYPES[column.sort]


def _written(table: Table, rows: Sequence[Sequence[Cell]], schema: Any) -> Any:
    """Some rows, as columns. Raises CheckFailed for what somebody else wrote into a read model."""
    columns = zip(table.columns, zip(*rows, strict=True), strict=True)
    try:
        return pa.table([_cells(column, cells) for column, cells in columns], schema=schema)
    except (pa.ArrowException, ValueError) as error:
        raise CheckFailed(NOT_OF_ITS_SORT, table=table.name, problem=str(error).rstrip(".")) from error


def _cells(column: Column, cells: Sequence[Cell]) -> list[Any]:
    if column.sort == "instant":
        return [None if cell is None else seconds(str(cell)) * 1000 for cell in cells]
    return list(cells)
