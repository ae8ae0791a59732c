"""`kotak export`: the ledger in other forms."""

from commands.exporting import tables
from commands.exporting.tiling import tiles
from commands.program.frame import group


@group("export")
def export() -> None:
    """
    The ledger in other forms.

    Tables of boxes as they stand, of links (every paper about every box) and of papers, and all links as events: from
    the same ledger, trust file and checkpoints come the same bytes. They are no evidence; papers and tiles are.
    """


for form in (tables.csv, tables.jsonl, tables.xlsx, tables.parquet, tables.epcis, tiles):
    export.add_command(form)
