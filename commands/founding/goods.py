"""`kotak stock`: counted goods that are not yet boxes, such as flat cartons, cable ties and paper seals."""

from typing import Any, get_args

import click
from msgspec.structs import fields

from commands.drafting.circumstances import Circumstances, Said, about_boxes
from commands.drafting.drafting import Desk
from commands.founding import governing
from commands.program.context import Context
from commands.program.frame import group, option
from commands.program.language import _
from commands.program.output import Answer, table
from commands.typed import sheets
from commands.typed.sheets import Column
from ledger import paper as papers
from ledger.domain import names
from ledger.domain.documents.base import Word
from ledger.domain.documents.remarks import Stock, StockLine
from ledger.domain.names import UnitId

COLUMNS = (
    Column("batch", sheets.form(Word), "truk-1-karton"),
    Column("item", sheets.form(Word), "carton"),
    Column("from", sheets.form(UnitId), "vendor/karton-jaya"),
    Column("to", sheets.form(UnitId), "kpu/35.79"),
    Column("promised", sheets.count, "3065"),
    Column("good", sheets.count, "3060"),
    Column("damaged", sheets.count, "4", required=False),
    Column("missing", sheets.count, "1", required=False),
)
_ACTIONS = next(get_args(one.type) for one in fields(Stock) if one.name == "action")


@group("stock")
def stock() -> None:
    """Goods that are counted and are not yet boxes: flat cartons, cable ties, paper seals."""


@stock.command("add", alias="tambah")
@click.argument("file")
@option("--action", required=True, type=click.Choice(_ACTIONS), help="What became of them.")
@about_boxes
def add(desk: Desk, around: Circumstances, file: str, action: str) -> Answer:
    """
    Say what was counted, from a CSV list.

    Its columns: batch, item, from, to, promised, good, damaged, missing. Name the waybill with --ref.
    """
    rows = [dict(row.cells) for row in sheets.read(file, COLUMNS, "batch")]
    lines = [StockLine(giver=cells.pop("from"), **cells) for cells in rows]
    unit = names.unit_of(desk.context.officer)
    statements = [
        around.statement(desk, Said(kind="stock", part="acts", lines=part, members={"unit": unit, "action": action}))
        for part in governing.parts(lines)
    ]
    return governing.carry_out(desk, statements)


@stock.command("show", alias="lihat")
@click.pass_obj
def show(context: Context) -> Answer:
    """Everything that was counted, in the order of the ledger."""
    found: list[dict[str, Any]] = []
    for entry in context.journal(read_only=True).entries():
        paper = papers.read(entry.data)
        if isinstance(document := paper.document, Stock):
            found += [_facts(entry.index, document, line) for line in paper.lines if isinstance(line, StockLine)]
    shown = ("index", "action", "batch", "item", "promised", "good", "damaged", "missing")
    counts = (_("promised"), _("good"), _("damaged"), _("missing"))
    headings = (_("index"), _("action"), _("batch"), _("item"), *counts)
    return Answer(table(headings, [[one[name] for name in shown] for one in found]), {"stock": found})


def _facts(index: int, document: Stock, line: StockLine) -> dict[str, Any]:
    return {
        "index": index,
        "action": document.action,
        "batch": line.batch,
        "item": line.item,
        "from": line.giver,
        "to": line.to,
        "promised": line.promised,
        "good": line.good,
        "damaged": line.damaged,
        "missing": line.missing,
    }
