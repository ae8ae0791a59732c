"""`kotak stock`: counted goods that are not yet boxes, such as flat cartons, cable ties and paper seals."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args

import click
from msgspec.structs import fields

from commands.drafting.circumstances import Circumstances, Said, about_boxes
from commands.drafting.drafting import Desk
from commands.founding import governing
from commands.looking import inquiries, looking
from commands.program.context import Context
from commands.program.frame import group, option
from commands.program.language import _
from commands.program.output import Answer, table
from commands.typed import serials, sheets
from commands.typed.boxes import NotUnderstood
from commands.typed.serials import Batch
from commands.typed.sheets import Column
from ledger.domain import names
from ledger.domain.documents.base import Word
from ledger.domain.documents.remarks import Stock, StockLine
from ledger.domain.names import UnitId
from ledger.errors import Reason

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
NO_SUCH_BATCH = Reason(
    "SU-013", "{text} does not name the numbers of one batch of the list.", "Write it like ties-1=numbers.txt"
)
OTHER_NUMBER = Reason(
    "SU-014",
    "{path} has {found} numbers, and {good} good ones were counted.",
    "Count again; numbers of damaged ones are left out.",
)
_ACTIONS = next(get_args(one.type) for one in fields(Stock) if one.name == "action")


@group("stock")
def stock() -> None:
    """Goods that are counted and are not yet boxes: flat cartons, cable ties, paper seals."""


@stock.command("add", alias="tambah")
@click.argument("file")
@option("--action", required=True, type=click.Choice(_ACTIONS), help="What became of them.")
@option("--serials", "lists", multiple=True, metavar="BATCH=FILE", help="Their numbers, one a line.")
@about_boxes
def add(desk: Desk, around: Circumstances, file: str, action: str, lists: tuple[str, ...]) -> Answer:
    """
    Say what was counted, from a CSV list.

    Its columns: batch, item, from, to, promised, good, damaged, missing. Name the waybill with --ref.

    Of numbered seals the ledger is told what binds the numbers, not which they are. FILE.salts, written beside their
    list, proves them when they are put on: kotak seal --serials. Keep it as you keep keys.
    """
    rows = [dict(row.cells) for row in sheets.read(file, COLUMNS, "batch")]
    numbered = _numbered(lists, {cells["batch"]: cells["good"] for cells in rows})
    if not desk.way.dry_run:
        for path, batch in numbered.values():
            serials.keep(batch, path)
    committed = {name: batch.committed for name, (_path, batch) in numbered.items()}
    lines = [StockLine(giver=cells.pop("from"), serials=committed.get(cells["batch"]), **cells) for cells in rows]
    unit = names.unit_of(desk.context.officer)
    statements = [
        around.statement(desk, Said(kind="stock", part="acts", lines=part, members={"unit": unit, "action": action}))
        for part in governing.parts(lines)
    ]
    return governing.carry_out(desk, statements)


def _numbered(lists: Iterable[str], good: Mapping[str, int]) -> dict[str, tuple[str, Batch]]:
    """By batch its list of numbers, and what is kept of it."""
    found: dict[str, tuple[str, Batch]] = {}
    for text in lists:
        name, equals, path = text.partition("=")
        if not equals or name not in good or name in found:
            raise NotUnderstood(NO_SUCH_BATCH, text=text)
        found[name] = path, serials.salted(name, path)
        if len(found[name][1].pairs) != good[name]:
            raise NotUnderstood(OTHER_NUMBER, path=path, found=len(found[name][1].pairs), good=good[name])
    return found


@stock.command("show", alias="lihat")
@looking.AS_OF
@click.pass_obj
def show(context: Context, /, as_of: str | None) -> Answer:
    """Everything that was counted, in the order of the ledger."""
    from projections import registers  # noqa: PLC0415 - brings SQLAlchemy

    with looking.view_of(context) as (journal, view):
        moment = inquiries.as_at(journal, view, as_of)
        found = [_facts(index, document, line) for index, document, line in registers.counted(view, moment)]
    shown = ("index", "action", "batch", "item", "promised", "good", "damaged", "missing")
    counts = (_("promised"), _("good"), _("damaged"), _("missing"))
    rows = table(
        (_("index"), _("action"), _("batch"), _("item"), *counts), [[one[name] for name in shown] for one in found]
    )
    return inquiries.answered(moment, as_of, rows, {"stock": found})


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
        "serials": line.serials.count if line.serials else 0,
    }
