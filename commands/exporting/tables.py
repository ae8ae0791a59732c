"""`kotak export csv`, `jsonl`, `xlsx`, `parquet`, `epcis`: tables and events for other programs. None is evidence."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from commands.exporting import texts
from commands.exporting.extras import part
from commands.exporting.source import Source, Tally, source
from commands.looking import looking
from commands.program import files
from commands.program.context import Context, NotSaid
from commands.program.files import saves
from commands.program.frame import command, option
from commands.program.language import _, number
from commands.program.output import Answer
from ledger.errors import Reason, Unknown

if TYPE_CHECKING:
    from projections.exported.tables import Table

NO_FILE = Reason("XP-001", "It is not said into which file.", "kotak export {kind} -o FILE")
NO_EVENT = Reason(
    "XP-005",
    "No paper says anything of a box there and then, and EPCIS has no document without an event.",
    "Look which boxes there are: kotak where",
)

TABLES: Final = ("boxes", "links", "papers")
_TABLE: Final = option(
    "--table", type=click.Choice(TABLES), default="boxes", show_default=True, help="Which table it is."
)


class Asked(NamedTuple):
    """What the command line says of every export."""

    context: Context
    area: str | None
    as_of: str | None
    output: str | None
    force: bool


Make = Callable[[Source, Tally], Iterable[bytes]]


def asks(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Decorator: the command exports all or an area, now or as at a time or an entry, into a file; it gets `asked`."""

    @click.argument("area", required=False)
    @looking.AS_OF
    @saves
    @click.pass_obj
    @wraps(function)
    def asking(context: Context, /, **said: Any) -> Answer:
        general = {name: said.pop(name) for name in ("area", "as_of", "output", "force")}
        return function(Asked(context, **general), **said)

    return asking


@command("csv")
@_TABLE
@asks
def csv(asked: Asked, table: str) -> Answer:
    """
    One table as CSV, for spreadsheets and programs.

    All cells are quoted and none is a formula.
    """
    return _save(asked, lambda book, tally: texts.csv(tally.counted(_table(book, table))))


@command("jsonl")
@_TABLE
@asks
def jsonl(asked: Asked, table: str) -> Answer:
    """One table as JSON Lines: an object on each line."""
    return _save(asked, lambda book, tally: texts.json_lines(tally.counted(_table(book, table))))


@command("xlsx")
@asks
def xlsx(asked: Asked) -> Answer:
    """
    All tables as a workbook for spreadsheets, a sheet for each.

    Times are dates in the zone of the stations, which their headings name.
    """
    workbook = part("workbook", "xlsx")

    def made(book: Source, tally: Tally) -> Iterable[bytes]:
        tables = (tally.counted(_table(book, name)) for name in TABLES)
        written: Iterable[bytes] = workbook.written(book.about(), tables, hours=book.hours, at=book.at)
        return written

    return _save(asked, made)


@command("parquet")
@_TABLE
@asks
def parquet(asked: Asked, table: str) -> Answer:
    """One table as Parquet, for databases and statistics."""
    columnar = part("columnar", "parquet")

    def made(book: Source, tally: Tally) -> Iterable[bytes]:
        counted = tally.counted(_table(book, table))
        written: Iterable[bytes] = columnar.written(book.about(), counted, hours=book.hours)
        return written

    return _save(asked, made)


@command("epcis")
@asks
def epcis(asked: Asked) -> Answer:
    """
    All links as events of GS1 EPCIS 2.0, in one JSON-LD document.

    It is a view: signatures, proofs and names are not in it.
    """
    from projections.epcis import document, events, uris  # noqa: PLC0415 - bring SQLAlchemy
    from projections.exported.histories import histories  # noqa: PLC0415 - likewise

    def made(book: Source, tally: Tally) -> Iterable[bytes]:
        named = uris.Uris(book.genesis.origin)
        found = histories(book.view, book.question, book.marks())
        told = (event for history in found for event in events.of(history, named))
        first = next(told, None)
        if first is None:
            raise Unknown(NO_EVENT)
        return document.written(book.about(), tally.count("events", chain([first], told)), at=book.at)

    return _save(asked, made)


def _table(book: Source, name: str) -> "Table":
    from projections.exported import boxes, links, papers  # noqa: PLC0415 - bring SQLAlchemy

    if name == "boxes":
        return boxes.table(book.view, book.question)
    made = {"links": links.table, "papers": papers.table}
    return made[name](book.view, book.question, book.marks())


def _save(asked: Asked, make: Make) -> Answer:
    """Write the file and say what went into it."""
    if asked.output is None:
        raise NotSaid(NO_FILE, kind=asked.context.path[-1])
    tally = Tally()
    with source(asked.context, asked.area, asked.as_of) as book:
        files.write(asked.output, tally.hashed(make(book, tally)), force=asked.force)
        said = book.said()
        facts = {**book.about(), "file": asked.output, "rows": tally.rows, "sha256": tally.hash}
    if asked.output == "-":
        return Answer((), facts)
    return Answer([_("Written to {file}.").format(file=asked.output), said, *_counted(tally)], facts)


def _counted(tally: Tally) -> Iterator[str]:
    called = {"boxes": _("boxes"), "links": _("links"), "papers": _("papers"), "events": _("events")}
    yield from (f"  {number(rows)} {called[name]}" for name, rows in tally.rows.items())
    yield f"  SHA-256 {tally.hash}"
