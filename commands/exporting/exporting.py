"""`kotak export`: the ledger in other forms."""

from commands.exporting.tiling import tiles
from commands.program.frame import group


@group("export")
def export() -> None:
    """The ledger in other forms."""


export.add_command(tiles)
