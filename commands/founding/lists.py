"""`kotak manifest`: which boxes are expected, so that the absence of one is seen."""

from collections.abc import Sequence

import click

from commands.drafting.drafting import Desk
from commands.drafting.options import BOXES, FROM_FILE
from commands.founding import governing
from commands.founding.governing import Mandate, governs
from commands.looking import inquiries, looking
from commands.program.context import Context
from commands.program.frame import group, option
from commands.program.language import _, counted
from commands.program.output import Answer, table
from commands.typed import boxes, sheets
from commands.typed.sheets import Column
from ledger.domain import names
from ledger.domain.custody.states import BoxState
from ledger.domain.documents.base import Code, Word
from ledger.domain.documents.boxes import ManifestLine
from ledger.domain.names import BoxId, PlaceId, UnitId

COLUMNS = (
    Column("box", sheets.form(BoxId), "35.79.02.2009/004/DPD"),
    Column("type", sheets.form(Word), "dpd"),
    Column("dapil", sheets.form(Code), "BATU-2", required=False),
    Column("voters", sheets.count, "263", required=False),
    Column("ballots", sheets.count, "269", required=False),
    Column("unit", sheets.form(UnitId), "kpps/35.79.02.2009/004"),
    Column("place", sheets.form(PlaceId), "kpps/35.79.02.2009/004/1"),
)


@group("manifest")
def manifest() -> None:
    """The signed list of every box expected, so that the absence of one is seen."""


@manifest.command("add", alias="tambah")
@click.argument("file")
@governs
def add(desk: Desk, mandate: Mandate, file: str) -> Answer:
    """
    Add the boxes of a CSV list; a registrar signs.

    Its columns: box, type, dapil, voters, ballots, unit, place. The unit labels the box and is the first to answer for
    it. A long list becomes several papers. Boxes that are listed already are left out.
    """
    lines = [ManifestLine(**row.cells) for row in sheets.read(file, COLUMNS, "box")]
    wanted = _without_listed(desk, lines)
    skipped = len(lines) - len(wanted)
    said = [counted("{n} box was listed already.", "{n} boxes were listed already.", skipped)] if skipped else []
    if not wanted:
        return Answer(said, {"papers": []})
    statements = [mandate.statement(desk, "manifest", "registers", part) for part in governing.parts(wanted)]
    return governing.after(said, governing.carry_out(desk, statements))


@manifest.command("withdraw", alias="tarik")
@BOXES
@FROM_FILE
@option("--why", required=True, metavar="WORD", help="Why, in one word: merged, misprinted.")
@governs
def withdraw(desk: Desk, mandate: Mandate, words: tuple[str, ...], from_file: str | None, why: str) -> Answer:
    """Withdraw boxes that are not expected any more, while nothing has happened to them yet."""
    unit = names.unit_of(desk.context.officer)
    found = boxes.resolve(boxes.gather(words, from_file), desk.known, unit)
    lines = [ManifestLine(box=box) for box in found]
    return desk.carry_out(mandate.statement(desk, "manifest", "registers", lines, withdrawn=governing.word(why)))


@manifest.command("show", alias="lihat")
@click.argument("area", required=False)
@looking.AS_OF
@click.pass_obj
def show(context: Context, /, area: str | None, *, as_of: str | None) -> Answer:
    """The boxes expected, all or those of an area."""
    from projections import registers  # noqa: PLC0415 - brings SQLAlchemy

    with looking.view_of(context) as (journal, view):
        wanted = inquiries.known_area(view, area)
        moment = inquiries.as_at(journal, view, as_of)
        found = registers.expected(view, moment, wanted)
    rows = [(line.box, line.type or "-", line.dapil or "-", line.ballots or 0) for line in found]
    data = [{name: getattr(line, name) for name in ("box", "type", "dapil", "ballots")} for line in found]
    heads = (_("box"), _("type"), _("dapil"), _("ballots"))
    return inquiries.answered(moment, as_of, table(heads, rows), {"boxes": data})


def _without_listed(desk: Desk, lines: Sequence[ManifestLine]) -> list[ManifestLine]:
    """Lines that say of a listed box what the ledger has are there already; others are for the fold to judge."""
    if desk.journal is None:
        return list(lines)
    known = governing.states_of(desk.journal, [f"box:{line.box}" for line in lines], BoxState)
    return [line for line in lines if not _is_listed(line, known.get(f"box:{line.box}"))]


def _is_listed(line: ManifestLine, state: BoxState | None) -> bool:
    if state is None or state.listed is None:
        return False
    return (state.type, state.dapil, state.ballots) == (line.type, line.dapil, line.ballots)
