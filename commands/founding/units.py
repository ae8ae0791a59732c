"""`kotak units`: the units that hold boxes, and the places where boxes may stand."""

import click

from commands.drafting.drafting import Desk
from commands.founding import governing
from commands.founding.governing import Mandate, governs
from commands.looking import inquiries, looking
from commands.program.context import Context
from commands.program.frame import group, option
from commands.program.language import _
from commands.program.output import Answer, table
from commands.typed import sheets
from commands.typed.boxes import NotUnderstood
from commands.typed.sheets import Column, Row
from ledger.domain.documents.base import Coordinates, Latitude, Longitude
from ledger.domain.documents.people import UnitLine
from ledger.domain.names import UnitId, UnitOrPlace
from ledger.errors import Malformed, Reason

NO_UNITS = Reason("SU-080", "No unit is named.", "Name units and places, or a list of them: --from-file FILE")
HALF_A_PLACE = Reason("SU-081", "{id} has one coordinate and not the other.", "Give both lat and lon, or neither.")
NOT_A_UNIT = Reason(
    "SU-082", "{text} is neither a unit nor a place.", "Write it like pps/35.79.02.2009 or pps/35.79.02.2009/1"
)


@group("units")
def units() -> None:
    """Units, which hold boxes, and the places where boxes may stand."""


@units.command("add", alias="tambah")
@click.argument("words", nargs=-1, metavar="[UNIT|PLACE]...")
@option("--from-file", metavar="FILE", help="A CSV list of id, until, successor, lat, lon, keepers.")
@governs
def add(desk: Desk, mandate: Mandate, words: tuple[str, ...], from_file: str | None) -> Answer:
    """
    Register units and places, or say anew what is known of them.

    A registrar signs for units of the same family; before there is one, its authorities do. A place is its unit and a
    number, like pps/35.79.02.2009/1; its unit is registered with it or before.
    """
    rows = sheets.read(from_file, _columns(desk.known.hours), "id") if from_file else []
    lines = [*(UnitLine(id=_named(word)) for word in dict.fromkeys(words)), *map(_line, rows)]
    if not lines:
        raise NotUnderstood(NO_UNITS)
    statements = [mandate.statement(desk, "units", "registers", part) for part in governing.parts(lines)]
    return governing.carry_out(desk, statements)


@units.command("show", alias="lihat")
@click.argument("area", required=False)
@looking.AS_OF
@click.pass_obj
def show(context: Context, /, area: str | None, *, as_of: str | None) -> Answer:
    """Units and their places, all or those of an area."""
    from projections import registers  # noqa: PLC0415 - brings SQLAlchemy

    with looking.view_of(context) as (journal, view):
        wanted = inquiries.known_area(view, area)
        moment = inquiries.as_at(journal, view, as_of)
        found = registers.units(view, moment, wanted)
    rows = [(one.unit, len(one.places), one.keys, one.until or "-") for one in found]
    data = [{**vars(one), "places": sorted(one.places)} for one in found]
    heads = (_("unit"), _("places"), _("keys in force"), _("until"))
    return inquiries.answered(moment, as_of, table(heads, rows), {"units": data})


def _columns(hours: int) -> tuple[Column, ...]:
    return (
        Column("id", sheets.form(UnitOrPlace), "pps/35.79.02.2009/1"),
        Column("until", lambda text: sheets.day(text, hours, ends=True), "2029-04-30", required=False),
        Column("successor", sheets.form(UnitId), "pps/35.79.02.2009", required=False),
        Column("lat", sheets.form(Latitude), "-7.871234", required=False),
        Column("lon", sheets.form(Longitude), "112.526789", required=False),
        Column("keepers", sheets.several(UnitId), "polri/batu", required=False),
    )


def _line(row: Row) -> UnitLine:
    cells = dict(row.cells)
    lat, lon = cells.pop("lat", None), cells.pop("lon", None)
    if (lat is None) != (lon is None):
        raise Malformed(HALF_A_PLACE, id=cells["id"])
    return UnitLine(**cells, coordinates=Coordinates(lat=lat, lon=lon) if lat else None)


def _named(word: str) -> str:
    try:
        return str(sheets.form(UnitOrPlace)(word))
    except ValueError as error:
        raise NotUnderstood(NOT_A_UNIT, text=word) from error
