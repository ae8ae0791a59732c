"""`kotak export`: the ledger in other forms."""

from commands.exporting import tables
from commands.program.frame import group


@group("export")
def export() -> None:
    """
    The ledger in other forms.

    Boxes as they stand, links (every paper about every box) and papers as tables, and all links as events. From the
    same ledger come the same bytes. Tables and events are no evidence; the papers are: kotak bundle export.
    """


for form in (tables.csv, tables.jsonl, tables.xlsx, tables.parquet, tables.epcis):
    export.add_command(form)
